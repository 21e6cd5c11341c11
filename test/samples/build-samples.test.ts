import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildSamples } from '../../src/samples/build-samples.js'
import { randomFeatures } from './fixture.js'

const { features, target } = randomFeatures(12, 3, 2, 2)

describe('buildSamples', () => {
  it('goes session by session and asset by asset', () => {
    const samples = buildSamples(features, target, 1, { start: 4, end: 6 })
    expect([...samples.dateIndex]).toEqual([4, 4, 4, 5, 5, 5])
    expect([...samples.assetIndex]).toEqual([0, 1, 2, 0, 1, 2])
    expect(samples.featureNames).toEqual(['feature_0', 'feature_1'])
    for (let i = 0; i < 6; i++) {
      const cell = samples.dateIndex[i] * 3 + samples.assetIndex[i]
      expect([samples.x[i * 2], samples.x[i * 2 + 1]]).toEqual(features.values.map((matrix) => matrix.data[cell]))
      expect(samples.y[i]).toBe(target.values.data[cell])
    }
  })

  it('a window holds the latest sessions, oldest first; before the first session it is missing', () => {
    const { x } = buildSamples(features, target, 3, { start: 1, end: 2 })
    const at = (f: number, row: number): number => features.values[f].data[row * 3]
    expect([...x.subarray(0, 6)]).toEqual([NaN, NaN, at(0, 0), at(1, 0), at(0, 1), at(1, 1)])
  })

  it('carries the end of every label', () => {
    const samples = buildSamples(features, target, 1, { start: 0, end: 12 })
    expect([...samples.labelEnd]).toEqual([...samples.dateIndex].map((row) => row + target.horizon))
  })

  it('leaves out what is not seasoned, and with `labelled` what has no target', () => {
    const seasoned = features.seasoned.slice()
    seasoned[4 * 3 + 1] = 0
    const masked = { ...features, seasoned }
    expect([...buildSamples(masked, target, 1, { start: 4, end: 5 }).assetIndex]).toEqual([0, 2])
    const all = buildSamples(features, target, 1, { start: 8, end: 12 })
    expect(all.nSamples).toBe(12)
    expect([...all.y.subarray(6)].every((y) => Number.isNaN(y))).toBe(true)
    const labelled = buildSamples(features, target, 1, { start: 8, end: 12, labelled: true })
    expect([...new Set(labelled.dateIndex)]).toEqual([8, 9])
  })

  it('keeps samples whose features are missing', () => {
    const values = [{ ...features.values[0], data: features.values[0].data.map(() => NaN) }, features.values[1]]
    const samples = buildSamples({ ...features, values }, target, 1, { start: 3, end: 4 })
    expect(samples.nSamples).toBe(3)
    expect(samples.x[0]).toBeNaN()
  })

  it('a stride counts back from the end', () => {
    const samples = buildSamples(features, target, 1, { start: 1, end: 9, stride: 3 })
    expect([...new Set(samples.dateIndex)]).toEqual([2, 5, 8])
  })

  it('an empty range gives no samples', () => {
    expect(buildSamples(features, target, 4, { start: 5, end: 5 }).nSamples).toBe(0)
    expect(buildSamples(features, target, 4, { start: 5, end: 3 }).x).toHaveLength(0)
  })

  it('what one sample holds does not depend on the range it is taken from', () => {
    const range = fc.tuple(fc.nat(11), fc.nat(11), fc.integer({ min: 1, max: 4 }))
    const whole = buildSamples(features, target, 3, { start: 0, end: 12 })
    fc.assert(
      fc.property(range, ([a, b, stride]) => {
        const part = buildSamples(features, target, 3, { start: Math.min(a, b), end: Math.max(a, b) + 1, stride })
        for (let i = 0; i < part.nSamples; i++) {
          const j = part.dateIndex[i] * 3 + part.assetIndex[i]
          expect(part.x.subarray(i * 6, (i + 1) * 6)).toEqual(whole.x.subarray(j * 6, (j + 1) * 6))
        }
      }),
    )
  })
})
