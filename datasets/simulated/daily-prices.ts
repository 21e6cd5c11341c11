import type { Random } from '../../src/core/random.js'

/** Prices of consecutive sessions; all of shape [sessions]. */
export interface PricePath {
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
}

/** Log of the largest excess of a Brownian bridge from 0 to `move` over 0, by inversion of its distribution. */
function bridgeMaximum(move: number, variance: number, random: Random): number {
  // 1 - uniform lies in (0, 1], so that the logarithm is finite.
  return (move + Math.sqrt(move * move - 2 * variance * Math.log(1 - random.uniform()))) / 2
}

/**
 * Daily prices from log moves. High and low are the extremes of Brownian bridges from open to close, drawn independently of
 * each other (their dependence is slight); low <= open, close <= high holds in every bar.
 * @param start - close before the first session
 * @param overnight - [sessions], log move from close to open
 * @param intraday - [sessions], log move from open to close
 * @param deviation - [sessions], deviation of the path between open and close
 * @param random - two uniform draws per session are taken from it
 */
export function dailyPrices(
  start: number,
  overnight: Float64Array,
  intraday: Float64Array,
  deviation: Float64Array,
  random: Random,
): PricePath {
  const n = overnight.length
  const [open, high, low, close] = [0, 1, 2, 3].map(() => new Float64Array(n))
  let previous = start
  for (let t = 0; t < n; t++) {
    open[t] = previous * Math.exp(overnight[t])
    close[t] = open[t] * Math.exp(intraday[t])
    const variance = deviation[t] * deviation[t]
    const above = bridgeMaximum(intraday[t], variance, random)
    const below = bridgeMaximum(-intraday[t], variance, random)
    high[t] = Math.max(open[t], close[t], open[t] * Math.exp(above))
    low[t] = Math.min(open[t], close[t], open[t] * Math.exp(-below))
    previous = close[t]
  }
  return { open, high, low, close }
}
