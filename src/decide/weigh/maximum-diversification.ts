import { minimiseQuadratic } from '../../core/bounded-quadratic.js'
import { COVARIANCE_DEFAULTS, covarianceWeigher } from './covariance-weigher.js'
import { correlationsOf, deviationsOf } from './estimate-covariance.js'
import { inProportion } from './in-proportion.js'

/**
 * The largest ratio of the mean standard deviation of the positions to that of the portfolio: the least variance by correlations, divided by the
 * standard deviations, times the shares, scaled to the size of the side.
 * @see Choueifaty and Coignard (2008), Journal of Portfolio Management 35(1)
 */
export const maximumDiversification = covarianceWeigher({
  name: 'maximum-diversification',
  defaults: { ...COVARIANCE_DEFAULTS, covariance: 'constant-correlation' },
  weigh(covariance, { budgets }) {
    const n = budgets.length
    const leastVariance = minimiseQuadratic({
      quadratic: correlationsOf(covariance, n),
      most: new Float64Array(n).fill(1),
    })
    const deviations = deviationsOf(covariance, n)
    return inProportion(leastVariance.map((weight, i) => (weight / deviations[i]) * budgets[i]))
  },
})
