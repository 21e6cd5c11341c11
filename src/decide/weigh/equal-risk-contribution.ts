import { solvePositiveDefinite } from '../../core/linear-algebra.js'
import { COVARIANCE_DEFAULTS, covarianceWeigher } from './covariance-weigher.js'
import { correlationsOf, deviationsOf } from './estimate-covariance.js'
import { inProportion } from './in-proportion.js'

/** Risk contributions are in proportion to their budgets up to this fraction. */
const TOLERANCE = 1e-12
/** With nearly dependent assets progress may end before: what is below this is rounding then. */
const ROUNDING = 1e-8
/** Below this length Newton's step is taken whole (Spinu: (3 - sqrt 5) / 2, with some distance). */
const WHOLE_STEP = 0.25
const MOST_STEPS = 1000

/**
 * Weights whose contributions to the variance, w (covariance w), are in proportion to budgets: the minimum of y'Cy / 2 - sum b log y over
 * the correlations C by damped Newton steps, which always converges, divided by the standard deviations.
 * @param covariance - [n * n], positive definite
 * @param budgets - [n], above 0
 * @returns [n], positive, summing to 1
 * @see Maillard, Roncalli and Teiletche (2010), Journal of Portfolio Management 36(4); Spinu (2013), An algorithm for computing risk
 *   parity weights
 */
export function riskBudgetWeights(covariance: Float64Array, budgets: Float64Array): Float64Array {
  const n = budgets.length
  const correlations = correlationsOf(covariance, n)
  const smallest = Math.min(...budgets)
  const y = budgets.map(Math.sqrt)
  let best = Infinity
  for (let step = 0; step < MOST_STEPS; step++) {
    const gradient = new Float64Array(n)
    const hessian = Float64Array.from(correlations)
    let error = 0
    for (let i = 0; i < n; i++) {
      let risk = 0
      for (let j = 0; j < n; j++) risk += correlations[i * n + j] * y[j]
      gradient[i] = risk - budgets[i] / y[i]
      hessian[i * n + i] += budgets[i] / (y[i] * y[i])
      error = Math.max(error, Math.abs((y[i] * risk) / budgets[i] - 1))
    }
    if (error <= TOLERANCE || (error <= ROUNDING && error >= best)) {
      const deviations = deviationsOf(covariance, n)
      return inProportion(y.map((value, i) => value / deviations[i]))
    }
    best = Math.min(best, error)
    const change = solvePositiveDefinite(hessian, gradient)
    let decrement = 0
    for (let i = 0; i < n; i++) decrement += change[i] * gradient[i]
    const length = Math.sqrt(decrement / smallest)
    const scale = length > WHOLE_STEP ? 1 / (1 + length) : 1
    for (let i = 0; i < n; i++) y[i] -= scale * change[i]
  }
  throw new Error('bug: risk contributions do not converge')
}

/** Every position contributes to the variance of its side in proportion to its share: equally, but for ties. */
export const equalRiskContribution = covarianceWeigher({
  name: 'equal-risk-contribution',
  defaults: COVARIANCE_DEFAULTS,
  weigh: (covariance, { budgets }) => riskBudgetWeights(covariance, budgets),
})
