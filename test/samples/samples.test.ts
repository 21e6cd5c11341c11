import { describe, expect, it } from 'vitest'
import { buildSamples } from '../../src/samples/build-samples.js'
import { selectSamples } from '../../src/samples/samples.js'
import { randomFeatures } from './fixture.js'

const { features, target } = randomFeatures(10, 2, 3, 2)
const samples = buildSamples(features, target, 2, { start: 0, end: 10 })

describe('selectSamples', () => {
  it('copies the chosen samples in the order given, repetitions too', () => {
    const chosen = selectSamples(samples, [5, 0, 5])
    expect(chosen.nSamples).toBe(3)
    expect(chosen.window).toBe(2)
    expect(chosen.featureNames).toEqual(samples.featureNames)
    for (const [k, i] of [5, 0, 5].entries()) {
      expect(chosen.x.slice(k * 6, (k + 1) * 6)).toEqual(samples.x.slice(i * 6, (i + 1) * 6))
      for (const field of ['y', 'dateIndex', 'assetIndex', 'labelEnd'] as const)
        expect(chosen[field][k]).toEqual(samples[field][i])
    }
    chosen.x.fill(7)
    expect(samples.x.includes(7)).toBe(false)
  })

  it('all in order are the same samples, none are none', () => {
    expect(
      selectSamples(
        samples,
        Int32Array.from({ length: samples.nSamples }, (_, i) => i),
      ),
    ).toEqual(samples)
    expect(selectSamples(samples, []).nSamples).toBe(0)
  })
})
