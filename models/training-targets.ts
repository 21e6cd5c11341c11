import { mean, standardDeviation } from '../src/core/statistics.js'
import { innerSplit, type InnerSplit } from '../src/samples/inner-split.js'
import type { Samples } from '../src/samples/samples.js'

/** Targets of a network in the unit it learns best in, and who trains and who validates. */
export interface TrainingTargets {
  /** `train` is not empty; `validation` is empty where there is no early stopping. */
  readonly split: InnerSplit
  /** [nSamples], (y - targetMean) / targetScale. */
  readonly targets: Float64Array
  /** Mean of y over the samples that train. */
  readonly targetMean: number
  /** Population deviation of y over the samples that train; 1 where they are all the same. */
  readonly targetScale: number
}

/**
 * Splits training samples for early stopping, purged, and standardises their targets by those that train.
 * @param samples - 1 or more, y present
 * @param validationFraction - share of the latest sessions that validate, in [0, 1); where that leaves nothing to train or
 *   to validate on, all samples train
 */
export function prepareTargets(samples: Samples, validationFraction: number): TrainingTargets {
  const inner = innerSplit(samples, validationFraction)
  const everyone = Int32Array.from({ length: samples.nSamples }, (_, i) => i)
  const split =
    inner.train.length > 0 && inner.validation.length > 0 ? inner : { train: everyone, validation: new Int32Array(0) }
  const trained = Float64Array.from(split.train, (i) => samples.y[i])
  const targetMean = mean(trained)
  const targetScale = standardDeviation(trained, 0) || 1
  return { split, targets: samples.y.map((y) => (y - targetMean) / targetScale), targetMean, targetScale }
}
