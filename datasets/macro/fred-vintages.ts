import { formatSession } from '../../src/core/calendar.js'
import { DataError } from '../../src/core/errors.js'
import { observationsOf, type Observation, type Observations } from '../../src/panel/observations.js'
import { requireDate, requireNumber } from '../text/cells.js'
import { columnOf, parseCsvTable } from '../text/csv-table.js'

/** Name of the file that holds every vintage of a series, beside `<SERIES>.csv` with the newest values. */
export function fredVintagesFile(series: string): string {
  return `${series}.vintages.csv`
}

/**
 * Reads every vintage of a series of FRED as `sectorcast fetch fred` writes it with a key: columns `date` (the period's first day),
 * `known` (the day of the release, the start of ALFRED's real-time period) and `value`, blank where it was published as missing.
 * @param text - without byte order mark
 * @param name - the series' mnemonic
 * @throws DataError naming file, line and field: a column is missing, a cell is no date or number, a value of one date and release
 *   stands twice, there is no row
 * @see ALFRED, Archival Federal Reserve Economic Data
 */
export function parseFredVintages(text: string, file: string, name: string): Observations {
  const table = parseCsvTable(text, file)
  const [dateColumn, knownColumn, valueColumn] = ['date', 'known', 'value'].map((title) => columnOf(table, title))
  const seen = new Set<string>()
  const rows = table.rows.map((row, i): Observation => {
    const line = table.lineOf(i)
    const valid = requireDate(row[dateColumn], 'ymd', { file, line, field: 'date' })
    const known = requireDate(row[knownColumn], 'ymd', { file, line, field: 'known' })
    const key = `${valid} ${known}`
    if (seen.has(key))
      throw new DataError(
        { file, line, field: 'known' },
        `${formatSession(valid)} as released on ${formatSession(known)} stands twice`,
      )
    seen.add(key)
    const cell = row[valueColumn]
    return { valid, known, value: cell.trim() === '' ? NaN : requireNumber(cell, { file, line, field: 'value' }) }
  })
  if (rows.length === 0) throw new DataError({ file, line: 2, field: 'date' }, 'the file has a header and no rows')
  return observationsOf(name, rows)
}
