import { hierarchicalClustering, leavesInOrder, LINKAGES, type Linkage } from '../../core/hierarchical-clustering.js'
import { requireChoice } from '../require-params.js'
import { COVARIANCE_DEFAULTS, covarianceWeigher, type CovarianceWeigherParams } from './covariance-weigher.js'
import { correlationsOf } from './estimate-covariance.js'
import { inProportion } from './in-proportion.js'

interface HierarchicalRiskParityParams extends CovarianceWeigherParams {
  /** One of {@link LINKAGES}. */
  readonly linkage: string
}

/** Distances between the columns of the matrix of correlation distances; [n * n]. */
function distancesOf(correlations: Float64Array, n: number): Float64Array {
  const distances = correlations.map((value) => Math.sqrt(Math.max(0, (1 - value) / 2)))
  return distances.map((_, k) => {
    const [i, j] = [Math.floor(k / n), k % n]
    let square = 0
    for (let row = 0; row < n; row++) square += (distances[row * n + i] - distances[row * n + j]) ** 2
    return Math.sqrt(square)
  })
}

/** Variance of some assets weighed by the inverses of their variances. */
function clusterVariance(covariance: Float64Array, n: number, members: readonly number[]): number {
  const weights = inProportion(Float64Array.from(members, (i) => 1 / covariance[i * n + i]))
  let variance = 0
  for (const [a, i] of members.entries())
    for (const [b, j] of members.entries()) variance += weights[a] * weights[b] * covariance[i * n + j]
  return variance
}

/**
 * Hierarchical risk parity: assets in the order of a tree of their correlations; the list is halved again and again, each half weighed by
 * the inverse of its variance. The published result depends on the order of columns where the list is halved between two leaves; here assets enter
 * in the order of their variances, so that it does not.
 * @param covariance - [n * n], positive definite
 * @returns [n], positive, summing to 1
 * @see Lopez de Prado (2016), Journal of Portfolio Management 42(4), snippets 1 to 4
 */
export function hierarchicalWeights(covariance: Float64Array, n: number, linkage: Linkage): Float64Array {
  const byVariance = Array.from({ length: n }, (_, i) => i).sort(
    (i, j) => covariance[i * n + i] - covariance[j * n + j] || i - j,
  )
  const sorted = new Float64Array(n * n)
  for (const [a, i] of byVariance.entries())
    for (const [b, j] of byVariance.entries()) sorted[a * n + b] = covariance[i * n + j]
  const merges = hierarchicalClustering(distancesOf(correlationsOf(sorted, n), n), n, linkage)
  const weights = new Float64Array(n).fill(1)
  const divide = (members: readonly number[]): void => {
    if (members.length < 2) return
    const half = Math.floor(members.length / 2)
    const [left, right] = [members.slice(0, half), members.slice(half)]
    const [leftVariance, rightVariance] = [left, right].map((part) => clusterVariance(sorted, n, part))
    for (const a of left) weights[byVariance[a]] *= rightVariance / (leftVariance + rightVariance)
    for (const a of right) weights[byVariance[a]] *= leftVariance / (leftVariance + rightVariance)
    divide(left)
    divide(right)
  }
  divide(leavesInOrder(merges, n))
  return weights
}

/** {@link hierarchicalWeights} times the shares, scaled to the size of their side. */
export const hierarchicalRiskParity = covarianceWeigher<HierarchicalRiskParityParams>({
  name: 'hierarchical-risk-parity',
  defaults: { ...COVARIANCE_DEFAULTS, linkage: 'single' },
  check: ({ linkage }) => requireChoice('hierarchical-risk-parity: linkage', linkage, LINKAGES),
  weigh(covariance, { budgets }, { linkage }) {
    const weights = hierarchicalWeights(covariance, budgets.length, linkage as Linkage)
    return inProportion(weights.map((weight, i) => weight * budgets[i]))
  },
})
