import { describe, expect, it } from 'vitest'
import { stageFamilies } from '../../src/features/stage-families.js'
import { describeStageContract, type StageTraits } from './stage-contract.js'
import { acrossTraits } from './stage-traits/across.js'
import { priceTraits } from './stage-traits/price.js'
import { rollingTraits } from './stage-traits/rolling.js'
import { trendTraits } from './stage-traits/trend.js'
import { volumeTraits } from './stage-traits/volume.js'

const TRAITS: Readonly<Record<string, StageTraits>> = {
  ...priceTraits,
  ...trendTraits,
  ...volumeTraits,
  ...acrossTraits,
  ...rollingTraits,
}

describe('every stage', () => {
  it('is under contract', () => {
    expect(Object.keys(TRAITS).sort()).toEqual(stageFamilies.map(({ family }) => family).sort())
  })

  for (const { family, example } of stageFamilies)
    for (const name of TRAITS[family]?.names ?? [example]) describeStageContract(name, TRAITS[family])
})
