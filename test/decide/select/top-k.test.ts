import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../../src/core/errors.js'
import type { Decision } from '../../../src/decide/policy.js'
import { topK } from '../../../src/decide/select/top-k.js'
import { decisionOf } from '../decision-fixture.js'

const decide = (scores: number[], k: number): Decision => decisionOf({ scores }, ['top-k', { k }])

describe('topK', () => {
  it('holds the k strongest in equal parts and says which, strongest first', () => {
    const { weights, reason } = decide([1, 4, 3, 2], 2)
    expect([...weights]).toEqual([0, 0.5, 0.5, 0])
    expect(reason).toBe('top 2: B C')
  })

  it('with fewer scores than k holds those there are', () => {
    expect([...decide([NaN, 4, NaN, 2], 3).weights]).toEqual([0, 0.5, 0, 0.5])
    expect([...decide([NaN, 4, NaN, NaN], 3).weights]).toEqual([0, 1, 0, 0])
  })

  it('those that tie for the last places share them', () => {
    const { weights, reason } = decide([9, 5, 5, 5], 2)
    for (const [i, weight] of [0.5, 1 / 6, 1 / 6, 1 / 6].entries()) expect(weights[i]).toBeCloseTo(weight, 14)
    expect(reason).toBe('top 2: A B C D (3 tie)')
  })

  it('scores that are all equal are held in equal weight', () => {
    expect([...decide([7, 7, 7, 7], 3).weights]).toEqual([0.25, 0.25, 0.25, 0.25])
  })

  it('a tie within the places changes nothing', () => {
    expect(decide([9, 9, 5, 1], 2)).toMatchObject({ reason: 'top 2: A B' })
    expect([...decide([9, 9, 5, 1], 2).weights]).toEqual([0.5, 0.5, 0, 0])
  })

  it('without a score it stays in cash', () => {
    expect(decide([NaN, NaN, NaN, NaN], 2)).toMatchObject({
      weights: new Float64Array(4),
      reason: 'no sector has a score: cash',
    })
  })

  it.each([0, -1, 1.5, NaN, Infinity])('refuses k = %d', (k) => {
    expect(() => topK.check({ k, keep: 0 })).toThrow(
      new ConfigError(`top-k: k "${k}", expected a whole number, 1 or more`),
    )
  })
})

describe('topK with hysteresis', () => {
  const held = [0.4, 0, 0.6, 0, 0]
  const decide = (scores: number[], params: { k: number; keep: number }, holds = held): Decision =>
    decisionOf({ scores, held: holds }, ['top-k', params])

  it('a sector that is held stays while its rank is within keep, and nobody takes its place', () => {
    // A ranks 1, C ranks 4: within 4 it stays, though B and D are stronger.
    const { weights, reason } = decide([9, 8, 6, 7, 1], { k: 2, keep: 4 })
    expect([...weights]).toEqual([0.5, 0, 0.5, 0, 0])
    expect(reason).toBe('top 2: A C, keeping C at 4')
  })

  it('one that falls behind is replaced by the strongest that is not held', () => {
    const { weights, reason } = decide([9, 8, 6, 7, 1], { k: 2, keep: 3 })
    expect([...weights]).toEqual([0.5, 0.5, 0, 0, 0])
    expect(reason).toBe('top 2: A B')
  })

  it('of more than k that may stay the strongest do; those that tie share', () => {
    const all = [0.2, 0.2, 0.2, 0.2, 0.2]
    expect([...decide([1, 2, 3, 4, 5], { k: 2, keep: 5 }, all).weights]).toEqual([0, 0, 0, 0.5, 0.5])
    const { weights, reason } = decide([1, 3, 3, 3, 5], { k: 2, keep: 5 }, all)
    for (const [i, weight] of [0, 1 / 6, 1 / 6, 1 / 6, 0.5].entries()) expect(weights[i]).toBeCloseTo(weight, 14)
    expect(reason).toBe('top 2: E B C D (3 tie)')
  })

  it('equal scores have the better rank: a tie with the last place to stay stays', () => {
    // C shares rank 2 with B.
    expect([...decide([9, 7, 7, 1, 1], { k: 1, keep: 2 }, [0, 0, 1, 0, 0]).weights]).toEqual([0, 0, 1, 0, 0])
  })

  it('a short position and one without a score do not stay', () => {
    expect([...decide([9, 8, NaN, 7, 1], { k: 1, keep: 5 }, [0, -1, 1, 0, 0]).weights]).toEqual([1, 0, 0, 0, 0])
  })

  it('keeping nobody is as without hysteresis', () => {
    for (const scores of [
      [1, 4, 3, 2, 2],
      [7, 7, 7, 7, 7],
      [NaN, NaN, 1, NaN, 1],
    ])
      expect(decide(scores, { k: 2, keep: 0 })).toEqual(decisionOf({ scores }, ['top-k', { k: 2 }]))
  })

  it.each([
    [{ k: 3, keep: 2 }, 'top-k: keep "2", expected 0, or k (3) or more'],
    [{ k: 3, keep: -1 }, 'top-k: keep "-1", expected a whole number, 0 or more'],
    [{ k: 3, keep: 3.5 }, 'top-k: keep "3.5", expected a whole number, 0 or more'],
  ])('refuses %o', (params, message) => {
    expect(() => topK.check(params)).toThrow(new ConfigError(message))
  })
})
