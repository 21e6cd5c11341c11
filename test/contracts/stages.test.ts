import { describe, expect, it } from 'vitest'
import { stageFamilies } from '../../src/features/stage-families.js'
import { stageName } from '../../src/features/stage.js'
import { describeStageContract, type StageTraits } from './stage-contract.js'

/** Parameters beside the example; a family without parameters has none. */
const OTHER_PARAMETERS: Readonly<Record<string, readonly (readonly number[])[]>> = {
  momentum: [[10, 3], [1]],
  relative_price: [],
  relative_strength: [[1]],
  relative_strength_slope: [[2]],
  momentum_differential: [[5]],
  momentum_differential_mean: [[5]],
  momentum_differential_rank: [[5]],
  log_volume: [],
  volume_anomaly: [[7]],
  large_trade: [[5]],
  volatility: [[2]],
  wma: [[1], [7]],
  gma: [
    [5, 2],
    [6, 0],
  ],
  gma_normalised: [
    [5, 2],
    [6, 0],
  ],
}

const TRAITS: Readonly<Record<string, StageTraits>> = {
  momentum: { flat: 0 },
  relative_price: { flat: 0 },
  relative_strength: { flat: 0 },
  relative_strength_slope: { flat: 0 },
  momentum_differential: { flat: 0 },
  // A mean over assets: the order of the sum shows in the last bits.
  momentum_differential_mean: { flat: 0, permutationTolerance: 1e-15 },
  momentum_differential_rank: { flat: 0.5 },
  log_volume: { flat: Math.log(1000), needsVolume: true },
  // Without any spread there is no unit to measure an anomaly in.
  volume_anomaly: { flat: NaN, needsVolume: true },
  large_trade: { flat: NaN, needsVolume: true },
  volatility: { flat: 0 },
  wma: { flat: 0.1 },
  gma: { flat: 0 },
  gma_normalised: { flat: 0 },
}

describe('every stage', () => {
  it('is under contract', () => {
    expect(Object.keys(OTHER_PARAMETERS)).toEqual(stageFamilies.map(({ family }) => family))
  })

  for (const { family, example } of stageFamilies)
    for (const parameters of [example, ...(OTHER_PARAMETERS[family] ?? [])])
      describeStageContract(stageName(family, ...parameters), TRAITS[family])
})
