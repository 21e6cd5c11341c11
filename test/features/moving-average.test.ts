import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mean } from '../../src/core/statistics.js'
import { stageOf } from '../../src/features/stage-families.js'
import { computeColumn, panelOfCloses } from './compute.js'

const column = (name: string, prices: readonly number[]): Float64Array =>
  computeColumn(name, panelOfCloses(prices.map((price) => [price]))).data

const prices = fc.array(fc.double({ min: 1, max: 1000, noNaN: true }), { minLength: 12, maxLength: 40 })
const largest = (values: readonly number[]): number => Math.max(...values)

describe('wma', () => {
  it.each([1, 2, 5, 20])('of the prices 1 ... %i is (2 n + 1) / 3', (n) => {
    const upToN = Array.from({ length: n }, (_, i) => i + 1)
    expect(column(`wma_${n}`, upToN)[n - 1]).toBeCloseTo((2 * n + 1) / 3, 12)
  })

  it('of a constant series is the constant', () => {
    const averages = column('wma_7', new Array<number>(20).fill(43.21))
    for (const value of averages.subarray(6)) expect(value).toBeCloseTo(43.21, 12)
  })

  it('over a rolling window changes by 2 / (n + 1) of the gap between the price and the mean of the n before it', () => {
    fc.assert(
      fc.property(prices, fc.integer({ min: 1, max: 10 }), (series, n) => {
        const averages = column(`wma_${n}`, series)
        for (let t = n; t < series.length; t++) {
          const gap = series[t] - mean(series.slice(t - n, t))
          const change = averages[t] - averages[t - 1]
          expect(Math.abs(change - (2 / (n + 1)) * gap)).toBeLessThan(1e-12 * largest(series))
        }
      }),
    )
  })

  it('the same holds with the gap that gma(n, 1) computes', () => {
    fc.assert(
      fc.property(prices, fc.integer({ min: 1, max: 10 }), (series, n) => {
        const [averages, gaps] = [column(`wma_${n}`, series), column(`gma_${n}_1`, series)]
        for (let t = n; t < series.length; t++) {
          const difference = averages[t] - averages[t - 1] - (2 / (n + 1)) * gaps[t]
          expect(Math.abs(difference)).toBeLessThan(1e-12 * largest(series))
        }
      }),
    )
  })

  it('over an expanding window changes by 2 / (n - 1) of the gap between the price and the new average', () => {
    fc.assert(
      fc.property(prices, fc.integer({ min: 2, max: 12 }), (series, n) => {
        const whole = column(`wma_${n}`, series)[n - 1]
        const before = column(`wma_${n - 1}`, series)[n - 2]
        const expected = (2 / (n - 1)) * (series[n - 1] - whole)
        expect(Math.abs(whole - before - expected)).toBeLessThan(1e-12 * largest(series))
      }),
    )
  })

  it('lies between the lowest and the highest price of its window', () => {
    fc.assert(
      fc.property(prices, (series) => {
        const averages = column('wma_6', series)
        for (let t = 5; t < series.length; t++) {
          const window = series.slice(t - 5, t + 1)
          expect(averages[t]).toBeGreaterThanOrEqual(Math.min(...window) * (1 - 1e-14))
          expect(averages[t]).toBeLessThanOrEqual(largest(window) * (1 + 1e-14))
        }
      }),
    )
  })
})

describe('averages and the gaps between them', () => {
  it('of five prices', () => {
    // Mean 20 / 5; weighted (1 + 4 + 9 + 16 + 50) / 15 = 16 / 3; mean of the last two 7.
    const series = [1, 2, 3, 4, 10]
    const last = (name: string): number => column(name, series)[4]
    expect(last('sma_5')).toBe(4)
    expect(last('wma_5')).toBeCloseTo(16 / 3, 14)
    expect(last('sma_gap_5')).toBe(10 / 4 - 1)
    expect(last('wma_gap_5')).toBeCloseTo(10 / (16 / 3) - 1, 14)
    expect(last('average_gap_2_5')).toBe(7 / 4 - 1)
    expect(column('average_gap_2_5', series)[3]).toBeNaN()
  })

  it('gaps do not depend on the unit of the price', () => {
    fc.assert(
      fc.property(prices, fc.constantFrom('sma_gap_4', 'wma_gap_4', 'average_gap_2_4'), (series, name) => {
        const [gaps, same] = [column(name, series), column(name, series.map((price) => price * 10))] // prettier-ignore
        for (let t = 3; t < series.length; t++)
          expect(Math.abs(same[t] - gaps[t])).toBeLessThan(1e-12 * (1 + Math.abs(gaps[t])))
      }),
    )
  })

  it.each([
    ['sma_0', 'sma: window is "0", expected a whole number from 1 to 100000'],
    ['sma_gap_1', 'sma_gap: window is "1", expected a whole number from 2 to 100000'],
    ['wma_gap_1', 'wma_gap: window is "1", expected a whole number from 2 to 100000'],
    ['average_gap_1_5', 'average_gap: fast is "1", expected a whole number from 2 to 100000'],
    ['average_gap_5_5', 'average_gap: slow is "5", expected a whole number from 6 to 100000'],
  ])('%s is refused', (name, message) => {
    expect(() => stageOf(name)).toThrow(message)
  })
})

describe('gma', () => {
  it('x = 5, y = 2 averages the four prices from five to two sessions ago', () => {
    const series = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000]
    expect(column('gma_5_2', series)[6]).toBe(1_000_000 - (10 + 100 + 1000 + 10_000) / 4)
    expect([...column('gma_5_2', series).subarray(0, 5)].every((value) => Number.isNaN(value))).toBe(true)
  })

  it('is the price less the mean of x - y + 1 prices, for any x >= y', () => {
    fc.assert(
      fc.property(prices, fc.nat(9), fc.nat(9), (series, a, b) => {
        const [x, y] = [Math.max(a, b), Math.min(a, b)]
        const gaps = column(`gma_${x}_${y}`, series)
        const normalised = column(`gma_normalised_${x}_${y}`, series)
        for (let t = x; t < series.length; t++) {
          const averaged = series.slice(t - x, t - y + 1)
          expect(averaged).toHaveLength(x - y + 1)
          expect(Math.abs(gaps[t] - (series[t] - mean(averaged)))).toBeLessThan(1e-12 * largest(series))
          expect(normalised[t]).toBeCloseTo(series[t] / mean(averaged) - 1, 10)
        }
      }),
    )
  })

  it('grows with the unit of the price; normalised it does not', () => {
    fc.assert(
      fc.property(prices, (series) => {
        const tenfold = series.map((price) => price * 10)
        const [gaps, large] = [column('gma_6_2', series), column('gma_6_2', tenfold)]
        const [free, same] = [column('gma_normalised_6_2', series), column('gma_normalised_6_2', tenfold)]
        for (let t = 6; t < series.length; t++) {
          expect(Math.abs(large[t] - 10 * gaps[t])).toBeLessThan(1e-11 * largest(series))
          expect(Math.abs(same[t] - free[t])).toBeLessThan(1e-11 * (1 + Math.abs(free[t])))
        }
      }),
    )
  })

  it.each([
    ['gma_2_5', 'gma: x is "2", expected a whole number from 5 to 100000'],
    ['gma_normalised_0_1', 'gma_normalised: x is "0", expected a whole number from 1 to 100000'],
    ['wma_0', 'wma: window is "0", expected a whole number from 1 to 100000'],
  ])('%s is refused', (name, message) => {
    expect(() => stageOf(name)).toThrow(message)
  })
})
