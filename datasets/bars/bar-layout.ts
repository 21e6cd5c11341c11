import { columnOf, type CsvTable } from '../text/csv-table.js'
import { DataError } from '../../src/core/errors.js'
import { numberReader, type NumberReader } from './bar-cells.js'
import { BAR_COLUMNS, LACKABLE_COLUMNS, type BarColumn, type BarDialect } from './dialects.js'

/** Where the columns of a file stand, and how its cells are read. */
export interface BarLayout {
  readonly dialect: BarDialect
  /** Position of each column from 0; -1 where the file has none. */
  readonly columns: Readonly<Record<BarColumn, number>>
  readonly readNumber: NumberReader
  readonly missing: ReadonlySet<string>
  /** Columns whose values may be missing. */
  readonly mayLack: ReadonlySet<BarColumn>
}

/** What a column is called in messages. */
export function labelOf(dialect: BarDialect, column: BarColumn): string {
  return dialect.columns[column].at(0) ?? column
}

function isRequired(dialect: BarDialect, column: BarColumn): boolean {
  if (column === 'date' || column === 'close') return true
  if (column === 'adjustedClose') return dialect.useAdjustedClose
  return LACKABLE_COLUMNS.some((lackable) => lackable === column && !dialect.mayLack.includes(lackable))
}

/** Position of a column in a header: of the first of its names that stands there. */
function positionOf(table: Pick<CsvTable, 'file' | 'header'>, names: readonly string[], required: boolean): number {
  for (const name of names) {
    const position = columnOf(table, name, false)
    if (position >= 0) return position
  }
  return required ? columnOf(table, names[0], true) : -1
}

/**
 * Finds the columns of a file.
 * @param header - names of its columns; not looked at when the dialect states the columns of a file without header
 * @param needsSymbol - whether a column must name the symbol of each row
 * @throws DataError when a column is missing or stands twice, or a file without header has other columns than stated
 */
export function barLayout(
  { file, header }: Pick<CsvTable, 'file' | 'header'>,
  dialect: BarDialect,
  needsSymbol: boolean,
): BarLayout {
  const stated = dialect.headerless
  if (stated !== undefined && stated.length !== header.length)
    throw new DataError(
      { file, line: 1, field: 'row' },
      `${header.length} fields, expected ${stated.length} as the dialect states`,
    )
  const names = stated?.map((column) => (column === 'skip' ? '' : labelOf(dialect, column))) ?? header
  const positions = BAR_COLUMNS.map((column): [BarColumn, number] => {
    const required = column === 'symbol' ? needsSymbol : isRequired(dialect, column)
    return [column, positionOf({ file, header: names }, dialect.columns[column], required)]
  })
  return {
    dialect,
    columns: Object.fromEntries(positions) as Record<BarColumn, number>,
    readNumber: numberReader(dialect.numbers),
    missing: new Set(['', ...dialect.missing]),
    mayLack: new Set(dialect.mayLack),
  }
}
