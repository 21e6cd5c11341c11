import { DataError } from '../../src/core/errors.js'
import { requireNumber } from '../text/cells.js'
import { quoted } from '../text/quoted.js'
import { fieldName, type Cell, type ColumnTable } from './column-table.js'

/** A cell as text; blank text counts as missing. */
function textOf(cell: Cell): string | null {
  if (cell === null) return null
  const text = String(cell).trim()
  return text === '' ? null : text
}

/**
 * A column as text: numbers as they are written, null where missing or blank; shape [rowCount].
 * @throws DataError when there is no such column
 */
export function textsOf(table: ColumnTable, name: string): (string | null)[] {
  const column = table.column(name)
  if (column instanceof Float64Array) return Array.from(column, (value) => (Number.isNaN(value) ? null : String(value)))
  return column.map(textOf)
}

/**
 * A column as numbers, text parsed strictly; NaN where missing or blank; shape [rowCount].
 * @throws DataError naming file, line and column: no such column, text that is no finite number, true or false
 */
export function numbersOf(table: ColumnTable, name: string): Float64Array {
  const column = table.column(name)
  if (column instanceof Float64Array) {
    const infinite = column.findIndex((value) => Math.abs(value) === Infinity)
    if (infinite >= 0)
      throw new DataError({ file: table.file, line: table.lineOf(infinite), field: fieldName(name) }, 'is infinite')
    return column
  }
  return Float64Array.from(column, (cell, row) => {
    const location = { file: table.file, line: table.lineOf(row), field: fieldName(name) }
    if (typeof cell === 'boolean') throw new DataError(location, `${quoted(String(cell))} is not a number`)
    const text = textOf(cell)
    return text === null ? NaN : requireNumber(text, location)
  })
}
