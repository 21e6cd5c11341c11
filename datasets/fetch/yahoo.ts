import { z } from 'zod'
import { formatSession, type SessionDay } from '../../src/core/calendar.js'
import { DataError } from '../../src/core/errors.js'
import { csvOf } from '../../src/export/csv.js'
import type { ConvertedAnswer, FetchRequest, FetchSource, RawAnswer } from './answer.js'
import { bodyText, jsonBody } from './body-text.js'
import { historyOfRows, type DatedRow } from './dated-rows.js'
import { exchangeDays } from './exchange-day.js'
import { checkedName, symbolStem } from './file-stem.js'

const PRICES = ['open', 'high', 'low', 'close'] as const
const COLUMNS = ['Open', 'High', 'Low', 'Close', 'Volume', 'Dividends', 'Stock Splits', 'Capital Gains']
const DAY_SECONDS = 86_400
/** 1925-01-01: before the first day that the source has. */
const FIRST_DAY = -16_436

const numbers = z.array(z.number().nullable())
const events = z.record(z.string(), z.object({ date: z.number(), amount: z.number() }))
const splits = z.record(
  z.string(),
  z.object({ date: z.number(), numerator: z.number().positive(), denominator: z.number().positive() }),
)
const result = z.object({
  meta: z.object({
    gmtoffset: z.number(),
    exchangeTimezoneName: z.string().optional(),
    dataGranularity: z.literal('1d').optional(),
    regularMarketTime: z.number().optional(),
    currentTradingPeriod: z.object({ regular: z.object({ start: z.number(), end: z.number() }).optional() }).optional(),
  }),
  timestamp: z.array(z.number()).optional(),
  indicators: z.object({
    quote: z.array(z.object({ open: numbers, high: numbers, low: numbers, close: numbers, volume: numbers }).partial()),
  }),
  events: z.object({ dividends: events, splits, capitalGains: events }).partial().optional(),
})
type Chart = z.infer<typeof result>
const answer = z.object({
  chart: z.object({
    result: z.array(result).nullish(),
    error: z.object({ code: z.string(), description: z.string().nullish() }).nullish(),
  }),
})

/** The session that is still open: its row is a snapshot, not a day. */
function openSession({ meta }: Chart, dayOf: (seconds: number) => SessionDay): SessionDay | undefined {
  const regular = meta.currentTradingPeriod?.regular
  if (regular === undefined || meta.regularMarketTime === undefined) return undefined
  const isOpen = meta.regularMarketTime >= regular.start && meta.regularMarketTime < regular.end
  return isOpen ? dayOf(regular.start) : undefined
}

function pricesOf(chart: Chart, i: number, where: { file: string; field: string }): number[] | undefined {
  const [quote] = chart.indicators.quote
  const prices = PRICES.map((field) => quote[field]?.[i])
  if (prices.every((price) => price === null || price === undefined)) return undefined
  const volume = quote.volume?.[i]
  const missing = [...prices, volume].findIndex((value) => value === null || value === undefined)
  if (missing >= 0) throw new DataError(where, `${COLUMNS[missing]} is missing while other prices of the day are there`)
  return [...prices, volume] as number[]
}

/** Amounts by day: distributions of one day add up. */
function byDay(
  list: Chart['events'],
  name: 'dividends' | 'capitalGains',
  dayOf: (seconds: number) => SessionDay,
): Map<SessionDay, number> {
  const days = new Map<SessionDay, number>()
  for (const { date, amount } of Object.values(list?.[name] ?? {}))
    days.set(dayOf(date), (days.get(dayOf(date)) ?? 0) + amount)
  return days
}

function chartOf({ body, label }: RawAnswer): Chart {
  const { chart } = jsonBody(bodyText(body, label), answer, label)
  if (chart.error)
    throw new DataError({ file: label }, `${chart.error.code}: ${chart.error.description ?? 'no reason given'}`)
  const only = chart.result?.[0]
  if (
    only === undefined ||
    only.timestamp === undefined ||
    only.timestamp.length === 0 ||
    only.indicators.quote.length === 0
  )
    throw new DataError({ file: label }, 'the answer holds no prices')
  return only
}

/**
 * Daily bars of a chart answer: Date, Open, High, Low, Close, Volume, Dividends, Stock Splits (and Capital Gains where there are
 * any). Prices and volumes are adjusted for splits, not for dividends, as the source gives them. The day is the exchange's own.
 * A row without any price is left out, so is the row of a session that is still open; the notes say so.
 */
function convert(raw: RawAnswer): ConvertedAnswer {
  const chart = chartOf(raw)
  const dayOf = exchangeDays(chart.meta)
  const dividends = byDay(chart.events, 'dividends', dayOf)
  const gains = byDay(chart.events, 'capitalGains', dayOf)
  const ratios = new Map(
    Object.values(chart.events?.splits ?? {}).map((split) => [dayOf(split.date), split.numerator / split.denominator]),
  )
  const open = openSession(chart, dayOf)
  const columns = gains.size > 0 ? COLUMNS : COLUMNS.slice(0, -1)
  const rows: DatedRow[] = []
  const notes: string[] = []
  const seen = new Set<SessionDay>()
  for (const [i, seconds] of (chart.timestamp ?? []).entries()) {
    const day = dayOf(seconds)
    const date = formatSession(day)
    const prices = pricesOf(chart, i, { file: raw.label, field: date })
    if (prices === undefined) notes.push(`${date} has no prices: left out`)
    else if (day === open) notes.push(`${date} was not over yet: left out`)
    else {
      seen.add(day)
      const all = [...prices, dividends.get(day) ?? 0, ratios.get(day) ?? 0, gains.get(day) ?? 0]
      rows.push({ date, values: all.slice(0, columns.length) })
    }
  }
  for (const [what, days] of [
    ['dividend', dividends],
    ['split', ratios],
    ['capital gain', gains],
  ] as const)
    for (const day of days.keys())
      if (!seen.has(day)) notes.push(`${what} of ${formatSession(day)} falls on no session: left out`)
  if (rows.length === 0) throw new DataError({ file: raw.label }, 'the answer holds no prices')
  const history = historyOfRows(columns, rows, raw.label)
  const text = csvOf({
    Date: rows.map(({ date }) => date),
    ...Object.fromEntries(columns.map((name, c) => [name, rows.map(({ values }) => values[c])])),
  })
  return { files: [{ name: `${symbolStem(raw.name)}.csv`, text }], history, notes }
}

function problemIn(text: string): string | undefined {
  try {
    const { chart } = answer.parse(JSON.parse(text))
    return chart.error ? `${chart.error.code}: ${chart.error.description ?? ''}` : undefined
  } catch {
    return undefined
  }
}

/**
 * Yahoo Finance, the chart interface (version 8). It has no published description; the shape is the one that the open clients
 * (yfinance, quantmod) read.
 */
export const yahoo: FetchSource = {
  name: 'yahoo',
  hasRange: true,
  terms: 'for personal use; no redistribution; no published interface, so be sparing',
  nameOf: (text) => checkedName(text.toUpperCase(), /^\^?[A-Z0-9][A-Z0-9.=-]{0,30}$/, 'symbol', 'XLK, ^GSPC or TCB.VN'),
  stemOf: symbolStem,
  targetOf: ({ name, from, to, today }: FetchRequest) => ({
    host: 'https://query1.finance.yahoo.com',
    path: `/v8/finance/chart/${encodeURIComponent(name)}`,
    query: {
      // Whole days, so that two requests of one day are the same request.
      period1: String((from ?? FIRST_DAY) * DAY_SECONDS),
      period2: String(((to ?? today) + 1) * DAY_SECONDS),
      interval: '1d',
      events: 'div,split,capitalGain',
    },
    extension: 'json',
  }),
  convert,
  problemIn,
}
