import { formatSession, parseSession, periodIndex, type SessionDay } from '../../src/core/calendar.js'
import { ConfigError, DataError, type DataLocation } from '../../src/core/errors.js'
import { monthEnd } from '../../src/core/months.js'
import { observationsOf, type Observation, type Observations } from '../../src/panel/observations.js'
import { numbersOf, textsOf } from '../tables/column-values.js'
import type { ColumnTable } from '../tables/column-table.js'
import { quoted } from '../text/quoted.js'
import { readKey, readPublication } from './feed-cells.js'
import type { Market, Zone } from './market-time.js'

/** How to read a table of dated numbers. */
export interface FeedFormat {
  /** Column of the day or period that a value speaks of: YYYY-MM-DD, YYYY-MM, YYYY-Qn or YYYY; `date` when absent. */
  readonly date?: string
  /**
   * Column of the day or time of publication, `known` when absent (and then only where the table has one). A date alone is a day at
   * whose close the value could be read. A time must carry `Z` or an offset, or `zone` must be stated.
   */
  readonly known?: string
  /** Column that says whom a value is about; one series for all when absent and the table has neither `symbol` nor `sector`. */
  readonly key?: string
  /** Whether keys are sectors, to be made canonical; by the name of the column (`sector`) when absent. */
  readonly areSectors?: boolean
  /** Columns of the numbers; every other column when absent. */
  readonly values?: readonly string[]
  /** The market whose close counts; New York when absent. */
  readonly market?: Market
  readonly zone?: Zone
  /**
   * Days from the date (of a period: from its last day), or from publication where there is a column of it, to the day on which the
   * value is known. Must be stated where nothing says when it was published; mind sources that write a month as its first day.
   */
  readonly lagDays?: number
  /** True where values speak of a time to come, such as estimates: otherwise a value known before its day is an error. */
  readonly isForecast?: boolean
}

/** Dated numbers, by column and by key. */
export interface DatedFeed {
  readonly file: string
  /** Value columns. */
  readonly names: readonly string[]
  /** Symbols or sectors in order of their first row; one empty key where the feed has none. */
  readonly keys: readonly string[]
  /** The series of a column and a key; without observations where there is none: a missing feed is a mask, not a failure. */
  series(name: string, key?: string): Observations
}

/** A series that nothing was ever known of: joined to sessions it is all missing. */
export function emptyFeed(name: string): Observations {
  return observationsOf(name, [])
}

const PERIOD = /^(\d{4})(?:-(?:Q([1-4])|(\d{2})))?$/

/** The days that a value speaks of. */
interface Span {
  readonly first: SessionDay
  readonly last: SessionDay
}

/** The days of a period, or the day itself; NaN for anything else. A time behind a date is dropped: it says nothing of the day. */
function spanOf(text: string): Span {
  const period = PERIOD.exec(text)
  if (period === null) {
    const day = parseSession(text.replace(/[T ]\d{2}:.*$/s, ''))
    return { first: day, last: day }
  }
  const [quarter, month] = [period.at(2), period.at(3)]
  const length = quarter !== undefined ? 3 : month !== undefined ? 1 : 12
  const start = quarter !== undefined ? Number(quarter) * 3 - 2 : Number(month ?? 1)
  const first = parseSession(`${period[1]}-${String(start).padStart(2, '0')}-01`)
  return { first, last: monthEnd(periodIndex(first, 'monthly') + length - 1) }
}

interface Columns {
  readonly date: readonly (string | null)[]
  readonly known: readonly (string | null)[] | undefined
  readonly key: readonly (string | null)[] | undefined
}

/**
 * Dated numbers of a table: a blank number means that the value was withdrawn (or published as missing) on that day. A restatement
 * is a second row with the same date and key, published later; it never changes what was known before.
 * @throws ConfigError when nothing says when values were known and no lag is stated, or a lag is no whole number, 0 or more
 * @throws DataError naming file, line and column: a column is missing, a date can not be read, a time has no zone, a value is known
 *   before its day, the same row (date, key, publication) stands twice
 */
export function datedFeed(table: ColumnTable, format: FeedFormat = {}): DatedFeed {
  const { file } = table
  const dateName = format.date ?? 'date'
  const knownName = format.known ?? (table.has('known') ? 'known' : undefined)
  const keyName = format.key ?? ['symbol', 'sector'].find((name) => table.has(name))
  checkLag(file, knownName, format.lagDays)
  const names = format.values ?? table.names.filter((name) => ![dateName, knownName, keyName].includes(name))
  if (names.length === 0) throw new DataError({ file }, 'has no column of values')
  const columns: Columns = {
    date: textsOf(table, dateName),
    known: knownName === undefined ? undefined : textsOf(table, knownName),
    key: keyName === undefined ? undefined : textsOf(table, keyName),
  }
  const areSectors = format.areSectors ?? keyName === 'sector'
  const rows = Array.from({ length: table.rowCount }, (_, row) => {
    const where = (field: string | undefined): DataLocation => ({
      file,
      line: table.lineOf(row),
      ...(field === undefined ? {} : { field }),
    })
    const { first: valid, last } = readSpan(columns.date[row], where(dateName))
    const published =
      columns.known === undefined
        ? { day: last, minute: 0 }
        : readPublication(columns.known[row], format, where(knownName))
    const known = published.day + (format.lagDays ?? 0)
    if (known < valid && format.isForecast !== true)
      throw new DataError(
        where(knownName),
        `${formatSession(known)} is before ${formatSession(valid)}, which the value speaks of`,
      )
    const key = columns.key === undefined ? '' : readKey(columns.key[row], areSectors, where(keyName))
    return { valid, known, key, minute: published.minute }
  })
  checkTwice(table, rows)
  return feedOf(table, names, rows)
}

function checkLag(file: string, knownName: string | undefined, lagDays: number | undefined): void {
  if (lagDays !== undefined && !(Number.isInteger(lagDays) && lagDays >= 0))
    throw new ConfigError(`feed ${quoted(file)}: lagDays "${lagDays}", expected a whole number of days, 0 or more`)
  if (knownName === undefined && lagDays === undefined)
    throw new ConfigError(
      `feed ${quoted(file)}: no column says when a value was known, expected a column "known" or lagDays`,
    )
}

function readSpan(text: string | null, where: DataLocation): Span {
  const span = spanOf(text ?? '')
  if (Number.isNaN(span.first))
    throw new DataError(where, `${quoted(text ?? '')} is not a date, expected YYYY-MM-DD, YYYY-MM, YYYY-Qn or YYYY`)
  return span
}

interface Row {
  readonly valid: SessionDay
  readonly known: SessionDay
  readonly minute: number
  readonly key: string
}

function checkTwice(table: ColumnTable, rows: readonly Row[]): void {
  const seen = new Map<string, number>()
  for (const [row, { valid, minute, key }] of rows.entries()) {
    const id = JSON.stringify([valid, minute, key])
    const first = seen.get(id)
    if (first !== undefined)
      throw new DataError(
        { file: table.file, line: table.lineOf(row) },
        `${formatSession(valid)}${key === '' ? '' : ` of ${quoted(key)}`} stands twice for the same moment of publication, also in line ${table.lineOf(first)}`,
      )
    seen.set(id, row)
  }
}

function feedOf(table: ColumnTable, names: readonly string[], rows: readonly Row[]): DatedFeed {
  const keys = [...new Set(rows.map(({ key }) => key))]
  const nameOf = (name: string, key: string): string => (key === '' ? name : `${name}.${key}`)
  // Of two publications of one day the later one counts.
  const inOrder = [...rows.keys()].sort((a, b) => rows[a].minute - rows[b].minute)
  const series = new Map<string, ReadonlyMap<string, Observations>>()
  for (const name of names) {
    const lists = new Map<string, Observation[]>(keys.map((key) => [key, []]))
    const numbers = numbersOf(table, name)
    for (const row of inOrder) {
      const { valid, known, key } = rows[row]
      lists.get(key)?.push({ valid, known, value: numbers[row] })
    }
    series.set(name, new Map([...lists].map(([key, list]) => [key, observationsOf(nameOf(name, key), list)])))
  }
  return {
    file: table.file,
    names,
    keys,
    series: (name, key = '') => series.get(name)?.get(key) ?? emptyFeed(nameOf(name, key)),
  }
}
