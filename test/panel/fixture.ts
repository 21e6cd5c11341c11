import { parseSession } from '../../src/core/calendar.js'
import type { SymbolBars } from '../../src/panel/bars.js'

/** Bars of one symbol on the given dates (YYYY-MM-DD): close 100, 101, ..., volume 1000, 1001, ... unless changed. */
export function barsOn(symbol: string, dates: readonly string[], change: Partial<SymbolBars> = {}): SymbolBars {
  const close = Float64Array.from(dates, (_, i) => 100 + i)
  return {
    symbol,
    dates: Int32Array.from(dates, parseSession),
    open: close.map((price) => price - 0.5),
    high: close.map((price) => price + 1),
    low: close.map((price) => price - 1),
    close,
    volume: Float64Array.from(dates, (_, i) => 1000 + i),
    splits: new Float64Array(dates.length),
    ...change,
  }
}

/** Five sessions of one week, Monday to Friday. */
export const WEEK = ['2024-03-04', '2024-03-05', '2024-03-06', '2024-03-07', '2024-03-08']
