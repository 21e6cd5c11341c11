import { describe, expect, it } from 'vitest'
import { standardDeviation } from '../../src/core/statistics.js'
import { stageOf } from '../../src/features/stage-families.js'
import { computeColumn, panelOfCloses } from './compute.js'

describe('volatility', () => {
  const prices = [100, 101, 99, 104, 103, 108]

  it('is the sample deviation of daily log returns, per session', () => {
    const { data } = computeColumn('volatility_3', panelOfCloses(prices.map((price) => [price])))
    const returns = prices.slice(1).map((price, i) => Math.log(price / prices[i]))
    expect([...data.subarray(0, 3)]).toEqual([NaN, NaN, NaN])
    expect(data[3]).toBeCloseTo(standardDeviation(returns.slice(0, 3)), 14)
    expect(data[5]).toBeCloseTo(standardDeviation(returns.slice(2, 5)), 14)
  })

  it('of flat prices is exactly 0, and of steady growth 0 but for rounding', () => {
    expect(computeColumn('volatility_3', panelOfCloses(prices.map(() => [0.1]))).data[5]).toBe(0)
    const steady = panelOfCloses(prices.map((_, t) => [2 ** t]))
    expect(computeColumn('volatility_3', steady).data[5]).toBeCloseTo(0, 14)
  })

  it('needs two returns', () => {
    expect(() => stageOf('volatility_1')).toThrow('volatility: window is "1", expected a whole number from 2 to 100000')
  })
})
