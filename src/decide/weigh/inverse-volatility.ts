import { COVARIANCE_DEFAULTS, covarianceWeigher } from './covariance-weigher.js'
import { deviationsOf } from './estimate-covariance.js'
import { inProportion } from './in-proportion.js'

/** In proportion to the share over the standard deviation of returns. */
export const inverseVolatility = covarianceWeigher({
  name: 'inverse-volatility',
  defaults: COVARIANCE_DEFAULTS,
  weigh(covariance, { budgets }) {
    const deviations = deviationsOf(covariance, budgets.length)
    return inProportion(budgets.map((budget, i) => budget / deviations[i]))
  },
})
