import { basename, dirname } from 'node:path'
import { requireDate, requireNumber } from '../../datasets/text/cells.js'
import { columnOf, parseCsvTable, type CsvTable } from '../../datasets/text/csv-table.js'
import { openDataFolder } from '../../datasets/text/data-folder.js'
import { decodeText } from '../../datasets/text/decode-text.js'
import { quoted } from '../../datasets/text/quoted.js'
import { formatSession, type SessionDay } from '../../src/core/calendar.js'
import { ConfigError, DataError } from '../../src/core/errors.js'
import { nearestName } from '../../src/core/nearest.js'

/** Column names that are looked for, in this order, when none is asked for. */
const RETURN_NAMES = ['return', 'returns', 'net']
const VALUE_NAMES = ['equity', 'close', 'adj close', 'price', 'value', 'nav']

/** Returns of a file, and of the benchmark in it. */
export interface ReturnFile {
  readonly file: string
  readonly sha256: string
  readonly column: string
  readonly benchmarkColumn?: string | undefined
  /** Day before the first return; undefined when the file holds returns. */
  readonly start?: SessionDay | undefined
  /** Day on which each period ends, ascending; shape [nPeriods] */
  readonly dates: Int32Array
  /** Simple returns, as fractions; shape [nPeriods] */
  readonly returns: Float64Array
  readonly benchmark?: Float64Array | undefined
}

/** Which columns are wanted. */
export interface ReturnColumns {
  readonly column?: string | undefined
  readonly benchmark?: string | undefined
}

/** A column of returns says so in its name; any other is a value whose changes are the returns. */
const holdsReturns = (name: string): boolean => /\breturns?\b|_returns?$|^returns?_|^net$/i.test(name)

function namedColumn(table: CsvTable, name: string, option: string): number {
  const column = columnOf(table, name, false)
  if (column >= 0) return column
  const nearest = String(nearestName(name, table.header))
  throw new ConfigError(`--${option} ${quoted(name)}: no such column in ${table.file}, nearest: ${quoted(nearest)}`)
}

function chosenColumn(table: CsvTable, asked: string | undefined): number {
  if (asked !== undefined) return namedColumn(table, asked, 'column')
  const names = [...RETURN_NAMES, ...VALUE_NAMES]
  const found = names.map((name) => columnOf(table, name, false)).find((column) => column >= 0)
  if (found !== undefined) return found
  throw new DataError(
    { file: table.file, line: 1, field: 'header' },
    `has no column ${names.join(', ')}: name one with --column`,
  )
}

function datesOf(table: CsvTable): Int32Array {
  const { file, rows } = table
  const column = columnOf(table, 'date')
  const dates = new Int32Array(rows.length)
  for (const [row, cells] of rows.entries()) {
    const location = { file, line: table.lineOf(row), field: 'date' }
    dates[row] = requireDate(cells[column], 'ymd', location)
    if (row > 0 && dates[row] <= dates[row - 1])
      throw new DataError(
        location,
        `${formatSession(dates[row])} does not lie after ${formatSession(dates[row - 1])}, expected ascending dates`,
      )
  }
  return dates
}

/** Returns of a column, one for each row; NaN in the first one of a column of values. */
function returnsOf(table: CsvTable, column: number, isReturn: boolean): Float64Array {
  const { file, header, rows } = table
  const values = new Float64Array(rows.length)
  for (const [row, cells] of rows.entries()) {
    const location = { file, line: table.lineOf(row), field: header[column] }
    values[row] = requireNumber(cells[column], location)
    if (isReturn ? values[row] < -1 : values[row] <= 0)
      throw new DataError(
        location,
        isReturn
          ? `return ${quoted(cells[column])} loses more than everything, expected a fraction: 0.01 for 1%`
          : `value ${quoted(cells[column])} is not above 0`,
      )
  }
  return isReturn ? values : values.map((value, row) => (row === 0 ? NaN : value / values[row - 1] - 1))
}

/**
 * Reads returns, or values (equity, prices) whose changes are the returns. A column is one of returns when its name says so.
 * @param path - CSV file with a column `date` (YYYY-MM-DD), ascending
 * @throws ConfigError when the folder or an asked column is missing; DataError naming file, line and field for the rest
 */
export function readReturnFile(path: string, asked: ReturnColumns): ReturnFile {
  const source = openDataFolder(dirname(path)).read(basename(path))
  const table = parseCsvTable(decodeText(source), path)
  const column = chosenColumn(table, asked.column)
  const market =
    asked.benchmark === undefined
      ? columnOf(table, 'benchmark', false)
      : namedColumn(table, asked.benchmark, 'benchmark')
  const dates = datesOf(table)
  const isReturn = holdsReturns(table.header[column])
  const returns = returnsOf(table, column, isReturn)
  const benchmark = market < 0 ? undefined : returnsOf(table, market, isReturn || holdsReturns(table.header[market]))
  // Values give their first return on the second row.
  const first = isReturn ? 0 : 1
  if (returns.length - first < 2)
    throw new DataError({ file: path }, `holds ${Math.max(0, returns.length - first)} returns, expected 2 or more`)
  return {
    file: path,
    sha256: source.sha256,
    column: table.header[column],
    benchmarkColumn: market < 0 ? undefined : table.header[market],
    start: isReturn ? undefined : dates[0],
    dates: dates.slice(first),
    returns: returns.slice(first),
    benchmark: benchmark?.slice(first),
  }
}
