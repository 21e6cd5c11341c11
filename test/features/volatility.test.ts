import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { standardDeviation } from '../../src/core/statistics.js'
import { stageOf } from '../../src/features/stage-families.js'
import { computeColumn, panelOfCloses } from './compute.js'

const column = (name: string, prices: readonly number[]): Float64Array =>
  computeColumn(name, panelOfCloses(prices.map((price) => [price]))).data

/** Closes whose log returns are the given multiples of log 2. */
const ofSteps = (...steps: readonly number[]): number[] => {
  const prices = [64]
  for (const step of steps) prices.push(prices[prices.length - 1] * 2 ** step)
  return prices
}

describe('volatility', () => {
  const prices = [100, 101, 99, 104, 103, 108]

  it('is the sample deviation of daily log returns, per session', () => {
    const data = column('volatility_3', prices)
    const returns = prices.slice(1).map((price, i) => Math.log(price / prices[i]))
    expect([...data.subarray(0, 3)]).toEqual([NaN, NaN, NaN])
    expect(data[3]).toBeCloseTo(standardDeviation(returns.slice(0, 3)), 14)
    expect(data[5]).toBeCloseTo(standardDeviation(returns.slice(2, 5)), 14)
  })

  it('of flat prices is exactly 0, and of steady growth 0 but for rounding', () => {
    expect(
      column(
        'volatility_3',
        prices.map(() => 0.1),
      )[5],
    ).toBe(0)
    expect(column('volatility_3', ofSteps(1, 1, 1, 1, 1))[5]).toBeCloseTo(0, 14)
  })

  it('needs two returns', () => {
    expect(() => stageOf('volatility_1')).toThrow('volatility: window is "1", expected a whole number from 2 to 100000')
  })
})

describe('downside_volatility', () => {
  it('is the root mean square of the falls over all sessions', () => {
    // Steps -1, 2, -1, 0: squares of the falls are 1, 0, 1, 0, their mean over four sessions 1/2.
    const values = column('downside_volatility_4', ofSteps(-1, 2, -1, 0))
    expect(values.subarray(0, 4).every((value) => Number.isNaN(value))).toBe(true)
    expect(values[4]).toBeCloseTo(Math.LN2 * Math.SQRT1_2, 14)
    expect([...column('downside_return', ofSteps(-1, 2))]).toEqual([NaN, -Math.LN2, 0])
  })

  it('of what only rises is exactly 0', () => {
    expect(column('downside_volatility_3', [1, 2, 3, 5])[3]).toBe(0)
  })

  it('counts falls alone: squared with the rises it makes up the mean square return', () => {
    const prices = fc.array(fc.double({ min: 1, max: 100, noNaN: true }), { minLength: 5, maxLength: 12 })
    fc.assert(
      fc.property(prices, (closes) => {
        const down = column('downside_volatility_4', closes)
        // Turned upside down, rises are falls.
        const up = column(
          'downside_volatility_4',
          closes.map((close) => 1 / close),
        )
        const returns = column('momentum_1', closes)
        for (let t = 4; t < closes.length; t++) {
          const meanSquare = returns.subarray(t - 3, t + 1).reduce((sum, each) => sum + each * each, 0) / 4
          expect(down[t] ** 2 + up[t] ** 2).toBeCloseTo(meanSquare, 12)
        }
      }),
    )
  })
})

describe('volatility_ratio', () => {
  it('is the volatility of the last sessions in units of that of more', () => {
    // Steps 1, -1, 1, -1 have a sample variance of 4/3 (mean 0), the last two one of 2 (1 + 1 over 1).
    expect(column('volatility_ratio_2_4', ofSteps(1, -1, 1, -1))[4]).toBeCloseTo(Math.sqrt(1.5), 13)
  })

  it('of a price that came to rest is 0, and missing once it moved in neither window', () => {
    const values = column('volatility_ratio_2_4', ofSteps(1, -1, 0, 0, 0, 0))
    expect(values[4]).toBe(0)
    expect(values[6]).toBeNaN()
  })

  it('is refused unless the second window is the longer one', () => {
    expect(() => stageOf('volatility_ratio_5_5')).toThrow(
      'volatility_ratio: long is "5", expected a whole number from 6 to 100000',
    )
  })
})

describe('volatility_of_volatility', () => {
  it('is the deviation of the volatility over its mean', () => {
    // Steps 0, 2, 0, 4: the volatilities of neighbours are |difference| / sqrt 2, that is sqrt 2, sqrt 2 and 2 sqrt 2.
    // Their mean is 4/3 sqrt 2; their sample variance 2 (1/9 + 1/9 + 4/9) / 2 = 2/3: sqrt(2/3) / (4/3 sqrt 2) = sqrt 3 / 4.
    const values = column('volatility_of_volatility_2_3', ofSteps(0, 2, 0, 4))
    expect(values.subarray(0, 4).every((value) => Number.isNaN(value))).toBe(true)
    expect(values[4]).toBeCloseTo(Math.sqrt(3) / 4, 13)
  })
})

describe('the shape of returns', () => {
  it('skewness is that of the log returns', () => {
    // Steps 0, 0, 3: deviations -1, -1, 2 with squares of 6 and cubes of 6. G1 = sqrt(n (n - 1)) / (n - 2) x (6/3) / (6/3)^1.5
    // = sqrt 6 / sqrt 2 = sqrt 3.
    expect(column('return_skewness_3', ofSteps(0, 0, 3))[3]).toBeCloseTo(Math.sqrt(3), 13)
    expect(column('return_skewness_3', ofSteps(0, 0, -3))[3]).toBeCloseTo(-Math.sqrt(3), 13)
  })

  it('kurtosis is that of the log returns', () => {
    // Steps 0, 0, 0, 4: deviations -1, -1, -1, 3: squares sum to 12, fourth powers to 84.
    // G2 = n (n + 1) (n - 1) / ((n - 2) (n - 3)) x 84 / 144 - 3 (n - 1)^2 / ((n - 2) (n - 3)) = 30 x 7/12 - 13.5 = 4
    expect(column('return_kurtosis_4', ofSteps(0, 0, 0, 4))[4]).toBeCloseTo(4, 12)
  })

  it('the largest return of one session is a simple one, and may be negative', () => {
    // 5/4 - 1 = 0.25 leaves the window of two after two sessions; then 4/5 - 1 = -0.2 and 3/4 - 1 = -0.25.
    const values = column('max_return_2', [4, 5, 4, 3])
    expect([...values.subarray(0, 2)]).toEqual([NaN, NaN])
    expect(values[2]).toBe(0.25)
    expect(values[3]).toBeCloseTo(-0.2, 15)
  })
})
