import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stageOf } from '../../src/features/stage-families.js'
import { computeColumn, panelOfCloses } from './compute.js'

const column = (name: string, prices: readonly number[]): Float64Array =>
  computeColumn(name, panelOfCloses(prices.map((price) => [price]))).data

const PRICES = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 30 })

describe('drawdown', () => {
  it('is the loss from the peak of the window, and forgets older peaks', () => {
    // Peaks of the last three closes: 16, 8, 6, 6.
    expect([...column('drawdown_3', [16, 8, 4, 6, 3, 6])]).toEqual([NaN, NaN, -0.75, -0.25, -0.5, 0])
  })

  it('is missing at once where the asset is delisted, and until the window is complete where it is listed late', () => {
    expect([...column('drawdown_2', [NaN, 8, 4, NaN, 2, 1])]).toEqual([NaN, NaN, -0.5, NaN, NaN, -0.5])
  })

  it('needs two closes', () => {
    expect(() => stageOf('drawdown_1')).toThrow('drawdown: window is "1", expected a whole number from 2 to 100000')
  })
})

describe('time_under_water', () => {
  it('counts sessions since the latest peak of the window', () => {
    // At row 4 the peak of the window is the second 8 of rows 1 to 4; at row 5 that of rows 2 to 5 is still it.
    expect([...column('time_under_water_4', [9, 8, 8, 7, 5, 6, 6, 6])]).toEqual([NaN, NaN, NaN, 3, 2, 3, 3, 0])
  })
})

describe('max_drawdown', () => {
  it('is the deepest fall inside the window, recovered or not', () => {
    // Rows 0-3: 8 to 2. Rows 1-4: 4 to 2. Rows 2-5: 6 to 3. Rows 3-6: 6 to 3, again, though 9 came after.
    expect([...column('max_drawdown_4', [8, 4, 2, 6, 3, 9, 9])]).toEqual([NaN, NaN, NaN, -0.75, -0.5, -0.5, -0.5])
  })

  it('of what only rises is 0', () => {
    expect([...column('max_drawdown_3', [1, 2, 3, 5])]).toEqual([NaN, NaN, 0, 0])
  })

  it('is what every pair of an earlier and a later close gives, to the last bit, missing closes included', () => {
    const cents = fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 100, max: 9_999 }) }, fc.constant(NaN))
    fc.assert(
      fc.property(
        fc.array(cents, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 2, max: 12 }),
        (prices, window) => {
          const expected = prices.map((_, t) => {
            if (t < window - 1) return NaN
            const closes = prices.slice(t - window + 1, t + 1)
            return (
              closes
                .flatMap((first, i) => closes.slice(i).map((later) => later / first))
                .reduce((a, b) => Math.min(a, b)) - 1
            )
          })
          expect([...column(`max_drawdown_${window}`, prices)]).toEqual(expected)
        },
      ),
    )
  })

  it('is at least as deep as the drawdown', () => {
    fc.assert(
      fc.property(PRICES, (prices) => {
        const [deepest, now] = [column('max_drawdown_5', prices), column('drawdown_5', prices)]
        for (let t = 4; t < prices.length; t++) expect(deepest[t]).toBeLessThanOrEqual(now[t])
      }),
    )
  })
})

describe('ulcer', () => {
  it('is the root mean square of the drawdowns of the window', () => {
    // Drawdowns over two rows: -1/2, 0, -1/4, 0: root of (1/4 + 0) / 2, (0 + 1/16) / 2 and (1/16 + 0) / 2.
    const values = column('ulcer_2', [8, 4, 8, 6, 6])
    expect([...values.subarray(0, 2)]).toEqual([NaN, NaN])
    for (const [i, square] of [1 / 8, 1 / 32, 1 / 32].entries())
      expect(values[i + 2]).toBeCloseTo(Math.sqrt(square), 15)
  })

  it('of what only rises is exactly 0', () => {
    expect(column('ulcer_2', [1, 2, 3])[2]).toBe(0)
  })
})
