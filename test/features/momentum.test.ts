import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { momentum } from '../../src/features/momentum.js'
import { stageOf } from '../../src/features/stage-families.js'
import { computeColumn, panelOfCloses } from './compute.js'

const column = (name: string, prices: readonly number[]): Float64Array =>
  computeColumn(name, panelOfCloses(prices.map((price) => [price]))).data

describe('momentum', () => {
  it('is the log return over its lookback', () => {
    const values = column('momentum_2', [1, 2, 4, 3])
    expect([...values.subarray(0, 2)]).toEqual([NaN, NaN])
    expect(values[2]).toBeCloseTo(Math.log(4), 14)
    expect(values[3]).toBeCloseTo(Math.log(1.5), 14)
  })

  it('with a skip leaves out the latest sessions', () => {
    expect(column('momentum_3_1', [1, 5, 7, 100])[3]).toBeCloseTo(Math.log(7), 14)
    expect(momentum.create(3, 1)).toMatchObject({ name: 'momentum_3_1', lookback: 4 })
    expect(momentum.create(3, 0).name).toBe('momentum_3')
  })

  it('adds up over sessions and does not depend on the unit of the price', () => {
    const series = fc.array(fc.double({ min: 1, max: 1000, noNaN: true }), { minLength: 6, maxLength: 20 })
    fc.assert(
      fc.property(series, (prices) => {
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
