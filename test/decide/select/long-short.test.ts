import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../../src/core/errors.js'
import type { Decision } from '../../../src/decide/policy.js'
import { longShort } from '../../../src/decide/select/long-short.js'
import { decisionOf } from '../decision-fixture.js'

const decide = (scores: number[], params: object = {}): Decision => decisionOf({ scores }, ['long-short', params])

describe('longShort', () => {
  it('holds the strongest and sells the weakest short, half of the gross each', () => {
    const { weights, reason } = decide([5, 1, 4, 2, 3, NaN], { long: 2, short: 2 })
    expect([...weights]).toEqual([0.25, -0.25, 0.25, -0.25, 0, 0])
    expect(reason).toBe('long A C, short B D')
  })

  it('the shorts are the part of the gross that is asked for, whatever the numbers on each side', () => {
    const { weights } = decide([5, 4, 3, 2, 1], { long: 3, short: 1, grossShort: 0.2 })
    for (const [i, weight] of [0.8 / 3, 0.8 / 3, 0.8 / 3, 0, -0.2].entries()) expect(weights[i]).toBeCloseTo(weight, 14)
  })

  it('with fewer names than places, who is on both sides is on neither', () => {
    expect([...decide([4, 3, 2, 1]).weights]).toEqual([0.5, 0, 0, -0.5])
  })

  it('ties for the last places of a side share them', () => {
    const { weights } = decide([9, 5, 5, 5, 1, 0], { long: 2, short: 2 })
    // One place of the longs for three, and both places of the shorts.
    for (const [i, weight] of [1 / 4, 1 / 12, 1 / 12, 1 / 12, -1 / 4, -1 / 4].entries())
      expect(weights[i]).toBeCloseTo(weight, 14)
  })

  it.each([[[7, 7, 7, 7]], [[3]], [[NaN, NaN]], [[1, NaN, 1]]])('has no two sides in %j: cash', (scores) => {
    const { weights, reason } = decide(scores)
    expect([...weights]).toEqual(scores.map(() => 0))
    expect(reason).toBe('no two sides to the scores: cash')
  })

  it('holds no side alone', () => {
    expect([...decide([2, 1], { long: 2, short: 1 }).weights]).toEqual([0, 0])
  })

  it('longs and shorts have their parts of the gross for any scores and places', () => {
    const part = fc.double({ min: 0.05, max: 0.95, noNaN: true })
    const places = fc.integer({ min: 1, max: 6 })
    const score = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(NaN))
    fc.assert(
      fc.property(
        fc.array(score, { minLength: 1, maxLength: 12 }),
        places,
        places,
        part,
        (scores, long, short, grossShort) => {
          const { weights } = decide(scores, { long, short, grossShort })
          const longs = weights.reduce((sum, weight) => sum + Math.max(0, weight), 0)
          const shorts = weights.reduce((sum, weight) => sum + Math.max(0, -weight), 0)
          if (longs + shorts === 0) return
          expect(longs).toBeCloseTo(1 - grossShort, 12)
          expect(shorts).toBeCloseTo(grossShort, 12)
        },
      ),
    )
  })

  it.each([
    [{ long: 0, short: 1, grossShort: 0.5 }, 'long-short: long "0", expected a whole number, 1 or more'],
    [{ long: 1, short: 0, grossShort: 0.5 }, 'long-short: short "0", expected a whole number, 1 or more'],
    [{ long: 1, short: 1, grossShort: 1 }, 'long-short: grossShort "1", expected above 0, below 1'],
    [{ long: 1, short: 1, grossShort: 0 }, 'long-short: grossShort "0", expected above 0, below 1'],
  ])('refuses %o', (params, message) => {
    expect(() => longShort.check(params)).toThrow(new ConfigError(message))
  })
})
