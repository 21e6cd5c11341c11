import { describe, expect, it } from 'vitest'
import { binEdges, binFeatures, MISSING_CODE } from '../../../models/gradient-boosting/binning.js'
import { firstIndices } from '../../../models/gradient-boosting/subsample.js'
import { createRandom } from '../../../src/core/random.js'

describe('binEdges', () => {
  it('gives each of few distinct values its own bin, with thresholds midway', () => {
    expect([...binEdges(Float64Array.of(4, 1, 2, 2, NaN, 1, 4), 255)]).toEqual([1.5, 3])
    expect([...binEdges(Float64Array.of(4, 1, 2), 3)]).toEqual([1.5, 3])
  })

  it('makes bins of equal numbers of rows when there are more distinct values than bins', () => {
    const values = Float64Array.from({ length: 1000 }, (_, i) => i)
    const { codes } = binFeatures(values, 1, firstIndices(1000), 4)
    const counts = [0, 0, 0, 0]
    for (const code of codes) counts[code]++
    expect(counts).toEqual([250, 250, 250, 250])
    expect(binEdges(values, 4)[1]).toBe(499.5)
  })

  it('joins the bins that one frequent value would fill', () => {
    const values = Float64Array.from({ length: 100 }, (_, i) => (i < 80 ? 0 : i))
    const edges = binEdges(values, 10)
    // The quantiles 1/10 to 7/10 are all 0; 8/10 lies between 0 and 80, 9/10 between 89 and 90.
    expect([...edges]).toEqual([0, 40, 89.5])
  })

  it('has no edge at the largest value, which would part nothing', () => {
    const values = Float64Array.from({ length: 100 }, (_, i) => Math.min(i, 50))
    const edges = binEdges(values, 10)
    expect(edges).toHaveLength(5)
    expect(edges[4]).toBe(49.5)
  })

  it('has no edge for constant, missing or no values', () => {
    expect(binEdges(Float64Array.of(3, 3, NaN), 255)).toHaveLength(0)
    expect(binEdges(Float64Array.of(NaN, NaN), 255)).toHaveLength(0)
    expect(binEdges(new Float64Array(0), 255)).toHaveLength(0)
  })

  it('parts neighbouring floating point numbers and infinities', () => {
    const next = 1 + Number.EPSILON
    expect([...binEdges(Float64Array.of(1, next), 255)]).toEqual([1])
    expect([...binEdges(Float64Array.of(-Infinity, 5, Infinity), 255)]).toEqual([-Infinity, 5])
    expect([...binEdges(Float64Array.of(-Infinity, Infinity), 255)]).toEqual([-Infinity])
    expect([...binEdges(Float64Array.of(Number.MAX_VALUE, Number.MAX_VALUE / 2), 255)]).toEqual([Number.MAX_VALUE / 2])
  })

  it('leaves its input as it was', () => {
    const values = Float64Array.of(3, NaN, 1)
    binEdges(values, 255)
    expect([...values]).toEqual([3, NaN, 1])
  })
})

describe('binFeatures', () => {
  it('codes a value by the edges around it: edges[code - 1] < value <= edges[code]', () => {
    const random = createRandom(1, 'binning')
    const x = Float64Array.from({ length: 6000 }, () => Math.round(random.normal() * 200) / 200)
    const { codes, edges } = binFeatures(x, 2, firstIndices(3000), 50)
    for (let feature = 0; feature < 2; feature++)
      for (let row = 0; row < 3000; row++) {
        const code = codes[feature * 3000 + row]
        expect(edges[feature].filter((edge) => edge < x[row * 2 + feature])).toHaveLength(code)
      }
    expect(edges[0].length).toBeGreaterThan(40)
  })

  it('keeps a code of its own for missing values', () => {
    const { codes } = binFeatures(Float64Array.of(1, NaN, 2, NaN), 1, firstIndices(4), 255)
    expect([...codes]).toEqual([0, MISSING_CODE, 1, MISSING_CODE])
  })

  it('reads the chosen rows alone', () => {
    const x = Float64Array.of(1, 10, 2, 20, 1000, -1000, 3, 30)
    const { codes, edges, nRows } = binFeatures(x, 2, Int32Array.of(3, 0), 255)
    expect(nRows).toBe(2)
    expect([...codes]).toEqual([1, 0, 1, 0])
    expect(edges.map((feature) => [...feature])).toEqual([[2], [20]])
  })

  it('uses all 255 codes for present values beside the one for missing values', () => {
    const x = Float64Array.from({ length: 256 }, (_, i) => (i === 255 ? NaN : i))
    expect([...binFeatures(x, 1, firstIndices(256), 255).codes]).toEqual([...firstIndices(256)])
  })
})
