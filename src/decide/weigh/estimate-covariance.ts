import { ewmaCovariance, sampleCovariance } from '../../core/covariance.js'
import { shrunkCovariance } from '../../core/covariance-shrinkage.js'
import { ConfigError } from '../../core/errors.js'
import type { Matrix } from '../../core/matrix.js'
import { nonlinearCovariance } from '../../core/nonlinear-shrinkage.js'
import { symmetricEigen } from '../../core/symmetric-eigen.js'
import { requireChoice, requirePositive } from '../require-params.js'

/** How covariances are estimated. */
export interface CovarianceParams {
  /** One of {@link ESTIMATORS}. */
  readonly covariance: string
  /** Sessions after which a return counts half; of `ewma` alone. */
  readonly halfLife: number
}

/** Every estimator of a covariance, of complete returns. */
export const ESTIMATORS: Readonly<Record<string, (returns: Matrix, params: CovarianceParams) => Float64Array>> = {
  sample: sampleCovariance,
  ewma: (returns, { halfLife }) => ewmaCovariance(returns, halfLife),
  identity: (returns) => shrunkCovariance(returns, 'identity').covariance,
  'constant-correlation': (returns) => shrunkCovariance(returns, 'constant-correlation').covariance,
  'single-factor': (returns) => shrunkCovariance(returns, 'single-factor').covariance,
  nonlinear: nonlinearCovariance,
}

/** As good as no weights at all. */
const MOST_HALF_LIFE = 1e6
/** The nonlinear estimator needs a density of eigenvalues: 12 degrees of freedom. */
const NONLINEAR_ROWS = 13

/** @throws ConfigError for an unknown estimator and for one that the returns are too few for */
export function checkCovariance(
  name: string,
  { covariance, halfLife, least }: CovarianceParams & { readonly least: number },
): void {
  requireChoice(`${name}: covariance`, covariance, Object.keys(ESTIMATORS))
  requirePositive(`${name}: halfLife`, halfLife, MOST_HALF_LIFE)
  if (covariance === 'nonlinear' && least < NONLINEAR_ROWS)
    throw new ConfigError(`${name}: least "${least}", expected ${NONLINEAR_ROWS} or more for a nonlinear covariance`)
}

/** A correlation matrix whose smallest eigenvalue lies below is as good as singular. */
const LEAST_EIGENVALUE = 1e-8
/** How far its correlations are then drawn towards 0. */
const RIDGE = 1e-6

/**
 * A covariance that is positive definite: where the estimate is not, as with copies of an asset or fewer returns than assets, all correlations
 * are made smaller by one part in a million.
 * @param returns - complete, no column constant
 * @returns [n * n], symmetric
 */
export function estimateCovariance(returns: Matrix, params: CovarianceParams): Float64Array {
  const n = returns.cols
  const covariance = ESTIMATORS[params.covariance](returns, params)
  const { values } = symmetricEigen(correlationsOf(covariance, n), n)
  if (values[n - 1] >= LEAST_EIGENVALUE) return covariance
  return covariance.map((value, k) => (k % (n + 1) === 0 ? value : value * (1 - RIDGE)))
}

/** [n] standard deviations of a covariance matrix. */
export function deviationsOf(covariance: Float64Array, n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => Math.sqrt(covariance[i * n + i]))
}

/** [n * n] correlations of a covariance matrix with a positive diagonal. */
export function correlationsOf(covariance: Float64Array, n: number): Float64Array {
  const deviations = deviationsOf(covariance, n)
  return covariance.map((value, k) =>
    k % (n + 1) === 0 ? 1 : value / (deviations[Math.floor(k / n)] * deviations[k % n]),
  )
}
