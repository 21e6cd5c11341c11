import type { Weigher } from '../decision-step.js'
import { checkCovariance, estimateCovariance, type CovarianceParams } from './estimate-covariance.js'
import { checkRiskSample, weighByRisk, type RiskSample, type RiskSampleParams } from './risk-sample.js'

/** What every weighing by covariances can be told. */
export interface CovarianceWeigherParams extends RiskSampleParams, CovarianceParams {}

/** A quarter of a year of returns at the least, a year at most. */
export const COVARIANCE_DEFAULTS: CovarianceWeigherParams = {
  lookback: 252,
  least: 63,
  covariance: 'sample',
  halfLife: 63,
}

interface CovarianceRule<Params> {
  readonly name: string
  readonly defaults: Params
  /** Checks what the weigher adds to the common parameters. */
  readonly check?: (params: Params) => void
  /**
   * @param covariance - [n * n], positive definite
   * @returns [n] weights, 0 or more, summing to 1 at most
   */
  readonly weigh: (covariance: Float64Array, sample: RiskSample, params: Params) => Float64Array
  /** What is to be said of the weights. */
  readonly note?: (weights: Float64Array) => string
}

/** A weigher by the covariances of the chosen assets. */
export function covarianceWeigher<Params extends CovarianceWeigherParams>({
  name,
  defaults,
  check,
  weigh,
  note,
}: CovarianceRule<Params>): Weigher<Params> {
  return {
    name,
    defaults,
    check(params) {
      checkRiskSample(name, params)
      checkCovariance(name, params)
      check?.(params)
    },
    weigh: (context, selection, params) =>
      weighByRisk(context, selection, params, (sample) => {
        const weights = weigh(estimateCovariance(sample.returns, params), sample, params)
        return { weights, note: note?.(weights) ?? '' }
      }),
  }
}
