import { formatSession } from '../../src/core/calendar.js'
import { DataError } from '../../src/core/errors.js'
import { csvOf } from '../../src/export/csv.js'
import { requireDate, requireNumber } from '../text/cells.js'
import { columnOf, parseCsvTable } from '../text/csv-table.js'
import { quoted } from '../text/quoted.js'
import type { ConvertedAnswer, FetchRequest, FetchSource, RawAnswer } from './answer.js'
import { bodyText } from './body-text.js'
import { historyOfRows, type DatedRow } from './dated-rows.js'
import { checkedName, symbolStem } from './file-stem.js'
import { QuotaError } from './quota-error.js'

const COLUMNS = ['Open', 'High', 'Low', 'Close', 'Volume'] as const

function stemOf(symbol: string): string {
  return symbolStem(symbol.toUpperCase())
}

/** @throws QuotaError, DataError for the two sentences that this source answers with instead of a table */
function refuseSentences(text: string, label: string): void {
  const line = text.trim().split('\n')[0].trim()
  if (/^exceeded the daily hits limit/i.test(line))
    throw new QuotaError({ file: label }, `the source says ${quoted(line)}`)
  if (/^no data/i.test(line))
    throw new DataError({ file: label }, `the source says ${quoted(line)}: no such symbol, or no days in the range`)
  if (!/^date,/i.test(line)) throw new DataError({ file: label }, `the answer is no table: ${quoted(line)}`)
}

/**
 * Daily bars of a CSV answer: Date, Open, High, Low, Close, and Volume where the source has one (indices and currencies have none).
 * Prices are adjusted as the source gives them: for splits and dividends.
 */
function convert({ name, label, body }: RawAnswer): ConvertedAnswer {
  const text = bodyText(body, label)
  refuseSentences(text, label)
  const table = parseCsvTable(text, label)
  const date = columnOf(table, 'Date')
  const columns = COLUMNS.map((field) => ({ field, column: columnOf(table, field, field !== 'Volume') })).filter(
    ({ column }) => column >= 0,
  )
  const fields = columns.map(({ field }) => field)
  const rows = table.rows.map((row, i): DatedRow => {
    const line = table.lineOf(i)
    const values = columns.map(({ field, column }) => requireNumber(row[column], { file: label, line, field }))
    return { date: formatSession(requireDate(row[date], 'ymd', { file: label, line, field: 'Date' })), values }
  })
  if (rows.length === 0) throw new DataError({ file: label }, 'the answer holds no prices')
  const converted = csvOf({
    Date: rows.map((row) => row.date),
    ...Object.fromEntries(fields.map((field, c) => [field, rows.map(({ values }) => values[c])])),
  })
  return {
    files: [{ name: `${stemOf(name)}.csv`, text: converted }],
    history: historyOfRows(fields, rows, label),
    notes: fields.includes('Volume') ? [] : ['the source gives no volume: the file has no such column'],
  }
}

/** Stooq, daily history as CSV. */
export const stooq: FetchSource = {
  name: 'stooq',
  hasRange: true,
  terms:
    'for personal use; a limit of requests a day; clients that are no browser may get a page to solve instead of data',
  nameOf: (text) => checkedName(text.toLowerCase(), /^\^?[a-z0-9][a-z0-9.-]{0,30}$/, 'symbol', 'spy.us or ^spx'),
  stemOf,
  targetOf: ({ name, from, to }: FetchRequest) => ({
    host: 'https://stooq.com',
    path: '/q/d/l/',
    query: {
      s: name,
      i: 'd',
      ...(from === undefined ? {} : { d1: formatSession(from).replaceAll('-', '') }),
      ...(to === undefined ? {} : { d2: formatSession(to).replaceAll('-', '') }),
    },
    extension: 'csv',
  }),
  convert,
}
