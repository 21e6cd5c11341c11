import type { Samples } from './samples.js'

/** Sample indices of a purged split inside the training rows of a fold. */
export interface InnerSplit {
  readonly train: Int32Array
  readonly validation: Int32Array
}

/**
 * Splits training samples by time for early stopping: the last sessions validate, and a sample trains only if its label ends
 * before the first validation session.
 * @param samples - training samples in any order
 * @param validationFraction - share of the distinct sessions that validate, in (0, 1)
 * @returns indices into `samples`; both empty parts are possible when there are few sessions
 */
export function innerSplit(samples: Samples, validationFraction: number): InnerSplit {
  const sessions = [...new Set(samples.dateIndex)].sort((a, b) => a - b)
  const firstValidation = sessions[Math.floor(sessions.length * (1 - validationFraction))] ?? Infinity
  const train: number[] = []
  const validation: number[] = []
  for (let i = 0; i < samples.nSamples; i++) {
    if (samples.dateIndex[i] >= firstValidation) validation.push(i)
    else if (samples.labelEnd[i] < firstValidation) train.push(i)
  }
  return { train: Int32Array.from(train), validation: Int32Array.from(validation) }
}
