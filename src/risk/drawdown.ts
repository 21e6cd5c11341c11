import { fraction, sessions, type Fraction, type Sessions } from './units.js'

/** A time under water: from a peak of the equity until it is reached again. */
interface UnderWaterSpan {
  /** Periods from the peak to the recovery; to the end for one that is still open. */
  readonly length: number
}

/**
 * Loss of the compounded equity from its running peak, the starting capital included.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @returns fractions in [-1, 0], one per period; NaN from the first NaN on
 */
export function drawdowns(returns: ArrayLike<number>): Float64Array {
  const out = new Float64Array(returns.length)
  let equity = 1
  let peak = 1
  for (let i = 0; i < returns.length; i++) {
    equity *= 1 + returns[i]
    peak = Math.max(peak, equity)
    out[i] = Math.min(0, equity / peak - 1)
  }
  return out
}

/**
 * Largest peak-to-trough loss.
 * @returns fraction in [-1, 0], 0 when there is no loss; NaN when empty or when any return is NaN
 * @see empyrical.max_drawdown (same sign)
 */
export function maxDrawdown(returns: ArrayLike<number>): Fraction {
  if (returns.length === 0) return fraction(NaN)
  let worst = 0
  for (const value of drawdowns(returns)) worst = Number.isNaN(value) ? NaN : Math.min(worst, value)
  return fraction(worst)
}

/**
 * Ulcer index: root of the mean squared drawdown, n in the denominator, as a fraction (the literature prints percent points).
 * @returns 0 or more; NaN when empty or when any return is NaN
 * @see Martin and McCann (1989), The Investor's Guide to Fidelity Funds
 */
export function ulcerIndex(returns: ArrayLike<number>): Fraction {
  let sum = 0
  for (const value of drawdowns(returns)) sum += value * value
  return fraction(Math.sqrt(sum / returns.length))
}

function underWaterSpans(returns: ArrayLike<number>): UnderWaterSpan[] | undefined {
  const spans: UnderWaterSpan[] = []
  let length = 0
  for (const value of drawdowns(returns)) {
    if (Number.isNaN(value)) return undefined
    if (value < 0) length++
    else if (length > 0) {
      // The period in which the peak is reached again belongs to the way back.
      spans.push({ length: length + 1 })
      length = 0
    }
  }
  if (length > 0) spans.push({ length })
  return spans
}

/**
 * Longest time from a peak until it is reached again, of any drawdown: it need not be that of the largest one. A drawdown that
 * is still open counts to the end.
 * @returns 0 when the equity never falls; NaN when any return is NaN
 */
export function longestUnderWater(returns: ArrayLike<number>): Sessions {
  const spans = underWaterSpans(returns)
  return sessions(spans === undefined ? NaN : Math.max(0, ...spans.map(({ length }) => length)))
}

/**
 * Mean time under water over all drawdowns, large and small.
 * @returns 0 when the equity never falls; NaN when any return is NaN
 */
export function averageUnderWater(returns: ArrayLike<number>): Sessions {
  const spans = underWaterSpans(returns)
  if (spans === undefined) return sessions(NaN)
  return sessions(spans.length === 0 ? 0 : spans.reduce((sum, { length }) => sum + length, 0) / spans.length)
}
