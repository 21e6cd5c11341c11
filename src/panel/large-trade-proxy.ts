import { ShapeError } from '../core/errors.js'
import { mean, standardDeviation } from '../core/statistics.js'

/** What the proxy reads of daily bars; each of shape [n], NaN = missing. */
export interface LargeTradeBars {
  readonly high: ArrayLike<number>
  readonly low: ArrayLike<number>
  readonly close: ArrayLike<number>
  readonly volume: ArrayLike<number>
}

/**
 * Where the close lies within the day's range: -1 at the low, +1 at the high, 0 in the middle and where there is no range.
 * @see Chaikin's accumulation/distribution line, whose multiplier this is
 */
export function closeLocation(high: number, low: number, close: number): number {
  return high === low ? 0 : (close - low - (high - close)) / (high - low)
}

/**
 * A proxy for the trading of large investors ("whales"), from daily bars alone: unusual turnover times where the close lies within
 * the range. Turnover is unusual by z = (log of close x volume less its mean over the sessions before) / their standard deviation;
 * only more than usual counts. High values are days on which unusually much was traded and the price ended near its high. It is no
 * measurement: single trades are not in daily bars, and news moves everybody at once.
 * @param lookback - sessions, this one included; 3 or more
 * @returns shape [n]; NaN for the first lookback - 1 sessions, where a value in the lookback is missing or nothing was traded, and
 *   where turnover did not vary
 * @throws ShapeError when the lengths differ or the lookback is below 3
 * @see Chaikin's accumulation/distribution for the location of the close; Campbell, Grossman and Wang (1993), Quarterly Journal of
 *   Economics 108(4), for detrended log turnover as a sign of the trading of those who are not the marginal investor
 */
export function largeTradeProxy({ high, low, close, volume }: LargeTradeBars, lookback: number): Float64Array {
  const n = close.length
  if (high.length !== n || low.length !== n || volume.length !== n)
    throw new ShapeError(
      `largeTradeProxy: ${high.length}, ${low.length}, ${n} and ${volume.length} values, expected as many of each`,
    )
  if (!(Number.isInteger(lookback) && lookback >= 3))
    throw new ShapeError(`largeTradeProxy: lookback "${lookback}", expected a whole number, 3 or more`)
  const logTurnover = Float64Array.from(close, (price, i) => {
    const turnover = price * volume[i]
    return turnover > 0 ? Math.log(turnover) : NaN
  })
  const out = new Float64Array(n).fill(NaN)
  for (let t = lookback - 1; t < n; t++) {
    const before = logTurnover.subarray(t - lookback + 1, t)
    const deviation = standardDeviation(before)
    if (!(deviation > 0)) continue
    const unusual = Math.max(0, (logTurnover[t] - mean(before)) / deviation)
    // A zero would otherwise carry the sign of the location.
    out[t] = unusual === 0 ? 0 : unusual * closeLocation(high[t], low[t], close[t])
  }
  return out
}
