import type { SessionDay } from '../../src/core/calendar.js'
import { DataError, type DataLocation } from '../../src/core/errors.js'
import { readKey, readPublication } from '../feeds/feed-cells.js'
import type { Market, Zone } from '../feeds/market-time.js'
import { numbersOf, textsOf } from '../tables/column-values.js'
import type { ColumnTable } from '../tables/column-table.js'
import { quoted } from '../text/quoted.js'

/** A text with the day at whose close it could have been read. */
export interface DatedText {
  readonly known: SessionDay
  /** Symbol or sector that it is about; empty where the source does not say. */
  readonly key: string
  readonly text: string
  /** How much it counts, above 0: an analyst's report may count more than a headline. */
  readonly weight: number
}

/**
 * Dated texts of a table (JSON lines, CSV, Parquet, Arrow) with the columns `published` and `text` and, where there are any,
 * `symbol` or `sector`, and `weight` (1 when absent or blank).
 * @param clock - the market whose close counts (New York when absent), and the zone of times without an offset
 * @throws DataError naming file and line: a column is missing, a text is blank, a time can not be used, a weight is not above 0
 */
export function datedTexts(
  table: ColumnTable,
  clock: { readonly market?: Market; readonly zone?: Zone } = {},
): DatedText[] {
  const published = textsOf(table, 'published')
  const texts = textsOf(table, 'text')
  const keyName = ['symbol', 'sector'].find((name) => table.has(name))
  const keys = keyName === undefined ? undefined : textsOf(table, keyName)
  const weights = table.has('weight') ? numbersOf(table, 'weight') : undefined
  return texts.map((text, row) => {
    const where = (field: string): DataLocation => ({ file: table.file, line: table.lineOf(row), field })
    if (text === null) throw new DataError(where('text'), 'is blank')
    const weight = weights === undefined || Number.isNaN(weights[row]) ? 1 : weights[row]
    if (!(weight > 0)) throw new DataError(where('weight'), `${quoted(String(weight))} is not above 0`)
    return {
      known: readPublication(published[row], clock, where('published')).day,
      key: keys === undefined ? '' : readKey(keys[row], keyName === 'sector', where(keyName ?? '')),
      text,
      weight,
    }
  })
}
