import type { SessionDay } from '../core/calendar.js'
import { ConfigError } from '../core/errors.js'
import type { SymbolBars } from './bars.js'

/** Stocks, and what is needed to make sectors of them. Everything is asked as it was known at the close of a session. */
export interface SectorIndexOptions {
  /** Adjusted for splits at least; each on its own sessions, gaps allowed. */
  readonly stocks: readonly SymbolBars[]
  /** Sector id of a stock at a session; undefined where it belongs to none. */
  readonly sectorOf: (symbol: string, session: SessionDay) => string | undefined
  /** Weight of a stock relative to the others of its sector, such as its market capitalisation: above 0, or it is left out. 1 for equal weights. */
  readonly weightOf: (symbol: string, session: SessionDay) => number
  /** Sessions without a trade after which a stock no longer counts; until then it stands at its last price. */
  readonly patience?: number
}

/** One sector made of its stocks; all arrays of shape [nDates] on the dates of `bars`. */
export interface SectorIndex {
  readonly sector: string
  /**
   * `close` starts at 100; `open` is the same portfolio at the members' openings; `volume` x `close` is the value traded in all
   * stocks of the sector. High and low are NaN: the members' extremes are not simultaneous. After the start a session without
   * members is NaN throughout: there is nothing that could be held.
   */
  readonly bars: SymbolBars
  /** Stocks that the return of the session is made of. */
  readonly members: Int32Array
  /** Share of the members that closed higher than before; NaN without members. */
  readonly breadth: Float64Array
  /** Standard deviation of the members' returns across the sector (divisor n); NaN below two members. */
  readonly dispersion: Float64Array
}

const BASE = 100
const PATIENCE = 60

/** A stock laid out on the common calendar. */
interface LaidOut {
  readonly symbol: string
  /** Position in the stock's own arrays, or -1; [nDates] */
  readonly position: Int32Array
  readonly bars: SymbolBars
}

function layOut(stocks: readonly SymbolBars[], dates: Int32Array): LaidOut[] {
  const rowOf = new Map(Array.from(dates, (date, row): [number, number] => [date, row]))
  return stocks.map((bars) => {
    const position = new Int32Array(dates.length).fill(-1)
    for (const [i, date] of bars.dates.entries()) position[rowOf.get(date) ?? 0] = i
    return { symbol: bars.symbol, position, bars }
  })
}

/** Sums over one sector at one session. */
interface Totals {
  /** Sum of the members' weights, and of their weighted returns to the opening and to the close. */
  weight: number
  opening: number
  closing: number
  members: number
  rising: number
  /** Mean of the members' returns, and the sum of their squared deviations from it (Welford 1962). */
  mean: number
  squares: number
  /** Value traded in all stocks of the sector. */
  value: number
}

function noTotals(): Totals {
  return { weight: 0, opening: 0, closing: 0, members: 0, rising: 0, mean: 0, squares: 0, value: 0 }
}

/**
 * Makes an index of each sector out of its stocks, rebalanced to the weights at every close. Membership and weights of a session are those
 * known at the close before it: a portfolio that could be held. A stock that does not trade stands at its last price, and its
 * whole move counts on the session it trades again; after `patience` sessions it leaves, and comes back as a new one. An index
 * whose members are all gone has no price until there is one again, and goes on from its last level then.
 * @returns sectors in order of their ids, each from the session before its first return on
 * @throws ConfigError without stocks
 */
export function sectorIndices(options: SectorIndexOptions): SectorIndex[] {
  const { stocks, sectorOf, weightOf, patience = PATIENCE } = options
  if (stocks.length === 0) throw new ConfigError('sector index: there are no stocks')
  const dates = Int32Array.from(new Set(stocks.flatMap((bars) => [...bars.dates]))).sort()
  const laidOut = layOut(stocks, dates)
  const lastRow = new Int32Array(stocks.length).fill(-1)
  const bySector = new Map<string, Totals[]>()

  const totalsOf = (sector: string, row: number): Totals => {
    let rows = bySector.get(sector)
    if (rows === undefined) {
      rows = Array.from(dates, noTotals)
      bySector.set(sector, rows)
    }
    return rows[row]
  }
  for (let row = 0; row < dates.length; row++)
    for (const [s, { symbol, position, bars }] of laidOut.entries()) {
      const i = position[row]
      const counts = row > 0 && lastRow[s] >= 0 && row - lastRow[s] <= patience
      const sector = sectorOf(symbol, dates[Math.max(0, row - 1)])
      if (sector !== undefined) {
        const totals = totalsOf(sector, row)
        if (i >= 0) totals.value += bars.close[i] * bars.volume[i]
        const weight = counts ? weightOf(symbol, dates[row - 1]) : 0
        if (counts && weight > 0) addMember(totals, weight, bars, i)
      }
      if (i >= 0) lastRow[s] = row
    }
  return [...bySector]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([sector, totals]) => indexOf(sector, dates, totals))
    .filter(({ bars }) => bars.dates.length > 0)
}

/** @param i - the stock's bar at the session, or -1 where it does not trade */
function addMember(totals: Totals, weight: number, bars: SymbolBars, i: number): void {
  // Its bar before this one is its last price, however long ago.
  const change = i < 0 ? 0 : bars.close[i] / bars.close[i - 1] - 1
  totals.weight += weight
  totals.closing += weight * change
  totals.opening += weight * (i < 0 ? 0 : bars.open[i] / bars.close[i - 1] - 1)
  totals.members++
  const deviation = change - totals.mean
  totals.mean += deviation / totals.members
  totals.squares += deviation * (change - totals.mean)
  if (change > 0) totals.rising++
}

function indexOf(sector: string, dates: Int32Array, totals: readonly Totals[]): SectorIndex {
  const first = totals.findIndex(({ members }) => members > 0)
  const start = first < 0 ? dates.length : first - 1
  const n = dates.length - start
  const [open, close, volume, high, low, breadth, dispersion] = Array.from({ length: 7 }, () =>
    new Float64Array(n).fill(NaN),
  )
  const members = new Int32Array(n)
  let level = BASE
  for (let k = 0; k < n; k++) {
    const sum = totals[start + k]
    members[k] = sum.members
    if (sum.members > 0) {
      open[k] = level * (1 + sum.opening / sum.weight)
      level *= 1 + sum.closing / sum.weight
      breadth[k] = sum.rising / sum.members
    } else if (k === 0) open[k] = level
    else continue
    close[k] = level
    volume[k] = sum.value / level
    if (sum.members > 1) dispersion[k] = Math.sqrt(sum.squares / sum.members)
  }
  const splits = new Float64Array(n)
  const bars = { symbol: sector, dates: dates.slice(start), open, high, low, close, volume, splits }
  return { sector, bars, members, breadth, dispersion }
}
