import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stageOf } from '../../src/features/stage-families.js'
import { computeColumn, panelOfCloses } from './compute.js'

const column = (name: string, prices: readonly number[]): Float64Array =>
  computeColumn(name, panelOfCloses(prices.map((price) => [price]))).data

const RISING = fc.array(fc.double({ min: 1, max: 1000, noNaN: true }), { minLength: 6, maxLength: 20 })

describe('momentum', () => {
  it('is the log return over its lookback', () => {
    const values = column('momentum_2', [1, 2, 4, 3])
    expect([...values.subarray(0, 2)]).toEqual([NaN, NaN])
    expect(values[2]).toBeCloseTo(Math.log(4), 14)
    expect(values[3]).toBeCloseTo(Math.log(1.5), 14)
  })

  it('with a skip leaves out the latest sessions', () => {
    expect(column('momentum_3_1', [1, 5, 7, 100])[3]).toBeCloseTo(Math.log(7), 14)
    expect(stageOf('momentum_3_1')).toMatchObject({ name: 'momentum_3_1', lookback: 4 })
    expect(() => stageOf('momentum_3_0')).toThrow('feature "momentum_3_0" is written "momentum_3"')
  })

  it('with a skip is missing where the asset is delisted, though the price before the skip is known', () => {
    const values = column('momentum_3_1', [1, 5, 7, 100, NaN])
    expect(values[3]).toBeCloseTo(Math.log(7), 14)
    expect(values[4]).toBeNaN()
  })

  it('adds up over sessions and does not depend on the unit of the price', () => {
    fc.assert(
      fc.property(RISING, (prices) => {
        const [one, four, scaled] = [
          column('momentum_1', prices),
          column('momentum_4', prices),
          column(
            'momentum_4',
            prices.map((price) => price * 3),
          ),
        ]
        for (let t = 4; t < prices.length; t++) {
          expect(four[t]).toBeCloseTo(one[t] + one[t - 1] + one[t - 2] + one[t - 3], 12)
          expect(scaled[t]).toBeCloseTo(four[t], 12)
        }
      }),
    )
  })

  it.each([
    ['momentum_0', 'momentum: lookback is "0", expected a whole number from 1 to 100000'],
    ['momentum_5_5', 'momentum: lookback - skip is "0", expected a whole number from 1 to 100000'],
    ['momentum_100001', 'momentum: lookback is "100001", expected a whole number from 1 to 100000'],
  ])('%s is refused', (name, message) => {
    expect(() => stageOf(name)).toThrow(message)
  })
})

describe('return and reversal', () => {
  it('are the simple return over the window, and its opposite', () => {
    // 90 / 100 - 1 = -0.1; 108 / 120 - 1 = -0.1; 99 / 90 - 1 = 0.1
    const prices = [100, 120, 90, 108, 99]
    const values = column('return_2', prices)
    expect([...values.subarray(0, 2)]).toEqual([NaN, NaN])
    for (const [t, expected] of [-0.1, -0.1, 0.1].entries()) {
      expect(values[t + 2]).toBeCloseTo(expected, 14)
      expect(column('reversal_2', prices)[t + 2]).toBeCloseTo(-expected, 14)
    }
  })

  it('the opposite of nothing is 0, not -0', () => {
    expect(column('reversal_1', [5, 5])[1]).toBe(0)
  })

  it('the return is the exponential of the momentum less 1', () => {
    fc.assert(
      fc.property(RISING, (prices) => {
        const [simple, log] = [column('return_3', prices), column('momentum_3', prices)]
        for (let t = 3; t < prices.length; t++) expect(Math.log1p(simple[t])).toBeCloseTo(log[t], 11)
      }),
    )
  })
})

describe('weighted_momentum', () => {
  it('weighs the returns of 1, 3, 6 and 12 months by 12, 4, 2 and 1', () => {
    // With a month of one session: returns over 1, 3, 6 and 12 rows of 0.1, 0.32, 0.65 and 1.2:
    // (12 x 0.1 + 4 x 0.32 + 2 x 0.65 + 1.2) / 4 = (1.2 + 1.28 + 1.3 + 1.2) / 4 = 1.245
    const prices = Array.from({ length: 13 }, () => 50)
    prices[12] = 66
    for (const [back, price] of [
      [1, 60],
      [3, 50],
      [6, 40],
      [12, 30],
    ])
      prices[12 - back] = price
    const values = column('weighted_momentum_1', prices)
    expect(values.subarray(0, 12).every((value) => Number.isNaN(value))).toBe(true)
    expect(values[12]).toBeCloseTo(1.245, 14)
  })

  it('of a steady rise of 1% in a month is near 12%: the returns are annualised', () => {
    const month = 1
    const values = column(
      `weighted_momentum_${month}`,
      Array.from({ length: 13 }, (_, t) => 100 + t),
    )
    // 1/111, 3/109, 6/106 and 12/100: 12, 4, 2 and 1 times those are 0.1081, 0.1101, 0.1132 and 0.12, on average 0.1129.
    expect(values[12]).toBeCloseTo((12 / 111 + 12 / 109 + 12 / 106 + 12 / 100) / 4, 14)
    expect(values[12]).toBeCloseTo(0.1129, 4)
  })

  it('is refused where a year would be longer than any return', () => {
    expect(() => stageOf('weighted_momentum_8334')).toThrow(
      'weighted_momentum: month is "8334", expected a whole number from 1 to 8333',
    )
  })
})

describe('acceleration', () => {
  it('is the momentum less that of the sessions before', () => {
    // log(8 / 2) - log(2 / 1) = log 2; a steady rise does not accelerate
    const values = column('acceleration_2', [1, 7, 2, 5, 8])
    expect(values.subarray(0, 4).every((value) => Number.isNaN(value))).toBe(true)
    expect(values[4]).toBeCloseTo(Math.log(2), 14)
    expect(column('acceleration_2', [1, 2, 4, 8, 16])[4]).toBeCloseTo(0, 14)
  })
})
