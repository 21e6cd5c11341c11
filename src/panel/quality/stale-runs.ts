import { formatSession } from '../../core/calendar.js'
import type { SymbolBars } from '../bars.js'
import type { BarFinding } from './finding.js'

/** Sessions with one close, of which all but the first show no trading, that make a run. */
const LEAST_UNTRADED = 5
/** Sessions with one close that make a run whatever else the rows say. */
const LEAST_UNCHANGED = 10

/** Whether a row shows no trading: no volume, one price all day, or the bar of the session before once more. */
function isUntraded({ open, high, low, close, volume }: SymbolBars, i: number): boolean {
  if (volume[i] === 0) return true
  if (open[i] === close[i] && high[i] === low[i]) return true
  return open[i] === open[i - 1] && high[i] === high[i - 1] && low[i] === low[i - 1]
}

/**
 * Runs of one unchanged close: 5 sessions or more of which all but the first show no trading (volume 0, open = high = low =
 * close, or the same bar again), or 10 sessions or more whatever the rest. One finding a run, at its first session.
 */
export function findStaleRuns(bars: SymbolBars): BarFinding[] {
  const { dates, close, symbol } = bars
  const found: BarFinding[] = []
  const report = (start: number, end: number): void => {
    const detail = `the close stays ${close[start]} for ${end - start} sessions, to ${formatSession(dates[end - 1])}`
    found.push({ kind: 'stale-run', symbol, session: dates[start], detail })
  }
  for (let start = 0; start < dates.length;) {
    let end = start + 1
    while (end < dates.length && close[end] === close[start]) end++
    if (end - start >= LEAST_UNCHANGED) report(start, end)
    else
      for (let from = start; from < end;) {
        let to = from + 1
        while (to < end && isUntraded(bars, to)) to++
        if (to - from >= LEAST_UNTRADED) report(from, to)
        from = to
      }
    start = end
  }
  return found
}
