import { ShapeError } from '../core/errors.js'
import { ranks } from '../core/statistics.js'

/** How one recession was noticed. */
export interface Detection {
  /** Positions of its first and last period. */
  readonly first: number
  readonly last: number
  /** Periods from its first one until one is called a recession; null when none is within the recession. */
  readonly lag: number | null
  /** Periods from the first one after it until one is not called a recession any more; null when there is none to the end. */
  readonly clearLag: number | null
}

/** How well what was said of recessions agrees with dates that were settled later. */
export interface DatingScore {
  /** Probability that a period of recession has a higher probability than one of expansion (ties half); NaN without both kinds. */
  readonly auc: number
  /** Share of periods that were called what they were; NaN without periods. */
  readonly hitRate: number
  /** Share of recession periods that were called so; NaN without any. */
  readonly sensitivity: number
  /** Share of expansion periods that were not called a recession; NaN without any. */
  readonly specificity: number
  /** Periods with a probability and a date. */
  readonly periods: number
  /** Recessions that begin within these periods. */
  readonly recessions: readonly Detection[]
}

/** Mann-Whitney's statistic over the pairs there could be. */
function areaUnderCurve(probabilities: Float64Array, positive: readonly boolean[]): number {
  const order = ranks(probabilities)
  const nPositive = positive.filter(Boolean).length
  const rankSum = positive.reduce((sum, isPositive, i) => sum + (isPositive ? order[i] : 0), 0)
  return (rankSum - (nPositive * (nPositive + 1)) / 2) / (nPositive * (positive.length - nPositive))
}

function detectionsOf(probabilities: Float64Array, recession: Float64Array, called: readonly boolean[]): Detection[] {
  const found: Detection[] = []
  for (let first = 1; first < recession.length; first++) {
    if (recession[first] !== 1 || recession[first - 1] !== 0 || Number.isNaN(probabilities[first])) continue
    let end = first
    while (end < recession.length && recession[end] === 1) end++
    let on = first
    while (on < end && !called[on]) on++
    let off = end
    while (off < recession.length && (called[off] || Number.isNaN(probabilities[off]))) off++
    found.push({
      first,
      last: end - 1,
      lag: on < end ? on - first : null,
      clearLag: off < recession.length ? off - end : null,
    })
  }
  return found
}

/**
 * Compares what was said of each period with dates of recessions. The dates are for this comparison alone: they were announced long
 * after.
 * @param probabilities - of a recession, per period, NaN = not known
 * @param recession - per period, 1 in recession, 0 in expansion, NaN = not dated
 * @param called - per period, whether it was called a recession; where its probability is above a half, when absent
 * @throws ShapeError when the lengths differ
 * @see Berge and Jorda (2011), American Economic Journal: Macroeconomics 3(2): recessions classified by area under the curve
 */
export function scoreDating(
  probabilities: Float64Array,
  recession: Float64Array,
  called: readonly boolean[] = Array.from(probabilities, (probability) => probability > 0.5),
): DatingScore {
  for (const [name, { length }] of Object.entries({ probabilities, called }))
    if (length !== recession.length)
      throw new ShapeError(`scoreDating: ${length} ${name}, expected ${recession.length}, one a period`)
  const known = [...probabilities.keys()].filter((i) => !Number.isNaN(probabilities[i]) && !Number.isNaN(recession[i]))
  const values = Float64Array.from(known, (i) => probabilities[i])
  const positive = known.map((i) => recession[i] === 1)
  const share = (of: (isPositive: boolean) => boolean): number => {
    const chosen = known.filter((_, k) => of(positive[k]))
    const right = chosen.filter((i) => called[i] === (recession[i] === 1))
    return right.length / chosen.length
  }
  return {
    auc: areaUnderCurve(values, positive),
    hitRate: share(() => true),
    sensitivity: share((isPositive) => isPositive),
    specificity: share((isPositive) => !isPositive),
    periods: known.length,
    recessions: detectionsOf(probabilities, recession, called),
  }
}
