import { periodIndex, type Period } from '../core/calendar.js'
import type { SymbolBars } from './bars.js'

/**
 * The last row of each period of a calendar, the last period included though it may be incomplete. For looking back on closed
 * history: at the time itself, whether a session ends its period is only known at the next one, or from the exchange's calendar.
 * @param dates - session days, ascending; shape [nDates]
 */
export function lastRowOfEach(dates: Int32Array, period: Period): number[] {
  const rows: number[] = []
  for (let row = 0; row < dates.length; row++)
    if (row === dates.length - 1 || periodIndex(dates[row + 1], period) !== periodIndex(dates[row], period))
      rows.push(row)
  return rows
}

/**
 * Bars of whole periods, labelled with their last session: the first open, the highest high, the lowest low, the last close, the sum
 * of the volumes and distributions, the product of the splits. All in shares of the period's end: what came before a split within
 * the period is divided (volumes multiplied) by it, so that resampling and {@link adjustSplits} may follow in either order. The
 * first and the last period may be incomplete.
 * @param bars - shape [n]
 * @returns shape [number of periods]
 */
export function resampleBars(bars: SymbolBars, period: Period): SymbolBars {
  const ends = lastRowOfEach(bars.dates, period)
  const [open, high, low, close, volume, splits, distributions] = Array.from(
    { length: 7 },
    () => new Float64Array(ends.length),
  )
  for (const [i, end] of ends.entries()) {
    const start = i === 0 ? 0 : ends[i - 1] + 1
    close[i] = bars.close[end]
    low[i] = Infinity
    let factor = 1
    for (let row = end; row >= start; row--) {
      open[i] = bars.open[row] / factor
      high[i] = Math.max(high[i], bars.high[row] / factor)
      low[i] = Math.min(low[i], bars.low[row] / factor)
      volume[i] += bars.volume[row] * factor
      distributions[i] += (bars.distributions?.[row] ?? 0) / factor
      if (bars.splits[row] > 0) {
        factor *= bars.splits[row]
        splits[i] = factor
      }
    }
  }
  return {
    ...bars,
    dates: Int32Array.from(ends, (end) => bars.dates[end]),
    open,
    high,
    low,
    close,
    volume,
    splits,
    ...(bars.distributions === undefined ? {} : { distributions }),
  }
}
