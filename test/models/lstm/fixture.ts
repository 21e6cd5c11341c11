import { createRandom } from '../../../src/core/random.js'
import type { Samples } from '../../../src/samples/samples.js'

/** What a planted sequence means: the first feature five steps back, or whether it had the same sign one and two steps back. */
export type Planted = 'recall' | 'pattern'

/**
 * Sequences of two features of pure noise, four assets a session, labels three sessions long. The target follows from the
 * first feature's past, not from its last value, with noise of deviation 0.5 on top: the best R2 is 0.8.
 */
export function plantedSequences(nSamples: number, window: number, seed: number, planted: Planted): Samples {
  const random = createRandom(seed, 'planted')
  const x = Float64Array.from({ length: nSamples * window * 2 }, () => random.normal())
  const dateIndex = Int32Array.from({ length: nSamples }, (_, i) => Math.floor(i / 4))
  const y = Float64Array.from({ length: nSamples }, (_, i) => {
    const back = (steps: number): number => x[((i + 1) * window - 1 - steps) * 2]
    const signal = planted === 'recall' ? back(5) : Math.sign(back(1)) * Math.sign(back(2))
    return signal + 0.5 * random.normal()
  })
  return {
    x,
    y,
    dateIndex,
    assetIndex: Int32Array.from({ length: nSamples }, (_, i) => i % 4),
    labelEnd: dateIndex.map((date) => date + 3),
    nSamples,
    window,
    featureNames: ['planted', 'noise'],
  }
}
