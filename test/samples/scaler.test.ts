import { describe, expect, it } from 'vitest'
import type { Samples } from '../../src/samples/samples.js'
import { applyScaler, fitScaler, SCALED_LIMIT } from '../../src/samples/scaler.js'

function samplesOf(rows: readonly (readonly number[])[], window: number, nFeatures: number): Samples {
  const zeros = new Int32Array(rows.length)
  return {
    x: Float64Array.from(rows.flat()),
    y: new Float64Array(rows.length),
    dateIndex: zeros,
    assetIndex: zeros,
    labelEnd: zeros,
    nSamples: rows.length,
    window,
    featureNames: Array.from({ length: nFeatures }, (_, f) => `feature_${f}`),
  }
}

describe('fitScaler', () => {
  it('is the mean and population deviation of what is present', () => {
    const scaler = fitScaler(samplesOf([[1, 10], [3, NaN], [5, 30]], 1, 2)) // prettier-ignore
    expect([...scaler.centre]).toEqual([3, 20])
    expect(scaler.scale[0]).toBeCloseTo(Math.sqrt(8 / 3), 14)
    expect(scaler.scale[1]).toBe(10)
  })

  it('looks at the newest step of a window alone', () => {
    const scaler = fitScaler(samplesOf([[100, 1], [200, 3]], 2, 1)) // prettier-ignore
    expect([scaler.centre[0], scaler.scale[0]]).toEqual([2, 1])
  })

  it('has scale 1 where the rows are constant, missing or absent', () => {
    expect([...fitScaler(samplesOf([[0.1, NaN], [0.1, NaN], [0.1, NaN]], 1, 2)).scale]).toEqual([1, 1]) // prettier-ignore
    expect(fitScaler(samplesOf([], 1, 2))).toEqual({ centre: Float64Array.of(0, 0), scale: Float64Array.of(1, 1) })
  })

  it('keeps the scale of tiny features', () => {
    const { scale } = fitScaler(samplesOf([[-1e-12], [1e-12]], 1, 1))
    expect(scale[0]).toBeCloseTo(1e-12, 24)
  })
})

describe('applyScaler', () => {
  const scaler = { centre: Float64Array.of(3, 20), scale: Float64Array.of(2, 10) }

  it('centres, scales, cuts at the limit and puts the mean where a feature is missing', () => {
    const scaled = applyScaler(scaler, samplesOf([[5, NaN], [1e9, -Infinity]], 1, 2)) // prettier-ignore
    expect([...scaled.x]).toEqual([1, 0, SCALED_LIMIT, -SCALED_LIMIT])
    expect(SCALED_LIMIT).toBe(5)
  })

  it('scales every step of a window by its own feature, and leaves the rest alone', () => {
    const samples = samplesOf([[3, 20, 5, 30, 1, 10]], 3, 2)
    const before = samples.x.slice()
    const scaled = applyScaler(scaler, samples)
    expect([...scaled.x]).toEqual([0, 0, 1, 1, -1, -1])
    expect(samples.x).toEqual(before)
    expect(scaled.y).toBe(samples.y)
    expect(scaled.window).toBe(3)
  })

  it('gives what it was fitted on mean 0 and deviation 1', () => {
    const samples = samplesOf([[2], [4], [9], [1]], 1, 1)
    const { x } = applyScaler(fitScaler(samples), samples)
    const again = fitScaler({ ...samples, x })
    expect(again.centre[0]).toBeCloseTo(0, 14)
    expect(again.scale[0]).toBeCloseTo(1, 14)
  })
})
