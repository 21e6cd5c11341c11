import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../../src/core/errors.js'
import type { Weighed } from '../../../src/decide/decision-step.js'
import { scoreProportional } from '../../../src/decide/weigh/score-proportional.js'
import { contextOf } from '../decision-fixture.js'

const weigh = (scores: number[], params: object, shares = scores.map(() => 1)): Weighed =>
  scoreProportional.weigh(
    contextOf({ scores }),
    { shares: Float64Array.from(shares), note: '' },
    { ...scoreProportional.defaults, ...params },
  )

function expectWeights({ weights }: Weighed, expected: readonly number[]): void {
  expect(weights).toHaveLength(expected.length)
  for (const [i, weight] of expected.entries()) expect(weights[i]).toBeCloseTo(weight, 14)
}

describe('score-proportional', () => {
  it('by rank: the weakest chosen counts 1, ties share', () => {
    expectWeights(weigh([0.1, 7, -3, 2], {}), [2 / 10, 4 / 10, 1 / 10, 3 / 10])
    expectWeights(weigh([5, 5, 1, 9], {}, [1, 1, 1, 0]), [2.5 / 6, 2.5 / 6, 1 / 6, 0])
  })

  it('by what is above the floor; the rest gets nothing', () => {
    expectWeights(weigh([3, 1, -2, 0], { transform: 'positive' }), [0.75, 0.25, 0, 0])
    expectWeights(weigh([3, 1, -2, 0], { transform: 'positive', floor: -2 }), [5 / 10, 3 / 10, 0, 2 / 10])
    expectWeights(weigh([1e308, 1e308, -1e308], { transform: 'positive' }), [0.5, 0.5, 0])
  })

  it('nothing above the floor is cash, and says so', () => {
    const nothing = weigh([-1, 0], { transform: 'positive' })
    expectWeights(nothing, [0, 0])
    expect(nothing.note).toBe('no score above 0: cash')
    expectWeights(weigh([0, 0], { transform: 'positive' }), [0, 0])
  })

  it('by softmax of z-scores: their unit does not matter, the temperature does', () => {
    // Z-scores of (0, 2): -1 and 1.
    const odds = Math.exp(2)
    expectWeights(weigh([0, 2], { transform: 'softmax' }), [1 / (1 + odds), odds / (1 + odds)])
    expectWeights(weigh([0, 2e300], { transform: 'softmax' }), [1 / (1 + odds), odds / (1 + odds)])
    expectWeights(weigh([0, 2], { transform: 'softmax', temperature: 2 }), [1 / (1 + Math.E), Math.E / (1 + Math.E)])
    expectWeights(weigh([0, 2], { transform: 'softmax', temperature: 1e-4 }), [0, 1])
  })

  it.each(['rank', 'positive', 'softmax'])('%s: equal scores get equal parts, times their shares', (transform) => {
    expectWeights(weigh([2, 2, 2], { transform }), [1 / 3, 1 / 3, 1 / 3])
    expectWeights(weigh([2, 2, 2], { transform }, [1, 0.5, 0.5]), [0.5, 0.25, 0.25])
  })

  it('shorts are weighed among themselves, the lowest score most; each side is as large as its shares', () => {
    expectWeights(weigh([4, 2, -1, -3], {}, [1, 1, -0.5, -0.5]), [4 / 9, 2 / 9, -1 / 9, -2 / 9])
    expectWeights(weigh([4, 2, -1, -3], { transform: 'positive' }, [1, 0, -1, -1]), [1 / 3, 0, -1 / 6, -1 / 2])
    const halfInCash = weigh([4, 2], { transform: 'positive' }, [1, -1])
    expectWeights(halfInCash, [0.5, 0])
    expect(halfInCash.note).toBe('no score below 0: cash')
  })

  it('refuses what it does not know', () => {
    const check = (params: object) => () => scoreProportional.check({ ...scoreProportional.defaults, ...params })
    expect(check({ transform: 'square' })).toThrow(
      new ConfigError('score-proportional: transform "square", expected "rank" or "positive" or "softmax"'),
    )
    expect(check({ temperature: 0 })).toThrow(ConfigError)
  })
})
