import { z } from 'zod'
import { formatSession } from '../../src/core/calendar.js'
import { DataError } from '../../src/core/errors.js'
import { csvOf } from '../../src/export/csv.js'
import { fredVintagesFile } from '../macro/fred-vintages.js'
import { requireDate, requireNumber } from '../text/cells.js'
import { parseCsvTable } from '../text/csv-table.js'
import { quoted } from '../text/quoted.js'
import type {
  ConvertedAnswer,
  FetchRequest,
  FetchSource,
  FetchTarget,
  History,
  HistoryRow,
  RawAnswer,
} from './answer.js'
import { bodyText, jsonBody } from './body-text.js'
import { historyOfRows, type DatedRow } from './dated-rows.js'
import { checkedName } from './file-stem.js'

/** The interface's own limit of rows in one answer. */
const MOST_ROWS = 100_000
const MISSING = ['', '.']

const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'is no date, expected YYYY-MM-DD')
const observations = z.object({
  count: z.number(),
  observations: z.array(z.object({ realtime_start: isoDate, date: isoDate, value: z.string() })),
})
const failure = z.object({ error_message: z.string() })

function valueOf(cell: string, label: string, field: string): number {
  return MISSING.includes(cell.trim()) ? NaN : requireNumber(cell, { file: label, field })
}

function seriesCsv(name: string, rows: readonly DatedRow[]): string {
  return csvOf({ DATE: rows.map(({ date }) => date), [name]: rows.map(({ values }) => values[0]) })
}

/** Newest values: `DATE,<ID>`, missing ones blank. The header's date column has been called DATE and observation_date. */
function convertCsv({ name, label, body }: RawAnswer): ConvertedAnswer {
  const table = parseCsvTable(bodyText(body, label), label)
  if (table.header.length !== 2 || !/^(date|observation_date)$/i.test(table.header[0]) || table.header[1] !== name)
    throw new DataError(
      { file: label, line: 1 },
      `header ${quoted(table.header.join(','))}, expected observation_date,${name}`,
    )
  const rows = table.rows.map(([date, value], i): DatedRow => {
    const line = table.lineOf(i)
    const day = requireDate(date, 'ymd', { file: label, line, field: 'date' })
    return { date: formatSession(day), values: [valueOf(value, label, formatSession(day))] }
  })
  if (rows.length === 0) throw new DataError({ file: label }, 'the answer holds no values')
  return {
    files: [{ name: `${name}.csv`, text: seriesCsv(name, rows) }],
    history: historyOfRows([name], rows, label),
    notes: [],
  }
}

/** Every vintage: `date,known,value`, in the order in which they became known, with the newest values beside it. */
function convertVintages({ name, label, body }: RawAnswer): ConvertedAnswer {
  const parsed = jsonBody(bodyText(body, label), observations, label)
  if (parsed.observations.length === 0) throw new DataError({ file: label }, 'the answer holds no values')
  if (parsed.count > parsed.observations.length)
    throw new DataError(
      { file: label },
      `holds ${parsed.observations.length} of ${parsed.count} values: ask for less (--from, --to, --no-vintages)`,
    )
  const all = parsed.observations
    .map(({ date, realtime_start, value }) => ({ date, known: realtime_start, value: valueOf(value, label, date) }))
    .sort((a, b) => compareText(a.known, b.known) || compareText(a.date, b.date))
  const history = new Map<string, HistoryRow>()
  const newest = new Map<string, number>()
  for (const { date, known, value } of all) {
    const key = `${date} known ${known}`
    if (history.has(key)) throw new DataError({ file: label, field: key }, 'stands twice')
    history.set(key, { block: '', fields: [name], values: [value] })
    newest.set(date, value)
  }
  const rows = [...newest]
    .map(([date, value]) => ({ date, values: [value] }))
    .sort((a, b) => compareText(a.date, b.date))
  const latest: History = historyOfRows([name], rows, label)
  const vintages = csvOf({
    date: all.map(({ date }) => date),
    known: all.map(({ known }) => known),
    value: all.map(({ value }) => value),
  })
  return {
    files: [
      { name: `${name}.csv`, text: seriesCsv(name, rows) },
      { name: fredVintagesFile(name), text: vintages },
    ],
    history,
    latest,
    notes: [],
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function rangeOf({ from, to }: FetchRequest, start: string, end: string): Record<string, string> {
  return {
    ...(from === undefined ? {} : { [start]: formatSession(from) }),
    ...(to === undefined ? {} : { [end]: formatSession(to) }),
  }
}

function targetOf(request: FetchRequest): FetchTarget {
  const { name, key } = request
  if (key === undefined)
    return {
      host: 'https://fred.stlouisfed.org',
      path: '/graph/fredgraph.csv',
      query: { id: name, ...rangeOf(request, 'cosd', 'coed') },
      extension: 'csv',
    }
  return {
    host: 'https://api.stlouisfed.org',
    path: '/fred/series/observations',
    query: {
      series_id: name,
      file_type: 'json',
      // The whole real-time period: every vintage of every value.
      realtime_start: '1776-07-04',
      realtime_end: '9999-12-31',
      limit: String(MOST_ROWS),
      ...rangeOf(request, 'observation_start', 'observation_end'),
      api_key: key,
    },
    extension: 'json',
  }
}

function problemIn(text: string): string | undefined {
  try {
    return failure.parse(JSON.parse(text)).error_message
  } catch {
    return undefined
  }
}

/**
 * FRED of the Federal Reserve Bank of St. Louis. Without a key the newest values (fredgraph); with one, every vintage with the day on
 * which it became known (`realtime_start` of fred/series/observations).
 * @see https://fred.stlouisfed.org/docs/api/fred/series_observations.html
 */
export const fred: FetchSource = {
  name: 'fred',
  hasRange: true,
  keyVariable: 'FRED_API_KEY',
  terms: 'some series belong to others and may not be redistributed: see the notes of each series',
  nameOf: (text) => checkedName(text.toUpperCase(), /^[A-Z0-9][A-Z0-9_]{0,39}$/, 'series', 'CPIAUCSL'),
  stemOf: (name) => name,
  targetOf,
  convert: (raw) => (raw.extension === 'json' ? convertVintages(raw) : convertCsv(raw)),
  problemIn,
}
