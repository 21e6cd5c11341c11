import { createMatrix, type Matrix } from '../../src/core/matrix.js'
import { createRandom } from '../../src/core/random.js'
import type { FeaturePanel } from '../../src/features/run-stages.js'
import type { Target } from '../../src/samples/target.js'
import { weekdays } from '../contracts/random-panel.js'

/** Features and a target of random numbers; every cell is seasoned. The target is 0.5 x the first feature plus noise. */
export function randomFeatures(
  nDates: number,
  nAssets: number,
  nFeatures: number,
  horizon: number,
  seed = 1,
): { readonly features: FeaturePanel; readonly target: Target } {
  const random = createRandom(seed, 'features')
  const values = Array.from({ length: nFeatures }, (): Matrix => {
    const matrix = createMatrix(nDates, nAssets, 0)
    for (let i = 0; i < matrix.data.length; i++) matrix.data[i] = random.normal()
    return matrix
  })
  const forward = createMatrix(nDates, nAssets)
  for (let i = 0; i < (nDates - horizon) * nAssets; i++)
    forward.data[i] = 0.5 * (values[0]?.data[i] ?? 0) + 0.5 * random.normal()
  return {
    features: {
      dates: weekdays(nDates),
      assets: Array.from({ length: nAssets }, (_, col) => `A${col}`),
      sectors: Array.from({ length: nAssets }, (_, col) => `sector-${col}`),
      names: values.map((_, f) => `feature_${f}`),
      values,
      seasoned: new Uint8Array(nDates * nAssets).fill(1),
    },
    target: { kind: 'return', horizon, values: forward, forwardReturns: forward },
  }
}
