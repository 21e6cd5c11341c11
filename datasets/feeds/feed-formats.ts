import { ConfigError } from '../../src/core/errors.js'
import { nearestName } from '../../src/core/nearest.js'
import type { FeedFormat } from './dated-feed.js'

/**
 * Formats with names. Each is a table (CSV, JSON lines, Parquet or Arrow) with the columns below; other columns are not read.
 *
 * - `short-interest`: `symbol`, `settlement` (the day that the count is of), `published`, `shortInterest` (shares), `daysToCover`
 *   (short interest over average daily volume). Members report to FINRA twice a month as of a settlement date (FINRA Rule 4560);
 *   FINRA publishes the counts about seven business days later. The settlement date is never the day on which they were known.
 * - `analyst-revisions`: `symbol`, `period` (that the estimate is of), `published`, `estimate`, `previous`.
 * - `guidance`: `symbol`, `period`, `published`, `low`, `high`, as the company gives it.
 * - `quarterly-statements`: `symbol`, `period` (last day of the quarter, or YYYY-Qn), `published`, and one column per figure, such
 *   as `revenue` and `netIncome`. A restatement is another row of the same symbol and period, published later.
 *
 * `published` is a date, or a time with a zone: a time at New York's close or later counts as the next day.
 */
export const FEED_FORMATS: ReadonlyMap<string, FeedFormat> = new Map<string, FeedFormat>([
  [
    'short-interest',
    { date: 'settlement', known: 'published', key: 'symbol', values: ['shortInterest', 'daysToCover'] },
  ],
  [
    'analyst-revisions',
    { date: 'period', known: 'published', key: 'symbol', values: ['estimate', 'previous'], isForecast: true },
  ],
  ['guidance', { date: 'period', known: 'published', key: 'symbol', values: ['low', 'high'], isForecast: true }],
  ['quarterly-statements', { date: 'period', known: 'published', key: 'symbol' }],
])

/**
 * The format of a name.
 * @throws ConfigError for an unknown one, naming the nearest
 */
export function feedFormatOf(name: string): FeedFormat {
  const format = FEED_FORMATS.get(name)
  if (format !== undefined) return format
  throw new ConfigError(
    `feed format "${name}" is unknown, the nearest is "${nearestName(name, [...FEED_FORMATS.keys()]) ?? ''}"`,
  )
}
