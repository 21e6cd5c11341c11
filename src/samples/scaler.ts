import type { FoldTransform } from './fold-transform.js'
import type { Samples } from './samples.js'

/** Centre and scale of each feature, fitted on training rows. An alias, because an interface would be no state of a transform. */
export type Scaler = {
  /** [nFeatures] */
  readonly centre: Float64Array
  /** [nFeatures], positive; 1 where the training rows are constant or all missing. */
  readonly scale: Float64Array
}

/** Scaled features beyond this many deviations are cut off: one crash day should not rule a linear model. */
export const SCALED_LIMIT = 5

/**
 * Mean and population deviation of each feature over the newest step of the samples, NaN left out.
 * @param samples - training samples alone
 */
export function fitScaler(samples: Samples): Scaler {
  const { window, nSamples } = samples
  const nFeatures = samples.featureNames.length
  const centre = new Float64Array(nFeatures)
  const scale = new Float64Array(nFeatures).fill(1)
  for (let f = 0; f < nFeatures; f++) {
    let count = 0
    let sum = 0
    for (let i = 0; i < nSamples; i++) {
      const value = samples.x[((i + 1) * window - 1) * nFeatures + f]
      if (Number.isNaN(value)) continue
      sum += value
      count++
    }
    if (count === 0) continue
    centre[f] = sum / count
    let squares = 0
    for (let i = 0; i < nSamples; i++) {
      const value = samples.x[((i + 1) * window - 1) * nFeatures + f]
      if (!Number.isNaN(value)) squares += (value - centre[f]) * (value - centre[f])
    }
    const deviation = Math.sqrt(squares / count)
    // A deviation of rounding size would blow noise up to unit scale.
    if (deviation > 1e-12 * Math.max(1e-300, Math.abs(centre[f]))) scale[f] = deviation
  }
  return { centre, scale }
}

/** Samples with every feature centred, scaled and cut at +-{@link SCALED_LIMIT}; NaN becomes 0, the training mean. */
export function applyScaler(scaler: Scaler, samples: Samples): Samples {
  const nFeatures = samples.featureNames.length
  const x = new Float64Array(samples.x.length)
  for (let i = 0; i < x.length; i++) {
    const value = (samples.x[i] - scaler.centre[i % nFeatures]) / scaler.scale[i % nFeatures]
    x[i] = Number.isNaN(value) ? 0 : Math.max(-SCALED_LIMIT, Math.min(SCALED_LIMIT, value))
  }
  return { ...samples, x }
}

/** The scaler as a transform: the last one, for models that ask for it. */
export const standardScaler: FoldTransform = {
  name: 'standard_scaler',
  names: (featureNames) => featureNames,
  fit: fitScaler,
  apply: ({ centre, scale }, samples) => applyScaler({ centre, scale }, samples),
}
