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
 * Ulcer index: root mean square of the drawdown of every period, n in the denominator (some libraries divide by n - 1).
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @returns fraction, 0 or more (0.0285 is the 2.85 that is usually printed); NaN when empty or when any return is NaN
 * @see Martin and McCann (1989), The Investor's Guide to Fidelity Funds
 */
export function ulcerIndex(returns: ArrayLike<number>): Fraction {
  return fraction(Math.sqrt(mean(drawdowns(returns).map((loss) => loss * loss))))
}

/**
 * Length of every drawdown, in order: sessions from the peak to the session that first reaches it again; one that is still
 * open counts to the end. NaN returns are not looked for here.
 */
function underWaterLengths(losses: Float64Array): number[] {
  const lengths: number[] = []
  // Element 0 of the equity curve is the starting capital, so the loss of period i belongs to element i + 1.
  let peakAt = 0
  for (let i = 0; i < losses.length; i++) {
    if (losses[i] < -ROUNDING) continue
    if (i > peakAt) lengths.push(i + 1 - peakAt)
    peakAt = i + 1
  }
  if (losses.length > peakAt) lengths.push(losses.length - peakAt)
  return lengths
}

/**
 * Longest time from a peak until it is reached again, over all drawdowns: it need not be the one that contains the largest
 * loss. A drawdown that is still open counts to the end.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @returns sessions; 0 when there is no drawdown; NaN when empty or when any return is NaN
 */
export function longestUnderWater(returns: ArrayLike<number>): Sessions {
  if (Number.isNaN(maxDrawdown(returns))) return sessions(NaN)
  return sessions(underWaterLengths(drawdowns(returns)).reduce((longest, length) => Math.max(longest, length), 0))
}

/**
 * Mean time from a peak until it is reached again, over all drawdowns, an open one counted to the end.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @returns sessions; NaN when there is no drawdown, when empty or when any return is NaN
 */
export function averageUnderWater(returns: ArrayLike<number>): Sessions {
  if (Number.isNaN(maxDrawdown(returns))) return sessions(NaN)
  return sessions(mean(underWaterLengths(drawdowns(returns))))
}
