import { centredColumns, crossProducts } from './covariance.js'
import type { Matrix } from './matrix.js'

/** What a sample covariance is drawn towards. */
export type ShrinkageTarget = 'identity' | 'constant-correlation' | 'single-factor'

/** A covariance between the sample's and a target. */
export interface ShrunkCovariance {
  /** [cols * cols], symmetric. */
  readonly covariance: Float64Array
  /** Weight of the target, in [0, 1]. */
  readonly intensity: number
}

interface Sample {
  readonly n: number
  /** [rows * n] deviations from the mean. */
  readonly deviations: Float64Array
  /** [n * n] second moments, over the number of rows. */
  readonly moments: Float64Array
  /** Mean over rows of the products of every column of one table with every column of another; [n * n]. */
  readonly crossMeans: (a: Float64Array, b: Float64Array) => Float64Array
}

interface Target {
  /** [n * n] */
  readonly matrix: Float64Array
  /** Sum of asymptotic covariances of the target's elements with the sample's: 0 where the target's own error is left out. */
  readonly rho: number
}

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0)

function identityTarget({ n, moments }: Sample): Target {
  let trace = 0
  for (let i = 0; i < n; i++) trace += moments[i * n + i]
  return { matrix: moments.map((_, k) => (k % (n + 1) === 0 ? trace / n : 0)), rho: 0 }
}

/** Asymptotic variances of the sample's own diagonal, which targets with the sample's variances share with it. */
function diagonalRho(asymptotic: Float64Array, n: number): number {
  let sum = 0
  for (let i = 0; i < n; i++) sum += asymptotic[i * n + i]
  return sum
}

function constantCorrelationTarget({ n, deviations, moments, crossMeans }: Sample, asymptotic: Float64Array): Target {
  const deviation = Float64Array.from({ length: n }, (_, i) => Math.sqrt(moments[i * n + i]))
  let correlations = 0
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) if (i !== j) correlations += moments[i * n + j] / (deviation[i] * deviation[j])
  const average = n > 1 ? correlations / (n * (n - 1)) : 0
  const cubes = crossMeans(
    deviations.map((x) => x * x * x),
    deviations,
  )
  let rho = diagonalRho(asymptotic, n)
  const matrix = Float64Array.from(moments)
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      if (i === j) continue
      matrix[i * n + j] = average * (deviation[i] * deviation[j])
      // Of each pair (i, j) the published formula takes the mean of two terms; over all pairs one of them suffices.
      rho += average * (deviation[j] / deviation[i]) * (cubes[i * n + j] - moments[i * n + i] * moments[i * n + j])
    }
  return { matrix, rho }
}

function singleFactorTarget({ n, deviations, moments, crossMeans }: Sample, asymptotic: Float64Array): Target {
  const nRows = deviations.length / n
  const market = Float64Array.from(
    { length: nRows },
    (_, row) => sumOf(deviations.subarray(row * n, (row + 1) * n)) / n,
  )
  const variance = market.reduce((sum, x) => sum + (x * x) / nRows, 0)
  const withMarket = deviations.map((x, k) => x * market[Math.floor(k / n)])
  const toMarket = Float64Array.from({ length: n }, (_, i) => {
    let sum = 0
    for (let row = 0; row < nRows; row++) sum += withMarket[row * n + i] / nRows
    return sum
  })
  const mixed = crossMeans(
    deviations.map((x) => x * x),
    withMarket,
  )
  const squared = crossMeans(withMarket, withMarket)
  let rho = diagonalRho(asymptotic, n)
  const matrix = Float64Array.from(moments)
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      if (i === j || !(variance > 0)) continue
      const k = i * n + j
      matrix[k] = (toMarket[i] * toMarket[j]) / variance
      rho += (2 * (mixed[k] - toMarket[i] * moments[k]) * toMarket[j]) / variance
      rho -= ((squared[k] - variance * moments[k]) * toMarket[i] * toMarket[j]) / (variance * variance)
    }
  return { matrix, rho }
}

const TARGETS: Readonly<Record<ShrinkageTarget, (sample: Sample, asymptotic: Float64Array) => Target>> = {
  identity: identityTarget,
  'constant-correlation': constantCorrelationTarget,
  'single-factor': singleFactorTarget,
}

/**
 * Sample covariance drawn towards a target of few parameters, by the weight that minimises the expected squared error as estimated from
 * the sample itself. Targets: `identity` times the mean variance; `constant-correlation`, the sample's variances with the mean of its
 * correlations; `single-factor`, the sample's variances with covariances by the mean of all columns. Moments are over rows, not rows - 1.
 * @param returns - without NaN, 2 rows or more, no column constant
 * @see Ledoit and Wolf (2004), Journal of Multivariate Analysis 88(2), for the identity; Ledoit and Wolf (2004), Journal of Portfolio
 *   Management 30(4), for constant correlation; Ledoit and Wolf (2003), Journal of Empirical Finance 10(5), for the single factor
 */
export function shrunkCovariance(returns: Matrix, target: ShrinkageTarget): ShrunkCovariance {
  const { rows, cols: n } = returns
  const crossMeans: Sample['crossMeans'] = (a, b) => crossProducts(a, b, n, () => 1 / rows)
  const deviations = centredColumns(returns)
  const moments = crossMeans(deviations, deviations)
  const squares = deviations.map((x) => x * x)
  const asymptotic = crossMeans(squares, squares).map((fourth, k) => fourth - moments[k] * moments[k])
  const { matrix, rho } = TARGETS[target]({ n, deviations, moments, crossMeans }, asymptotic)
  const distance = sumOf(matrix.map((value, k) => (value - moments[k]) ** 2))
  // A target that is the sample but for rounding, as the correlation of two columns is its own mean, has nothing to give.
  const isOther = distance > 1e-20 * sumOf(moments.map((moment) => moment * moment))
  const intensity = isOther ? Math.max(0, Math.min(1, (sumOf(asymptotic) - rho) / distance / rows)) : 0
  return { covariance: moments.map((moment, k) => intensity * matrix[k] + (1 - intensity) * moment), intensity }
}
