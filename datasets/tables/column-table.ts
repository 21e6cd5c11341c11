import { DataError } from '../../src/core/errors.js'
import { nearestName } from '../../src/core/nearest.js'
import { quoted } from '../text/quoted.js'

/** One value of a column that is no typed array. Dates are text: YYYY-MM-DD, or ISO with a time. */
export type Cell = string | number | bigint | boolean | null

/** Values of one column: a typed array (NaN = missing) where all of them are numbers. */
export type Column = Float64Array | readonly Cell[]

/** The columns of one file, whatever its format. */
export interface ColumnTable {
  readonly file: string
  /** Column names in the file's order, each once. */
  readonly names: readonly string[]
  readonly rowCount: number
  has(name: string): boolean
  /** @throws DataError when there is no such column, naming the nearest */
  column(name: string): Column
  /** Line of a row in the file, from 1; the number of the row, from 1, where the format has no lines. */
  lineOf(row: number): number
}

/** A column's name in a message: as it is where it is short and on one line, else quoted. */
export function fieldName(name: string): string {
  return name.length > 40 || /[\p{C}\p{Zl}\p{Zp}]/u.test(name) ? quoted(name) : name
}

/** Columns of one file at most; a file that claims more is refused before they are made. */
export const MOST_COLUMNS = 10_000
/** Values of one file at most (rows times columns). */
export const MOST_CELLS = 2 ** 27

/**
 * A table over columns.
 * @param entries - name and values of each column, all of the same length
 * @throws DataError when a name stands twice, or when there are more than 10,000 columns
 */
export function columnTableOf(
  file: string,
  entries: readonly (readonly [string, Column])[],
  rowCount: number,
  lineOf: (row: number) => number = (row) => row + 1,
): ColumnTable {
  const columns = new Map<string, Column>()
  checkSize(file, rowCount, entries.length)
  for (const [name, column] of entries) {
    if (columns.has(name)) throw new DataError({ file }, `column ${quoted(name)} stands twice`)
    columns.set(name, column)
  }
  const names = [...columns.keys()]
  return {
    file,
    names,
    rowCount,
    lineOf,
    has: (name) => columns.has(name),
    column(name) {
      const column = columns.get(name)
      if (column !== undefined) return column
      const nearest = nearestName(name, names)
      const hint = nearest === undefined ? '' : `, the nearest is ${quoted(nearest)}`
      throw new DataError({ file }, `column ${quoted(name)} is missing${hint}`)
    },
  }
}

/** @throws DataError when a file claims more rows or columns than this program takes */
export function checkSize(file: string, rowCount: number, columnCount: number): void {
  if (columnCount > MOST_COLUMNS)
    throw new DataError({ file }, `has ${columnCount} columns, expected at most ${MOST_COLUMNS}`)
  if (!(rowCount >= 0 && rowCount * Math.max(1, columnCount) <= MOST_CELLS))
    throw new DataError(
      { file },
      `has ${rowCount} rows of ${columnCount} columns, expected at most ${MOST_CELLS} values`,
    )
}

/**
 * The tightest column for values as a format gave them: numbers become a typed array (null becomes NaN), whole 64-bit numbers too
 * where a double holds all of them exactly.
 * @throws DataError for a value that is no text, number or truth value
 */
export function tighten(file: string, name: string, values: readonly unknown[]): Column {
  let numbers = 0
  let absent = 0
  for (const [row, value] of values.entries()) {
    if (value === null || value === undefined) absent++
    else if (typeof value === 'number') numbers++
    else if (typeof value === 'bigint') numbers += value >= -SAFE && value <= SAFE ? 1 : 0
    else if (typeof value !== 'string' && typeof value !== 'boolean')
      throw new DataError(
        { file, line: row + 1, field: fieldName(name) },
        'is neither text nor a number nor true or false',
      )
  }
  if (numbers > 0 && numbers + absent === values.length)
    return Float64Array.from(values, (value) => (value === null || value === undefined ? NaN : Number(value)))
  return values.map((value) => (value === undefined ? null : (value as Cell)))
}

const SAFE = BigInt(Number.MAX_SAFE_INTEGER)
