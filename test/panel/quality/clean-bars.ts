import { createRandom } from '../../../src/core/random.js'
import { formatSession, parseSession, type SessionDay } from '../../../src/core/calendar.js'
import { sessionsBetween } from '../../../src/core/exchanges/sessions.js'
import type { SymbolBars } from '../../../src/panel/bars.js'
import type { BarsUnderCheck } from '../../../src/panel/quality/bars-under-check.js'

/** Sessions of New York from 2019-01-02 on. */
export function newYorkSessions(count: number): Int32Array {
  return sessionsBetween('NYSE', parseSession('2019-01-02'), parseSession('2024-12-31')).slice(0, count)
}

/** Bars that nothing is wrong with: a random walk of 1 % a session, volume around a million. */
export function cleanBars(symbol: string, dates: Int32Array, seed = 1): SymbolBars {
  const random = createRandom(seed, 'quality', symbol)
  const n = dates.length
  const open = new Float64Array(n)
  const high = new Float64Array(n)
  const low = new Float64Array(n)
  const close = new Float64Array(n)
  const volume = new Float64Array(n)
  let price = 100
  for (let i = 0; i < n; i++) {
    open[i] = price
    price *= Math.exp(0.01 * random.normal())
    close[i] = price
    high[i] = Math.max(open[i], close[i]) * 1.001
    low[i] = Math.min(open[i], close[i]) * 0.999
    volume[i] = Math.round(1e6 * Math.exp(0.3 * random.normal()))
  }
  return { symbol, dates, open, high, low, close, volume, splits: new Float64Array(n) }
}

/** A group of clean symbols without rows at fault. */
export function cleanGroup(symbols: readonly string[], nSessions = 300, seed = 1): BarsUnderCheck[] {
  const dates = newYorkSessions(nSessions)
  return symbols.map((symbol) => ({ bars: cleanBars(symbol, dates, seed), faulty: new Map() }))
}

/** The bars as the rows of a file, in the standard dialect. */
export function csvOfBars({ dates, open, high, low, close, volume }: SymbolBars): string[] {
  const rows = Array.from(dates, (day: SessionDay, i) =>
    [formatSession(day), open[i], high[i], low[i], close[i], volume[i]].join(','),
  )
  return ['Date,Open,High,Low,Close,Volume', ...rows]
}
