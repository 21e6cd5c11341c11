import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matrixOver, type Matrix } from '../../src/core/matrix.js'
import { agreement, ENSEMBLE, meanOfRanks } from '../../src/forecast/ensemble.js'

const row = (...values: number[]): Matrix => matrixOver(1, values.length, Float64Array.from(values))

describe('meanOfRanks', () => {
  it('is the mean of centred ranks', () => {
    expect([...meanOfRanks([row(1, 2, 3), row(30, 10, 20)]).data]).toEqual([0, -0.25, 0.25])
    expect([...meanOfRanks([row(5, 5)]).data]).toEqual([0, 0])
    expect(ENSEMBLE).toBe('mean')
  })

  it('does not depend on the unit of a model', () => {
    const a = meanOfRanks([row(1, 2, 9), row(3, 1, 2)])
    const b = meanOfRanks([row(1e-9, 2e-9, 9e-9), row(300, -100, 2)])
    expect(b).toEqual(a)
  })

  it('uses the models that have a score, and is missing where none has', () => {
    expect([...meanOfRanks([row(NaN, 1, 2), row(NaN, NaN, 7)]).data]).toEqual([NaN, -0.5, 0.25])
  })

  it('ranks every session by itself', () => {
    const scores = matrixOver(2, 2, Float64Array.of(1, 2, 200, 100))
    expect([...meanOfRanks([scores]).data]).toEqual([-0.5, 0.5, 0.5, -0.5])
  })
})

describe('meanOfRanks of ranks that come to the same', () => {
  it('ties exactly, whatever the order in which the models add up, and is 0 and not nearly 0 in the middle', () => {
    // Rank fractions of the first two assets over three models: 0.1 + 0.7 + 0.5 and 0.5 + 0.1 + 0.7 of ten sectors.
    const scores = [
      row(1, 5, 0, 2, 3, 4, 6, 7, 8, 9),
      row(7, 1, 0, 2, 3, 4, 5, 6, 8, 9),
      row(5, 7, 0, 1, 2, 3, 4, 6, 8, 9),
    ]
    const [a, b] = meanOfRanks(scores).data
    expect(a).toBe(b)
    const opposed = meanOfRanks([
      row(1, 2, 3, 4, 5, 6, 7),
      row(7, 6, 5, 4, 3, 2, 1),
      row(1, 2, 3, 4, 5, 6, 7),
      row(7, 6, 5, 4, 3, 2, 1),
    ])
    expect([...opposed.data]).toEqual([0, 0, 0, 0, 0, 0, 0])
  })
})

describe('agreement', () => {
  it('is 1 where all agree and 0 where half put an asset first and half last', () => {
    expect([...agreement([row(1, 2, 3), row(10, 20, 30)]).data]).toEqual([1, 1, 1])
    expect([...agreement([row(1, 2, 3), row(3, 2, 1)]).data]).toEqual([0, 1, 0])
  })

  it('between the extremes is 1 - 2 x the population deviation of the rank fractions', () => {
    // Fractions of the first asset: 0, 0.5 and 1, whose population deviation is the root of 1/6.
    const [first] = agreement([row(1, 2, 3), row(2, 1, 3), row(3, 2, 1)]).data
    expect(first).toBeCloseTo(1 - 2 * Math.sqrt(1 / 6), 12)
  })

  it('of a single model is 0, of none missing', () => {
    expect([...agreement([row(1, 2)]).data]).toEqual([0, 0])
    expect([...agreement([row(1, NaN, 3), row(3, NaN, NaN)]).data].map((value) => Number.isNaN(value))).toEqual([
      false,
      true,
      false,
    ])
  })

  it('lies in [0, 1], the mean of ranks in [-0.5, 0.5], both missing at the same places', () => {
    const score = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(NaN))
    const matrix = fc.array(score, { minLength: 8, maxLength: 8 }).map((v) => matrixOver(2, 4, Float64Array.from(v)))
    fc.assert(
      fc.property(fc.array(matrix, { minLength: 1, maxLength: 5 }), (scores) => {
        const [confidence, ranks] = [agreement(scores).data, meanOfRanks(scores).data]
        for (let i = 0; i < 8; i++) {
          expect(Number.isNaN(confidence[i])).toBe(scores.every(({ data }) => Number.isNaN(data[i])))
          expect(Number.isNaN(ranks[i])).toBe(Number.isNaN(confidence[i]))
          if (Number.isNaN(ranks[i])) continue
          expect(confidence[i] >= 0 && confidence[i] <= 1).toBe(true)
          expect(Math.abs(ranks[i])).toBeLessThanOrEqual(0.5)
        }
      }),
    )
  })
})
