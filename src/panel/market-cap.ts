import type { SessionDay } from '../core/calendar.js'
import { upperBound } from '../core/search.js'
import type { SymbolBars } from './bars.js'
import type { Observations } from './observations.js'

/** Position of the last day at or before a session; -1 when there is none. */
function lastAt(days: Int32Array, session: SessionDay): number {
  return upperBound(days, session) - 1
}

/**
 * Market capitalisation between the days on which it was published: the newest one known, grown with the price since the day it
 * speaks of, or since the first bar where that came later. A session before the first bar has it as published.
 * @param known - capitalisations, currency; valid days are those of the prices behind them
 * @param bars - adjusted for splits: shares are taken to stay as many as they were
 * @returns capitalisation at the close of a session, as it was knowable then; NaN before the first one was known, and while the
 *   newest one is withdrawn
 */
export function marketCapOf(known: Observations, bars: SymbolBars): (session: SessionDay) => number {
  return (session) => {
    const newest = lastAt(known.known, session)
    if (newest < 0) return NaN
    const now = lastAt(bars.dates, session)
    if (now < 0) return known.values[newest]
    const then = Math.max(0, lastAt(bars.dates, known.valid[newest]))
    return (known.values[newest] * bars.close[now]) / bars.close[then]
  }
}
