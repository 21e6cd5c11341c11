import { ConfigError } from '../core/errors.js'
import { symmetricEigen } from '../core/symmetric-eigen.js'
import type { FoldTransform } from './fold-transform.js'
import { standardised, standardisedMoments } from './standardised.js'

/**
 * The first principal components of the standardised features, in the place of the features: `pca_1`, `pca_2`, ... in descending
 * order of variance. Signs are fixed: the largest weight of each component is positive. A missing feature counts as its
 * training mean.
 *
 * State: `centre`, `scale` [p]; `components` [k * p], weights of each component; `variance` [k], their variances in training, of p in all.
 * @param k - number of components, 1 or more; more than there are features is refused
 * @see Jolliffe (2002), Principal Component Analysis
 */
export function pca(k: number): FoldTransform {
  const outputs = Array.from({ length: k }, (_, i) => `pca_${i + 1}`)
  const names = (featureNames: readonly string[]): readonly string[] => {
    if (k <= featureNames.length) return outputs
    throw new ConfigError(`pca: "${k}" components, expected at most ${featureNames.length}, the number of features`)
  }
  return {
    name: `pca_${k}`,
    names,
    fit(samples) {
      names(samples.featureNames)
      const p = samples.featureNames.length
      const { state, moments } = standardisedMoments(samples)
      const { values, vectors } = symmetricEigen(moments, p)
      return { ...state, components: vectors.slice(0, k * p), variance: values.slice(0, k) }
    },
    apply(state, samples) {
      const p = samples.featureNames.length
      const z = standardised(state, samples)
      const x = new Float64Array(samples.nSamples * samples.window * k)
      for (let row = 0; row < samples.nSamples * samples.window; row++)
        for (let c = 0; c < k; c++) {
          let sum = 0
          for (let f = 0; f < p; f++) sum += state.components[c * p + f] * z[row * p + f]
          x[row * k + c] = sum
        }
      return { ...samples, x, featureNames: outputs }
    },
  }
}
