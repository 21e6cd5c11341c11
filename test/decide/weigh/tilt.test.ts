import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../../src/core/errors.js'
import type { Weighed } from '../../../src/decide/decision-step.js'
import { all } from '../../../src/decide/select/all.js'
import { tilt } from '../../../src/decide/weigh/tilt.js'
import { contextOf } from '../decision-fixture.js'

const decide = (scores: number[], benchmarkWeights: number[], strength: number): Weighed => {
  const context = contextOf({ scores, benchmarkWeights })
  return tilt.weigh(context, all.select(context, {}), { strength })
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
    expect(() => tilt.check({ strength })).toThrow(
      new ConfigError(`tilt: strength "${strength}", expected above 0, at most 1`),
    )
  })
})
