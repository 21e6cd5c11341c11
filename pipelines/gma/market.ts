import { quoted } from '../../datasets/text/quoted.js'
import { formatSession, type SessionDay } from '../../src/core/calendar.js'
import { ConfigError } from '../../src/core/errors.js'
import { columnOf, createMatrix, rowOf, setColumn, type Matrix } from '../../src/core/matrix.js'
import { nearestName } from '../../src/core/nearest.js'
import { upperBound } from '../../src/core/search.js'
import { median } from '../../src/core/statistics.js'
import { benchmarkSeries, type Panel } from '../../src/panel/panel.js'
import type { Fill } from '../../src/switching/switched-growth.js'
import { stepRows, type StepLength } from '../../src/switching/switching-steps.js'
import type { SwitchingTable } from '../../src/switching/switching-rule.js'

/** Name of the cash that is no symbol of the data. */
export const CASH = 'CASH'
/** What cash is called where the data have a symbol of that name, which then is the Favourite of that name. */
const IDLE_CASH = 'UNINVESTED'
/** The Favourite that is whatever is held. */
export const CURRENT = 'current'

/** What is switched between, and when. */
export interface MarketQuestion {
  /** Symbols in the order that decides ties; all when absent. */
  readonly symbols: readonly string[] | undefined
  /** A symbol, `CASH` or `current`. */
  readonly favourite: string
  readonly every: StepLength
  /** Annual rate that cash earns, as a fraction. */
  readonly cashRate: number
  readonly fill: Fill
  readonly to: SessionDay | undefined
}

/** Prices as the machine needs them. */
export interface GmaMarket {
  /** Session days; shape [nSessions]. */
  readonly dates: Int32Array
  /** Columns: the sectors, then cash. */
  readonly names: readonly string[]
  /** Sectors among the columns, which are what equal weight holds. */
  readonly sectors: readonly number[]
  /** Column of cash. */
  readonly cash: number
  readonly favourite: number | 'current'
  /** Columns that may be switched to. */
  readonly candidates: readonly number[]
  /** Sessions x columns; NaN = no close. */
  readonly closes: Matrix
  /** The same at the open, cash being worth what it is at the close; undefined with fills at the close. */
  readonly opens: Matrix | undefined
  /** Sessions whose closes the rule sees. */
  readonly rows: readonly number[]
  /** Steps x columns: the closes of those sessions. */
  readonly prices: Matrix
  readonly benchmark: { readonly symbol: string; readonly closes: Float64Array }
}

/** A price of 1 that earns the rate by calendar days. */
function cashPrices(dates: Int32Array, rate: number): Float64Array {
  return Float64Array.from(dates, (date) => (1 + rate) ** ((date - dates[0]) / 365))
}

function unknown(option: string, symbol: string, known: readonly string[]): ConfigError {
  const nearest = nearestName(symbol, known) ?? ''
  return new ConfigError(`--${option} ${quoted(symbol)} is no symbol of the data, the nearest is "${nearest}"`)
}

/** Prices of the symbols, be they sectors or the benchmark, then of cash; sessions x columns. */
function pricesOf(
  { assets, fields, series }: Panel,
  columns: readonly string[],
  cash: Float64Array,
  field: Fill,
): Matrix {
  const out = createMatrix(cash.length, columns.length + 1)
  for (const [col, symbol] of columns.entries()) {
    const asset = assets.indexOf(symbol)
    setColumn(out, col, asset < 0 ? series[benchmarkSeries(field)] : columnOf(fields[field], asset))
  }
  setColumn(out, columns.length, cash)
  return out
}

/** @throws ConfigError for a symbol that has closes and not one open, which no decision could ever be filled at */
function requireOpens(opens: Matrix, closes: Matrix, columns: readonly string[]): void {
  const isEmpty = (prices: Matrix, col: number): boolean => columnOf(prices, col).every(Number.isNaN)
  const without = columns.find((_, col) => isEmpty(opens, col) && !isEmpty(closes, col))
  if (without !== undefined)
    throw new ConfigError(`--fill "open": ${quoted(without)} has no opening prices, expected "close" with these data`)
}

/**
 * Columns, prices and steps of the machine. The Favourite is one of the columns: the benchmark becomes one where it is asked for.
 * Cash is a candidate where it is the Favourite, or where the Favourite is what is held; a holding without a price becomes cash.
 * @throws ConfigError for symbols that the data do not have, twice the same, no session up to `to`, or no opens to be filled at
 */
export function gmaMarket(panel: Panel, question: MarketQuestion): GmaMarket {
  const { symbols = panel.assets, favourite, every, cashRate, fill, to } = question
  const known = [...panel.assets, panel.benchmark]
  const wrong = symbols.find((symbol) => !known.includes(symbol))
  if (wrong !== undefined) throw unknown('symbols', wrong, known)
  const twice = symbols.find((symbol, i) => symbols.indexOf(symbol) !== i)
  if (twice !== undefined) throw new ConfigError(`--symbols: ${quoted(twice)} stands twice`)
  const isSymbol = known.includes(favourite)
  if (!isSymbol && favourite !== CASH && favourite !== CURRENT) throw unknown('favourite', favourite, [...known, CASH])
  const columns = isSymbol && !symbols.includes(favourite) ? [...symbols, favourite] : [...symbols]
  const count = to === undefined ? panel.dates.length : upperBound(panel.dates, to)
  if (count === 0) throw new ConfigError('--to: lies before the first session of the data')
  const dates = panel.dates.subarray(0, count)

  const cash = columns.length
  const cashWorth = cashPrices(dates, cashRate)
  const closes = pricesOf(panel, columns, cashWorth, 'close')
  const opens = fill === 'open' ? pricesOf(panel, columns, cashWorth, 'open') : undefined
  if (opens !== undefined) requireOpens(opens, closes, columns)
  const rows = stepRows(dates, every)
  const prices = createMatrix(rows.length, cash + 1)
  for (const [step, row] of rows.entries()) rowOf(prices, step).set(rowOf(closes, row))
  const symbolColumns = columns.map((_, col) => col)
  return {
    dates,
    names: [...columns, known.includes(CASH) ? IDLE_CASH : CASH],
    sectors: symbolColumns.slice(0, symbols.length),
    cash,
    favourite: favourite === CURRENT ? CURRENT : isSymbol ? columns.indexOf(favourite) : cash,
    candidates: isSymbol ? symbolColumns : [...symbolColumns, cash],
    closes,
    opens,
    rows,
    prices,
    benchmark: { symbol: panel.benchmark, closes: panel.series[benchmarkSeries('close')].subarray(0, count) },
  }
}

/**
 * First step at which the rule can decide: a sector and the Favourite have a gMA, and `from` is reached.
 * @throws ConfigError when there is none
 */
export function firstStep({ dates, rows, favourite, sectors }: GmaMarket, gma: Matrix, from = -Infinity): number {
  const isReady = (row: number, step: number): boolean => {
    const values = rowOf(gma, step)
    const hasHurdle = favourite === CURRENT || !Number.isNaN(values[favourite])
    return dates[row] >= from && hasHurdle && sectors.some((col) => !Number.isNaN(values[col]))
  }
  const first = rows.findIndex(isReady)
  if (first >= 0) return first
  const last = dates[rows[rows.length - 1]]
  if (from > last)
    throw new ConfigError(
      `--from ${quoted(formatSession(from))}: lies after the last session of the data, ${formatSession(last)}`,
    )
  const known = rows.length === 1 ? '1 step' : `${rows.length} steps`
  throw new ConfigError(
    `gma: none of ${known} has a gMA of the Favourite and of a sector, expected x of them before one${from === -Infinity ? '' : ' from --from on'}`,
  )
}

/** Whether the Favourite's price is constant, as that of cash without a rate is: its gMA is 0 at every step. */
export function hasFlatFavourite({ favourite, prices }: GmaMarket): boolean {
  if (favourite === CURRENT) return false
  const known = columnOf(prices, favourite).filter((price) => !Number.isNaN(price))
  return known.every((price) => price === known[0])
}

/** Sectors that lack closes between their first and their last one, each with how many. */
export function gapsOf({
  sectors,
  names,
  closes,
}: GmaMarket): { readonly symbol: string; readonly sessions: number }[] {
  return sectors.flatMap((col) => {
    const isClosed = Array.from(columnOf(closes, col), (close) => !Number.isNaN(close))
    const life = isClosed.slice(isClosed.indexOf(true), isClosed.lastIndexOf(true) + 1)
    const sessions = life.filter((closed) => !closed).length
    return sessions === 0 ? [] : [{ symbol: names[col], sessions }]
  })
}

/** What the rule sees of the market. */
export function switchingTable({ prices, candidates, cash }: GmaMarket, gma: Matrix): SwitchingTable {
  return { prices, gma, candidates, cash }
}

/** Sessions a year of the data: those stated for daily sessions, 52 of weekly and 12 of monthly ones. */
export function sessionsPerYearOf(dates: Int32Array, daily: number): number {
  const gap = median(dates.subarray(1).map((date, i) => date - dates[i]))
  if (gap >= 20) return 12
  return gap >= 5 ? 52 : daily
}

/** How often a sector with a close had no open in a session at which a decision from a step on could be filled there. */
export function missingOpens({ rows, sectors, closes, opens }: GmaMarket, start: number): number {
  if (opens === undefined) return 0
  const filled = rows.slice(start).map((row) => row + 1)
  const isMissing = (row: number, col: number): boolean =>
    Number.isNaN(opens.data[row * opens.cols + col]) && !Number.isNaN(closes.data[row * closes.cols + col])
  return filled
    .filter((row) => row < closes.rows)
    .reduce((count, row) => count + sectors.filter((col) => isMissing(row, col)).length, 0)
}
