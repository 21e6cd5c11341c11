import { ShapeError } from '../core/errors.js'
import { ranks } from '../core/statistics.js'

/** From which probability on a period counts as contraction. */
const CONTRACTION_THRESHOLD = 0.5

/** How one recession was noticed. */
export interface Detection {
  /** Positions of its first and last period. */
  readonly first: number
  readonly last: number
  /** Periods from its first one until the probability exceeds the threshold; null when it never does within the recession. */
  readonly lag: number | null
  /** Periods from the first one after it until the probability is no longer above the threshold; null when it stays to the end. */
  readonly clearLag: number | null
}

/** How well probabilities of contraction agree with dates that were settled later. */
export interface DatingScore {
  /** Probability that a period of recession has a higher probability than one of expansion (ties half); NaN without both kinds. */
  readonly auc: number
  /** Share of periods on the right side of the threshold; NaN without periods. */
  readonly hitRate: number
  /** Share of recession periods above the threshold; NaN without any. */
  readonly sensitivity: number
  /** Share of expansion periods not above the threshold; NaN without any. */
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

function detectionsOf(probabilities: Float64Array, recession: Float64Array): Detection[] {
  const found: Detection[] = []
  const isOn = (i: number): boolean => probabilities[i] > CONTRACTION_THRESHOLD
  for (let first = 1; first < recession.length; first++) {
    if (recession[first] !== 1 || recession[first - 1] !== 0 || Number.isNaN(probabilities[first])) continue
    let end = first
    while (end < recession.length && recession[end] === 1) end++
    let on = first
    while (on < end && !isOn(on)) on++
    let off = end
    while (off < recession.length && !(probabilities[off] <= CONTRACTION_THRESHOLD)) off++
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
 * Compares probabilities of contraction with dates of recessions. The dates are for this comparison alone: they were announced long
 * after.
 * @param probabilities - per period, NaN = not known
 * @param recession - per period, 1 in recession, 0 in expansion, NaN = not dated
 * @throws ShapeError when the lengths differ
 * @see Berge and Jorda (2011), American Economic Journal: Macroeconomics 3(2): recessions classified by area under the curve
 */
export function scoreDating(probabilities: Float64Array, recession: Float64Array): DatingScore {
  if (probabilities.length !== recession.length)
    throw new ShapeError(
      `scoreDating: ${probabilities.length} probabilities, expected ${recession.length}, one a period`,
    )
  const known = [...probabilities.keys()].filter((i) => !Number.isNaN(probabilities[i]) && !Number.isNaN(recession[i]))
  const values = Float64Array.from(known, (i) => probabilities[i])
  const positive = known.map((i) => recession[i] === 1)
  const share = (of: (isPositive: boolean) => boolean): number => {
    const chosen = known.filter((_, k) => of(positive[k]))
    const right = chosen.filter((i) => probabilities[i] > CONTRACTION_THRESHOLD === (recession[i] === 1))
    return right.length / chosen.length
  }
  return {
    auc: areaUnderCurve(values, positive),
    hitRate: share(() => true),
    sensitivity: share((isPositive) => isPositive),
    specificity: share((isPositive) => !isPositive),
    periods: known.length,
    recessions: detectionsOf(probabilities, recession),
  }
}
