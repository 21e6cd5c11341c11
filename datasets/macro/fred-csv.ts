import { DataError } from '../../src/core/errors.js'
import { requireDate, requireNumber } from '../text/cells.js'
import { parseCsvTable } from '../text/csv-table.js'
import { quoted } from '../text/quoted.js'
import { datedSeries, type DatedRow, type DatedSeries } from './dated-series.js'

const DATE_HEADERS = ['date', 'observation_date']

/**
 * Reads one series of FRED (Federal Reserve Bank of St. Louis): `DATE,<ID>`, `observation_date,<ID>` or `date,value`, one row
 * a period in ascending order. A blank or `.` is a value that was published as missing (a holiday; October 2025 of CPI and
 * unemployment, which was never surveyed): it stays, as NaN.
 * @param name - the series' mnemonic; it must be the header's where the header has one
 * @throws DataError naming file, line and field at the first thing wrong
 */
export function parseFredCsv(text: string, file: string, name: string): DatedSeries {
  const table = parseCsvTable(text, file)
  const [date, value] = table.header
  if (table.header.length !== 2)
    throw new DataError({ file, line: 1, field: 'header' }, `${table.header.length} columns, expected 2`)
  if (!DATE_HEADERS.includes(date.toLowerCase()))
    throw new DataError({ file, line: 1, field: 'header' }, `${quoted(date)}, expected DATE or observation_date`)
  if (value.toLowerCase() !== 'value' && value.toLowerCase() !== name.toLowerCase())
    throw new DataError({ file, line: 1, field: 'header' }, `${quoted(value)}, expected ${quoted(name)} or value`)
  const rows = table.rows.map(([day, cell], i): DatedRow => {
    const line = table.lineOf(i)
    const missing = cell.trim() === '' || cell.trim() === '.'
    return {
      valid: requireDate(day, 'ymd', { file, line, field: date }),
      value: missing ? NaN : requireNumber(cell, { file, line, field: value }),
      location: { file, line, field: date },
    }
  })
  if (rows.length === 0) throw new DataError({ file, line: 2, field: date }, 'the file has a header and no rows')
  return datedSeries(name, rows)
}
