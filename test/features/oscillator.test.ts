import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matrixOver } from '../../src/core/matrix.js'
import { stageOf } from '../../src/features/stage-families.js'
import { computeColumn, panelOfCloses } from './compute.js'

const column = (name: string, prices: readonly number[]): Float64Array =>
  computeColumn(name, panelOfCloses(prices.map((price) => [price]))).data

const last = (name: string, prices: readonly number[]): number => column(name, prices)[prices.length - 1]

describe('rsi', () => {
  it('is the percentage of gains among gains and losses', () => {
    // Gains 2 and 3, a loss of 1.
    expect(last('rsi_4', [10, 12, 11, 14, 14])).toBeCloseTo(500 / 6, 12)
    expect([...column('rsi_4', [10, 12, 11, 14, 14]).subarray(0, 4)].every(Number.isNaN)).toBe(true)
  })

  it('is 100 where every session gains, 0 where every one loses, missing where nothing moves', () => {
    expect(last('rsi_3', [0.1, 0.2, 0.3, 0.4])).toBe(100)
    // The three losses add up to a little less than 0.7.
    expect(last('rsi_3', [0.8, 0.3, 0.2, 0.1])).toBe(0)
    expect(last('rsi_3', [0.1, 0.1, 0.1, 0.1])).toBeNaN()
  })

  it('is what the sums of gains and losses give, and lies within 0 ... 100', () => {
    const prices = fc.array(fc.double({ min: 1, max: 1000, noNaN: true }), { minLength: 6, maxLength: 12 })
    fc.assert(
      fc.property(prices, (series) => {
        const moves = series.slice(-5).map((price, i) => price - series[series.length - 6 + i])
        const gains = moves.reduce((sum, move) => sum + Math.max(0, move), 0)
        const losses = moves.reduce((sum, move) => sum + Math.max(0, -move), 0)
        fc.pre(gains + losses > 1e-3)
        const value = last('rsi_5', series)
        expect(value).toBeCloseTo((100 * gains) / (gains + losses), 6)
        expect(value).toBeGreaterThanOrEqual(0)
        expect(value).toBeLessThanOrEqual(100)
      }),
    )
  })
})

describe('aroon', () => {
  it('compares how long ago the extremes were, the latest of equal ones', () => {
    // Highest three sessions ago, lowest two: 100 (2 - 3) / 4. Of the tied ones the later count: three and one.
    expect(last('aroon_4', [3, 5, 1, 2, 4])).toBe(-25)
    expect(last('aroon_4', [5, 5, 1, 1, 2])).toBe(-50)
    expect(last('aroon_4', [1, 2, 3, 4, 5])).toBe(100)
    expect(last('aroon_4', [5, 4, 3, 2, 1])).toBe(-100)
    expect(last('aroon_4', [2, 2, 2, 2, 2])).toBe(0)
  })
})

describe('stochastic', () => {
  it('is where the close lies between lowest low and highest high', () => {
    const panel = panelOfCloses([[10], [9], [12]])
    const [high, low] = [[11, 12, 13], [9, 8, 10]].map((values) => matrixOver(3, 1, Float64Array.from(values))) // prettier-ignore
    const { data } = computeColumn('stochastic_3', { ...panel, fields: { ...panel.fields, high, low } })
    expect([...data]).toEqual([NaN, NaN, (12 - 8) / (13 - 8)])
    expect(last('stochastic_3', [4, 4, 4])).toBeNaN()
  })
})

describe('absolute', () => {
  it('keeps the size and loses the sign', () => {
    expect([...column('absolute(change_1(close))', [3, 1, 4])]).toEqual([NaN, 2, 3])
  })
})

it.each([
  ['rsi_1', 'rsi: window is "1", expected a whole number from 2 to 100000'],
  ['aroon_1', 'aroon: window is "1", expected a whole number from 2 to 100000'],
  ['stochastic_1', 'stochastic: window is "1", expected a whole number from 2 to 100000'],
])('%s is refused', (name, message) => {
  expect(() => stageOf(name)).toThrow(message)
})
