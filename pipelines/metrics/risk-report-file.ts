import { basename, dirname } from 'node:path'
import { requireDate, requireNumber } from '../../datasets/text/cells.js'
import { columnOf, parseCsvTable, type CsvTable } from '../../datasets/text/csv-table.js'
import { openDataFolder } from '../../datasets/text/data-folder.js'
import { decodeText } from '../../datasets/text/decode-text.js'
import { quoted } from '../../datasets/text/quoted.js'
import { formatSession, type SessionDay } from '../../src/core/calendar.js'
import { ConfigError, DataError, type DataLocation } from '../../src/core/errors.js'
import { nearestName } from '../../src/core/nearest.js'
import { counted } from '../feature-text.js'

/** Column names that are looked for, in this order, when none is asked for. */
const RETURN_NAMES = ['return', 'returns']
const VALUE_NAMES = ['net', 'gross', 'equity', 'close', 'adj close', 'price', 'value', 'nav']

/** Returns of a file, and of the benchmark in it. */
export interface ReturnFile {
  readonly file: string
  readonly sha256: string
  readonly column: string
  readonly benchmarkColumn?: string | undefined
  /** Day before the first return; undefined when the file holds nothing but returns. */
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
const holdsReturns = (name: string): boolean => /\breturns?\b|_returns?$|^returns?_/i.test(name)

function namedColumn(table: CsvTable, name: string, option: string): number {
  const column = columnOf(table, name, false)
  if (column >= 0) return column
  const nearest = nearestName(
    name,
    table.header.filter((title) => title.toLowerCase() !== 'date'),
  )
  const hint = nearest === undefined ? '' : `, nearest: ${quoted(nearest)}`
  throw new ConfigError(`--${option} ${quoted(name)}: no such column in ${table.file}${hint}`)
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

/** Returns beyond this are a mistake of unit: tenfold in one period. */
const LARGEST_RETURN = 10
const FRACTION = 'expected a fraction: 0.01 for 1%'

/** @throws DataError when the cell is no return */
function requireReturn(cell: string, location: DataLocation): number {
  if (/^[^%]+%$/.test(cell.trim())) throw new DataError(location, `${quoted(cell)} is percent, ${FRACTION}`)
  const value = requireNumber(cell, location)
  if (value < -1)
    throw new DataError(location, `${quoted(cell)} loses more than everything and looks like percent, ${FRACTION}`)
  if (value > LARGEST_RETURN)
    throw new DataError(
      location,
      `${quoted(cell)} gains more than 1000% in one period: a price, or percent, ${FRACTION}`,
    )
  return value
}

/** @throws DataError when the cell is no value above 0 */
function requireValue(cell: string, location: DataLocation): number {
  const value = requireNumber(cell, location)
  if (value > 0) return value
  throw new DataError(location, `${quoted(cell)} is not above 0, as a value whose changes are returns must be`)
}

/** Returns of a column, one for each row; NaN in the first one of a column of values. */
function returnsOf(table: CsvTable, column: number, isReturn: boolean): Float64Array {
  const { file, header, rows } = table
  const values = new Float64Array(rows.length)
  for (const [row, cells] of rows.entries()) {
    const location = { file, line: table.lineOf(row), field: header[column] }
    values[row] = (isReturn ? requireReturn : requireValue)(cells[column], location)
  }
  return isReturn ? values : values.map((value, row) => (row === 0 ? NaN : value / values[row - 1] - 1))
}

/**
 * Reads returns, or values (equity, prices) whose changes are the returns. A column is one of returns when its name says so; one
 * named `benchmark` is what the measured column is.
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
  const marketName = table.header[market] ?? ''
  const isMarketReturn = marketName.toLowerCase() === 'benchmark' ? isReturn : holdsReturns(marketName)
  const benchmark = market < 0 ? undefined : returnsOf(table, market, isMarketReturn)
  // Values give their first return on the second row.
  const first = isReturn && (market < 0 || isMarketReturn) ? 0 : 1
  const count = Math.max(0, returns.length - first)
  if (count < 2) throw new DataError({ file: path }, `holds ${counted(count, 'return')}, expected 2 or more`)
  return {
    file: path,
    sha256: source.sha256,
    column: table.header[column],
    benchmarkColumn: market < 0 ? undefined : table.header[market],
    start: first === 0 ? undefined : dates[0],
    dates: dates.slice(first),
    returns: returns.slice(first),
    benchmark: benchmark?.slice(first),
  }
}
