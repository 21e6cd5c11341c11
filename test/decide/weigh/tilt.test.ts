import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../../src/core/errors.js'
import type { Weighed } from '../../../src/decide/decision-step.js'
import { all } from '../../../src/decide/select/all.js'
import { tilt, type TiltParams } from '../../../src/decide/weigh/tilt.js'
import { contextOf } from '../decision-fixture.js'

const decide = (
  scores: number[],
  benchmarkWeights: number[],
  strength: number,
  more?: Partial<TiltParams>,
): Weighed => {
  const context = contextOf({ scores, benchmarkWeights })
  return tilt.weigh(context, all.select(context, {}), { ...tilt.defaults, strength, ...more })
}

describe('tilt', () => {
  it('adds to the strongest what it takes from the weakest, in proportion to rank', () => {
    const { weights, note } = decide([3, 2, 1], [0.5, 0.25, 0.25], 0.1)
    expect(weights[0]).toBeCloseTo(0.6, 14)
    expect(weights[1]).toBe(0.25)
    expect(weights[2]).toBeCloseTo(0.15, 14)
    expect(note).toBe('over A; under C')
  })

  it('an underweight stops at 0, and the overweights shrink by the same amount', () => {
    const { weights } = decide([1, 3, 2], [0.04, 0.48, 0.48], 0.1)
    expect(weights[0]).toBe(0)
    expect(weights[1]).toBeCloseTo(0.52, 14)
    expect(weights[2]).toBe(0.48)
  })

  it('depends on the order of scores, not on their size', () => {
    expect(decide([3e9, 2, -1e9], [0.2, 0.3, 0.5], 0.05)).toEqual(decide([3, 2, 1], [0.2, 0.3, 0.5], 0.05))
  })

  it('equal scores, or one alone, are the benchmark', () => {
    expect(decide([2, 2, 2], [0.2, 0.3, 0.5], 0.5)).toEqual({
      weights: Float64Array.of(0.2, 0.3, 0.5),
      note: 'benchmark weights',
    })
    expect([...decide([NaN, 4, NaN], [0, 1, 0], 0.5).weights]).toEqual([0, 1, 0])
  })

  it.each([0, -0.1, 1.01, NaN])('refuses strength %d', (strength) => {
    expect(() => tilt.check({ ...tilt.defaults, strength })).toThrow(
      new ConfigError(`tilt: strength "${strength}", expected above 0, at most 1`),
    )
  })

  it.each([
    [{ transform: 'ranks' }, 'tilt: transform "ranks", expected "rank" or "z"'],
    [{ least: -0.1 }, 'tilt: least "-0.1", expected at least 0, below 1'],
    [{ least: 0.2, most: 0.2 }, 'tilt: most "0.2", expected above least (0.2), at most 1'],
    [{ most: 1.5 }, 'tilt: most "1.5", expected above least (0), at most 1'],
  ])('refuses %o', (params, message) => {
    expect(() => tilt.check({ ...tilt.defaults, ...params })).toThrow(new ConfigError(message))
  })

  it('by z-score it depends on the size of scores: the furthest gets all of the strength', () => {
    const { weights } = decide([5, 1, 0], [0.4, 0.3, 0.3], 0.1, { transform: 'z' })
    // Deviations from 2: 3, -1, -2.
    expect(weights[0]).toBeCloseTo(0.5, 14)
    expect(weights[1]).toBeCloseTo(0.3 - 0.1 / 3, 14)
    expect(weights[2]).toBeCloseTo(0.3 - 0.2 / 3, 14)
    const huge = decide([1e308, -1e308, 0], [0.4, 0.3, 0.3], 0.1, { transform: 'z' }).weights
    expect(huge[0]).toBeCloseTo(0.5, 14)
    expect(huge[1]).toBeCloseTo(0.2, 14)
  })

  it('an overweight stops at the largest weight, and so much less is taken from the weak', () => {
    const { weights } = decide([3, 2, 1], [0.3, 0.4, 0.3], 0.2, { most: 0.35 })
    expect(weights[0]).toBe(0.35)
    expect(weights[1]).toBe(0.4)
    expect(weights[2]).toBeCloseTo(0.25, 14)
  })

  it('what one can not take goes to the other overweights, up to their own views', () => {
    // Views 0.12, 0.04, -0.04, -0.12; the strongest has room for 0.01 alone.
    const { weights } = decide([4, 3, 2, 1], [0.29, 0.2, 0.21, 0.3], 0.12, { most: 0.3 })
    const expected = [0.3, 0.24, 0.21 - 0.0125, 0.3 - 0.0375]
    for (const [i, weight] of expected.entries()) expect(weights[i]).toBeCloseTo(weight, 14)
  })

  it('an underweight stops at the smallest weight; a benchmark weight beyond a bound is left there', () => {
    const { weights } = decide([4, 3, 2, 1], [0.47, 0.4, 0.03, 0.1], 0.1, { least: 0.05, most: 0.45 })
    // The strongest is above its bound and the third below; what the last releases goes to the second.
    expect(weights[0]).toBe(0.47)
    expect(weights[1]).toBeCloseTo(0.4 + 0.1 / 3, 14)
    expect(weights[2]).toBe(0.03)
    expect(weights[3]).toBeCloseTo(0.1 - 0.1 / 3, 14)
  })

  it('what is not chosen keeps its benchmark weight, and half a share has half a view', () => {
    const benchmark = [0.2, 0.2, 0.2, 0.2, 0.2]
    const context = contextOf({ scores: [5, 4, 3, 2, 1], benchmarkWeights: benchmark })
    const longShort = tilt.weigh(context, { shares: Float64Array.of(1, 0, 0, 0, -1), note: '' }, tilt.defaults)
    for (const [i, weight] of [0.3, 0.2, 0.2, 0.2, 0.1].entries()) expect(longShort.weights[i]).toBeCloseTo(weight, 14)
    expect(longShort.note).toBe('over A; under E')
    const halved = tilt.weigh(context, { shares: Float64Array.of(1, 0, 0, 0, -0.5), note: '' }, tilt.defaults)
    for (const [i, weight] of [0.25, 0.2, 0.2, 0.2, 0.15].entries()) expect(halved.weights[i]).toBeCloseTo(weight, 14)
  })

  it('tilts sum to 0 to 1e-12 and keep to strength and bounds, whatever the benchmark, its zeros and the selection', () => {
    const asset = fc.record({
      score: fc.oneof(fc.integer({ min: -2, max: 2 }), fc.double({ min: -1e308, max: 1e308, noNaN: true })),
      weight: fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 1, noNaN: true })),
      share: fc.constantFrom(1, 0.5, 0, -1, 1 / 3),
    })
    const bounds = fc.tuple(fc.double({ min: 0, max: 0.2, noNaN: true }), fc.double({ min: 0.21, max: 1, noNaN: true }))
    const params = fc.record({
      strength: fc.double({ min: 0.001, max: 1, noNaN: true }),
      transform: fc.constantFrom('rank', 'z'),
      bounds,
    })
    fc.assert(
      fc.property(
        fc.array(asset, { minLength: 1, maxLength: 12 }),
        params,
        (assets, { bounds: [least, most], ...rest }) => {
          const total = assets.reduce((sum, { weight }) => sum + weight, 0)
          const benchmarkWeights = assets.map(({ weight }) => (total > 0 ? weight / total : 0))
          const context = contextOf({ scores: assets.map(({ score }) => score), benchmarkWeights })
          const shares = Float64Array.from(assets, ({ share }) => share)
          const { weights } = tilt.weigh(context, { shares, note: '' }, { ...rest, least, most })
          const tilts = weights.map((weight, i) => weight - benchmarkWeights[i])
          expect(Math.abs(tilts.reduce((sum, change) => sum + change, 0))).toBeLessThan(1e-12)
          for (const [i, weight] of weights.entries()) {
            expect(Math.abs(tilts[i])).toBeLessThanOrEqual(rest.strength * Math.abs(shares[i]) + 1e-12)
            if (tilts[i] > 0) expect(weight).toBeLessThanOrEqual(most + 1e-12)
            if (tilts[i] < 0) expect(weight).toBeGreaterThanOrEqual(least - 1e-12)
          }
        },
      ),
      { numRuns: 500 },
    )
  })
})
