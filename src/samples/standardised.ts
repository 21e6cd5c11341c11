import type { FoldState } from './fold-transform.js'
import type { Samples } from './samples.js'
import { fitScaler } from './scaler.js'

/** Features of every step, centred and scaled by training rows, NaN as 0: the training mean. Unlike the scaler nothing is cut. */
export function standardised({ centre, scale }: FoldState, { x, featureNames }: Samples): Float64Array {
  const p = featureNames.length
  return x.map((value, i) => (Number.isNaN(value) ? 0 : (value - centre[i % p]) / scale[i % p]))
}

/**
 * Centre and scale of the training features with the second moments of what they make of them.
 * @returns `rows`: [nSamples * p], the standardised newest steps; `moments`: [p * p], their mean products
 */
export function standardisedMoments(samples: Samples): {
  readonly state: { readonly centre: Float64Array; readonly scale: Float64Array }
  readonly rows: Float64Array
  readonly moments: Float64Array
} {
  const { nSamples, window } = samples
  const p = samples.featureNames.length
  const { centre, scale } = fitScaler(samples)
  const every = standardised({ centre, scale }, samples)
  const rows = new Float64Array(nSamples * p)
  for (let i = 0; i < nSamples; i++) rows.set(every.subarray(((i + 1) * window - 1) * p, (i + 1) * window * p), i * p)
  const moments = new Float64Array(p * p)
  for (let i = 0; i < nSamples; i++)
    for (let a = 0; a < p; a++)
      for (let b = 0; b <= a; b++) moments[a * p + b] += (rows[i * p + a] * rows[i * p + b]) / nSamples
  for (let a = 0; a < p; a++) for (let b = a + 1; b < p; b++) moments[a * p + b] = moments[b * p + a]
  return { state: { centre, scale }, rows, moments }
}
