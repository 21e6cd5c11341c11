import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMatrix, matrixOver, rowOf } from '../../src/core/matrix.js'
import { mean } from '../../src/core/statistics.js'
import {
  generalMovingAverage,
  generalMovingAverages,
  weightedMovingAverage,
} from '../../src/switching/general-moving-average.js'

const prices = fc.array(fc.double({ min: 0.5, max: 1000, noNaN: true }), { minLength: 12, maxLength: 60 })
const largest = (values: readonly number[]): number => Math.max(...values)

describe('weightedMovingAverage', () => {
  it.each([1, 2, 5, 250])('of the prices 1 ... %i is (2 N + 1) / 3', (n) => {
    expect(weightedMovingAverage(Array.from({ length: n }, (_, i) => i + 1))).toBeCloseTo((2 * n + 1) / 3, 12)
  })

  it('of a constant series is the constant, to the bit', () => {
    expect(weightedMovingAverage(new Array<number>(37).fill(43.21))).toBe(43.21)
  })

  it('over a rolling window changes by 2 / (n + 1) of the gap to the mean of the n prices before', () => {
    fc.assert(
      fc.property(prices, fc.integer({ min: 1, max: 11 }), (series, n) => {
        for (let t = n; t < series.length; t++) {
          const change =
            weightedMovingAverage(series.slice(t - n + 1, t + 1)) - weightedMovingAverage(series.slice(t - n, t))
          const gap = series[t] - mean(series.slice(t - n, t))
          expect(Math.abs(change - (2 / (n + 1)) * gap)).toBeLessThan(1e-12 * largest(series))
          const gma = generalMovingAverage(Float64Array.from(series.slice(0, t + 1)), { x: n, y: 1 })
          expect(Math.abs(change - (2 / (n + 1)) * gma)).toBeLessThan(1e-12 * largest(series))
        }
      }),
    )
  })

  it('over an expanding window changes by 2 / (N - 1) of the gap between the price and the new average', () => {
    fc.assert(
      fc.property(prices, (series) => {
        for (let n = 2; n <= series.length; n++) {
          const average = weightedMovingAverage(series.slice(0, n))
          const change = average - weightedMovingAverage(series.slice(0, n - 1))
          const expected = (2 / (n - 1)) * (series[n - 1] - average)
          expect(Math.abs(change - expected)).toBeLessThan(1e-12 * largest(series))
        }
      }),
    )
  })

  it('is missing of nothing, and where a price is', () => {
    expect(weightedMovingAverage([])).toBeNaN()
    expect(weightedMovingAverage([1, NaN, 3])).toBeNaN()
  })
})

describe('generalMovingAverage', () => {
  it('with x = 5 and y = 2 takes the mean of exactly four prices', () => {
    // p_N = 100; p_(N-5) ... p_(N-2) are 1, 2, 4, 8, and p_(N-1) = 1000 does not count.
    expect(generalMovingAverage(Float64Array.of(7777, 1, 2, 4, 8, 1000, 100), { x: 5, y: 2 })).toBe(100 - 15 / 4)
  })

  it('needs x + 1 prices', () => {
    expect(generalMovingAverage(Float64Array.of(1, 2, 3), { x: 3, y: 1 })).toBeNaN()
    expect(generalMovingAverage(Float64Array.of(1, 2, 3, 5), { x: 3, y: 1 })).toBe(3)
  })

  it('of a constant price is 0, to the bit', () => {
    expect(generalMovingAverage(new Float64Array(30).fill(0.1), { x: 17, y: 3 })).toBe(0)
  })

  it.each([
    [0, 0, 'x "0"'],
    [1.5, 1, 'x "1.5"'],
    [3, -1, 'y "-1"'],
    [2, 3, 'y "3" lies above x = 2'],
  ])('refuses x = %d, y = %d', (x, y, message) => {
    expect(() => generalMovingAverage(Float64Array.of(1, 2, 3, 4), { x, y })).toThrow(message)
  })
})

describe('generalMovingAverages', () => {
  const table = matrixOver(5, 2, Float64Array.of(1, 10, 2, NaN, 4, 30, 8, 40, 16, 50))

  it('has a value for every column at every row, missing where a price it needs is', () => {
    const { data } = generalMovingAverages(table, { x: 2, y: 1 }, false)
    expect([...data]).toEqual([NaN, NaN, NaN, NaN, 2.5, NaN, 5, NaN, 10, 15])
  })

  it('as a fraction does not depend on the scale of the prices, in units of price it does', () => {
    fc.assert(
      fc.property(prices, fc.double({ min: 0.01, max: 100, noNaN: true }), (series, scale) => {
        const both = createMatrix(series.length, 2)
        for (const [row, price] of series.entries()) rowOf(both, row).set([price, scale * price])
        const span = { x: 5, y: 2 }
        const fractions = generalMovingAverages(both, span, true)
        const levels = generalMovingAverages(both, span, false)
        for (let row = 5; row < series.length; row++) {
          const [a, b] = rowOf(fractions, row)
          expect(Math.abs(a - b)).toBeLessThan(1e-11 * Math.max(1, Math.abs(a)))
          const [level, scaled] = rowOf(levels, row)
          expect(Math.abs(scaled - scale * level)).toBeLessThan(1e-11 * scale * largest(series))
        }
      }),
    )
  })

  it('with y = 0 is x / (x + 1) of that with y = 1: the same ranks', () => {
    const series = Float64Array.of(3, 1, 4, 1.5, 9, 2.6)
    const withY = (y: number): number => generalMovingAverage(series, { x: 4, y })
    expect(withY(0)).toBeCloseTo((4 / 5) * withY(1), 14)
  })
})
