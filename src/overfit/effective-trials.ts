import { ShapeError } from '../core/errors.js'
import { mean } from '../core/statistics.js'

/** Number of independent trials among correlated ones, by two rules; both between 1 and the number of trials. */
export interface EffectiveTrials {
  /** Mean correlation of the pairs; NaN of one trial. */
  readonly averageCorrelation: number
  /**
   * r + (1 - r) M with the average correlation r, a negative one taken as 0.
   * @see Bailey and Lopez de Prado (2014), "The deflated Sharpe ratio", appendix on implied independent trials
   */
  readonly byCorrelation: number
  /** (sum of eigenvalues)^2 / sum of their squares, of the correlation matrix: its participation ratio. */
  readonly byEigenvalues: number
}

/** Each series less its mean, at unit length. */
function unitVectors(returns: readonly Float64Array[]): Float64Array[] {
  return returns.map((series) => {
    const centre = mean(series)
    const centred = series.map((value) => value - centre)
    const length = Math.sqrt(centred.reduce((sum, value) => sum + value * value, 0))
    return centred.map((value) => (length > 0 ? value / length : 0))
  })
}

/**
 * Effective number of trials of a search. Neighbouring parameters give nearly the same strategy: to count each as a trial of its own
 * deflates too much, to count none too little.
 * @param returns - one series per trial, of equal lengths, without NaN; one that does not vary correlates with none
 * @returns NaN numbers without a trial
 * @throws ShapeError when the lengths differ
 */
export function effectiveTrials(returns: readonly Float64Array[]): EffectiveTrials {
  const count = returns.length
  if (count === 0) return { averageCorrelation: NaN, byCorrelation: NaN, byEigenvalues: NaN }
  const wrong = returns.find((series) => series.length !== returns[0].length)
  if (wrong !== undefined)
    throw new ShapeError(`effectiveTrials: a trial has ${wrong.length} returns, expected ${returns[0].length}`)
  const units = unitVectors(returns)
  let sum = 0
  let squares = 0
  for (let i = 0; i < count; i++) {
    const a = units[i]
    for (let j = 0; j < i; j++) {
      const b = units[j]
      let correlation = 0
      for (let t = 0; t < a.length; t++) correlation += a[t] * b[t]
      sum += correlation
      squares += correlation * correlation
    }
  }
  const averageCorrelation = count === 1 ? NaN : sum / ((count * (count - 1)) / 2)
  const shared = Math.max(0, count === 1 ? 1 : averageCorrelation)
  return {
    averageCorrelation,
    byCorrelation: shared + (1 - shared) * count,
    // The squares of all eigenvalues sum to the squares of all elements, the diagonal of ones among them.
    byEigenvalues: (count * count) / (count + 2 * squares),
  }
}
