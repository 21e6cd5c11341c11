import { minimiseQuadratic } from '../../core/bounded-quadratic.js'
import { requirePositive } from '../require-params.js'
import { COVARIANCE_DEFAULTS, covarianceWeigher, type CovarianceWeigherParams } from './covariance-weigher.js'
import { cashNote } from './cash-note.js'

interface MinimumVarianceParams extends CovarianceWeigherParams {
  /** Largest weight of one position in size, above 0, at most 1. */
  readonly most: number
}

/**
 * The least variance that a side can have, no position above `most` times its share over the largest share. Where these bounds sum to less than the
 * side, each is at its bound and the rest is cash.
 * @see Markowitz (1952), Journal of Finance 7(1); Jagannathan and Ma (2003), Journal of Finance 58(4), on bounds as shrinkage
 */
export const minimumVariance = covarianceWeigher<MinimumVarianceParams>({
  name: 'minimum-variance',
  defaults: { ...COVARIANCE_DEFAULTS, covariance: 'constant-correlation', most: 1 },
  check: ({ most }) => requirePositive('minimum-variance: most', most, 1),
  weigh: (quadratic, { most }) => minimiseQuadratic({ quadratic, most }),
  note: cashNote,
})
