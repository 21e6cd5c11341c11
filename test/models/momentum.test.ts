import { describe, expect, it } from 'vitest'
import { momentum } from '../../models/momentum.js'
import { ArtifactError, ConfigError, ShapeError } from '../../src/core/errors.js'
import { encodeRecord } from '../../src/core/records.js'
import type { Samples } from '../../src/samples/samples.js'

const samples: Samples = {
  x: Float64Array.of(1, 10, 2, 20, 3, 30, 4, NaN),
  y: Float64Array.of(0, 0),
  dateIndex: Int32Array.of(0, 1),
  assetIndex: Int32Array.of(0, 0),
  labelEnd: Int32Array.of(1, 2),
  nSamples: 2,
  window: 2,
  featureNames: ['a', 'b'],
}
const context = { seed: 1 }

describe('momentum', () => {
  it('carries the newest value of its feature forward, missing where that is missing', () => {
    expect([...momentum.predict({ feature: 'a' }, samples)]).toEqual([2, 4])
    expect([...momentum.predict({ feature: 'b' }, samples)]).toEqual([20, NaN])
  })

  it('refuses a feature that is not computed, naming the nearest', () => {
    const named = { ...samples, featureNames: ['momentum_21', 'volatility_21'] }
    expect(() => momentum.fit(named, { feature: 'momentun_21' }, context)).toThrow(
      new ConfigError('momentum: feature "momentun_21" is not computed, expected one such as "momentum_21"'),
    )
    expect(momentum.fit(named, { feature: 'volatility_21' }, context)).toEqual({ feature: 'volatility_21' })
  })

  it('refuses samples without the feature it was fitted with', () => {
    expect(() => momentum.predict({ feature: 'c' }, samples)).toThrow(ShapeError)
    expect(() => momentum.predict({ feature: 'c' }, samples)).toThrow('momentum: the samples have no feature "c"')
  })

  it('is read back, and refuses an artifact that names no feature', () => {
    expect(momentum.load(momentum.save({ feature: 'a' }))).toEqual({ feature: 'a' })
    for (const header of [null, {}, { feature: 7 }])
      expect(() => momentum.load(encodeRecord({ kind: 'momentum', header, arrays: {} }))).toThrow(ArtifactError)
  })

  it('looks at one session and takes features as they are', () => {
    expect(momentum.window(momentum.defaults)).toBe(1)
    expect(momentum.scaling).toBe('none')
    expect(() => momentum.check(momentum.defaults)).not.toThrow()
  })
})
