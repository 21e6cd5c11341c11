import { mean } from '../core/statistics.js'
import { fraction, sessions, type Fraction, type Sessions } from './units.js'

/** A loss this small, as a fraction of the peak, is rounding of the compounding and not a drawdown. */
const ROUNDING = 1e-12

/**
 * Loss from the running peak of the compounded equity after each period. The peak includes the starting capital: a series
 * that begins with a loss is under water from its first period.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @returns fractions in [-1, 0], shape [nPeriods]; NaN from the first NaN return on
 */
export function drawdowns(returns: ArrayLike<number>): Float64Array {
  const out = new Float64Array(returns.length)
  let equity = 1
  let peak = 1
  for (let i = 0; i < returns.length; i++) {
    equity *= 1 + returns[i]
    peak = Math.max(peak, equity)
    out[i] = equity / peak - 1
  }
  return out
}

/**
 * Largest peak-to-trough loss of the compounded equity.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @returns fraction in [-1, 0]; NaN when empty or when any return is NaN
 * @see empyrical.max_drawdown (same sign)
 */
export function maxDrawdown(returns: ArrayLike<number>): Fraction {
  if (returns.length === 0) return fraction(NaN)
  return fraction(drawdowns(returns).reduce((worst, loss) => Math.min(worst, loss), 0))
}

/**
 * Ulcer index: root mean square of the drawdown of every period, n in the denominator ({@link sampleUlcerIndex} has n - 1).
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @returns fraction, 0 or more (0.0285 is the 2.85 that is usually printed); NaN when empty or when any return is NaN
 * @see Martin and McCann (1989), The Investor's Guide to Fidelity Funds
 */
export function ulcerIndex(returns: ArrayLike<number>): Fraction {
  return fraction(Math.sqrt(mean(drawdowns(returns).map((loss) => loss * loss))))
}

/**
 * Ulcer index with n - 1 in the denominator, as QuantStats has it: larger than {@link ulcerIndex} by the root of n / (n - 1).
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @returns fraction, 0 or more; NaN with under two returns or when any is NaN
 */
export function sampleUlcerIndex(returns: ArrayLike<number>): Fraction {
  const n = returns.length
  return fraction(n < 2 ? NaN : ulcerIndex(returns) * Math.sqrt(n / (n - 1)))
}

/**
 * Pain index: mean size of the drawdown of every period.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @returns fraction, 0 or more; NaN when empty or when any return is NaN
 * @see Zephyr Associates (2006); Bacon (2008), Practical Portfolio Performance Measurement and Attribution
 */
export function painIndex(returns: ArrayLike<number>): Fraction {
  return fraction(mean(drawdowns(returns).map((loss) => Math.abs(loss))))
}

/** A time under water. Positions are points of the equity curve: 0 is the starting capital, i + 1 the end of period i. */
export interface DrawdownEpisode {
  /** The last peak before it. */
  readonly peak: number
  readonly trough: number
  /** The point that first reaches the peak again; undefined while it is still open. */
  readonly recovery: number | undefined
  /** Loss from peak to trough, fraction in [-1, 0). */
  readonly depth: Fraction
  /** From the peak to the recovery, or to the end. */
  readonly length: Sessions
}

/**
 * Every drawdown in order of time. NaN returns end the search: a series that is not known has none.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @returns empty without a drawdown, when empty or when any return is NaN
 */
function drawdownEpisodes(returns: ArrayLike<number>): DrawdownEpisode[] {
  const losses = drawdowns(returns)
  if (losses.length === 0 || Number.isNaN(losses[losses.length - 1])) return []
  const episodes: DrawdownEpisode[] = []
  let peak = 0
  let trough = 0
  const close = (end: number, recovery: number | undefined): void => {
    const depth = fraction(losses[trough - 1])
    episodes.push({ peak, trough, recovery, depth, length: sessions(end - peak) })
  }
  for (let point = 1; point <= losses.length; point++) {
    if (losses[point - 1] < -ROUNDING) {
      if (trough <= peak || losses[point - 1] < losses[trough - 1]) trough = point
      continue
    }
    if (trough > peak) close(point, point)
    peak = point
  }
  if (trough > peak) close(losses.length, undefined)
  return episodes
}

/**
 * The deepest drawdowns.
 * @param count - most that are given
 * @returns deepest first, of equal ones the earlier; as {@link drawdownEpisodes}
 */
export function largestDrawdowns(returns: ArrayLike<number>, count: number): DrawdownEpisode[] {
  return drawdownEpisodes(returns)
    .sort((a, b) => a.depth - b.depth)
    .slice(0, count)
}

/**
 * Longest time from a peak until it is reached again, over all drawdowns: it need not be the one that contains the largest
 * loss. A drawdown that is still open counts to the end.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @returns sessions; 0 when there is no drawdown; NaN when empty or when any return is NaN
 */
export function longestUnderWater(returns: ArrayLike<number>): Sessions {
  if (Number.isNaN(maxDrawdown(returns))) return sessions(NaN)
  return sessions(drawdownEpisodes(returns).reduce((longest, { length }) => Math.max(longest, length), 0))
}

/**
 * Mean time from a peak until it is reached again, over all drawdowns, an open one counted to the end.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @returns sessions; NaN when there is no drawdown, when empty or when any return is NaN
 */
export function averageUnderWater(returns: ArrayLike<number>): Sessions {
  if (Number.isNaN(maxDrawdown(returns))) return sessions(NaN)
  return sessions(mean(drawdownEpisodes(returns).map(({ length }) => length)))
}
