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
    expect(() => topK.check({ k })).toThrow(new ConfigError(`top-k: k "${k}", expected a whole number, 1 or more`))
  })
})
