import { describe, expect, it } from 'vitest'
import { equalWeight } from '../../src/decide/equal-weight.js'

const decide = (...scores: number[]): ReturnType<typeof equalWeight.decide> =>
  equalWeight.decide(
    {
      scores: Float64Array.from(scores),
      benchmarkWeights: new Float64Array(scores.length),
      assets: scores.map((_, i) => `A${i}`),
    },
    {},
  )

describe('equalWeight', () => {
  it('holds every sector that has a score, whatever the score', () => {
    expect(decide(-9, NaN, 4)).toEqual({ weights: Float64Array.of(0.5, 0, 0.5), reason: 'all 2 sectors' })
    expect(decide(-9, NaN, 4)).toEqual(decide(4, NaN, -9))
  })

  it('without a score it stays in cash', () => {
    expect(decide(NaN, NaN)).toEqual({ weights: new Float64Array(2), reason: 'no sector has a score: cash' })
  })
})
