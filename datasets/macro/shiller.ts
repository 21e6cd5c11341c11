import { civilOf } from '../../src/core/calendar.js'
import { DataError } from '../../src/core/errors.js'
import { requireDate, requireNumber } from '../text/cells.js'
import { columnOf, parseCsvTable } from '../text/csv-table.js'
import { quoted } from '../text/quoted.js'
import { datedSeries, type DatedRow, type DatedSeries } from './dated-series.js'

/** Series of the file by the names used here, and the headers they stand under. */
const COLUMNS: readonly (readonly [name: string, header: string])[] = [
  ['price', 'SP500'],
  ['dividend', 'Dividend'],
  ['earnings', 'Earnings'],
  ['cpi', 'Consumer Price Index'],
  ['long-rate', 'Long Interest Rate'],
  ['real-price', 'Real Price'],
  ['real-dividend', 'Real Dividend'],
  ['real-earnings', 'Real Earnings'],
  ['cape', 'PE10'],
]

/**
 * Reads Robert Shiller's monthly data of the S&P Composite in the CSV of the "datasets" project: dates are the first of the
 * month, the price is the month's average of daily closes. 0.0 stands for "not known (yet)" in every column but the price,
 * and becomes NaN; a price of zero is an error.
 * @returns price, dividend, earnings, cpi, long-rate, real-price, real-dividend, real-earnings, cape
 * @throws DataError naming file, line and field at the first thing wrong
 * @see Shiller (2000), Irrational Exuberance; the data page of the author
 */
export function parseShiller(text: string, file: string): DatedSeries[] {
  const table = parseCsvTable(text, file)
  const dateColumn = columnOf(table, 'Date')
  const days = table.rows.map((row, i) => {
    const location = { file, line: table.lineOf(i), field: 'Date' }
    const valid = requireDate(row[dateColumn], 'ymd', location)
    if (civilOf(valid).day !== 1)
      throw new DataError(location, `${quoted(row[dateColumn])} is not the first of a month`)
    return { valid, location }
  })
  return COLUMNS.map(([name, header]) => {
    const column = columnOf(table, header)
    const rows = table.rows.map((row, i): DatedRow => {
      const location = { file, line: table.lineOf(i), field: header }
      const value = requireNumber(row[column], location)
      if (name === 'price' && !(value > 0)) throw new DataError(location, `${value}, expected a price above 0`)
      return { ...days[i], value: value === 0 ? NaN : value }
    })
    return datedSeries(name, rows)
  })
}
