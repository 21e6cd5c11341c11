import { ConfigError } from '../core/errors.js'
import { symmetricEigen } from '../core/symmetric-eigen.js'
import type { FoldTransform } from './fold-transform.js'
import { standardised, standardisedMoments } from './standardised.js'

const NAME = 'outlier_index'

/** Least weight of the identity: features that are nearly copies of each other must not turn rounding into distance. */
const LEAST_SHRINKAGE = 0.01

/**
 * Weight of the scaled identity by Ledoit and Wolf: the estimated error of the moments over their distance from it.
 * @param rows - [n * p], centred
 * @param moments - [p * p], their mean products
 */
function shrinkageOf(rows: Float64Array, moments: Float64Array, p: number, scale: number): number {
  const n = rows.length / p
  let distance = 0
  let squares = 0
  for (let a = 0; a < p; a++)
    for (let b = 0; b < p; b++) {
      const moment = moments[a * p + b]
      squares += moment * moment
      distance += (moment - (a === b ? scale : 0)) ** 2
    }
  let fourth = 0
  for (let i = 0; i < n; i++) {
    let norm = 0
    for (let f = 0; f < p; f++) norm += rows[i * p + f] * rows[i * p + f]
    fourth += (norm * norm) / n
  }
  const error = (fourth - squares) / n
  return distance > 0 ? Math.min(1, Math.max(LEAST_SHRINKAGE, error / distance)) : 1
}

/**
 * How unusual a sample's features are together, as one further feature: the Mahalanobis distance of the standardised features from
 * their training mean, over the root of their number, so that an ordinary row has about 1. p times its square is the turbulence of
 * Kritzman and Li. The covariance is shrunk towards a multiple of the identity (Ledoit and Wolf), by 1% at the least.
 * A missing feature counts as its training mean; NaN where all are missing.
 *
 * State: `centre`, `scale` [p]; `whitening` [p * p], rows that turn standardised features into uncorrelated ones of variance 1.
 * @see Kritzman and Li (2010), Financial Analysts Journal 66(5); Ledoit and Wolf (2004), Journal of Multivariate Analysis 88(2)
 */
export const outlierIndex: FoldTransform = {
  name: NAME,
  names(featureNames) {
    if (featureNames.includes(NAME)) throw new ConfigError(`${NAME}: is there already, expected it once`)
    return [...featureNames, NAME]
  },
  fit(samples) {
    const p = samples.featureNames.length
    const { state, rows, moments } = standardisedMoments(samples)
    let trace = 0
    for (let a = 0; a < p; a++) trace += moments[a * p + a]
    const scale = trace / p
    const weight = shrinkageOf(rows, moments, p, scale)
    const { values, vectors } = symmetricEigen(moments, p)
    const whitening = vectors.map((component, i) => {
      const variance = (1 - weight) * Math.max(0, values[Math.floor(i / p)]) + weight * scale
      // Without any variance in training there is no measure of distance.
      return variance > 0 ? component / Math.sqrt(variance) : 0
    })
    return { ...state, whitening }
  },
  apply(state, samples) {
    const p = samples.featureNames.length
    const z = standardised(state, samples)
    const x = new Float64Array(samples.nSamples * samples.window * (p + 1))
    for (let row = 0; row < samples.nSamples * samples.window; row++) {
      const features = samples.x.subarray(row * p, (row + 1) * p)
      x.set(features, row * (p + 1))
      let square = 0
      for (let c = 0; c < p; c++) {
        let sum = 0
        for (let f = 0; f < p; f++) sum += state.whitening[c * p + f] * z[row * p + f]
        square += sum * sum
      }
      x[row * (p + 1) + p] = features.every(Number.isNaN) ? NaN : Math.sqrt(square / p)
    }
    return { ...samples, x, featureNames: outlierIndex.names(samples.featureNames) }
  },
}
