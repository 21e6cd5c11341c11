import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fastEquity } from '../../src/backtest/fast-equity.js'
import type { Prices } from '../../src/backtest/fast-holdings.js'
import { simulate } from '../../src/backtest/simulate.js'
import { createMatrix, matrixOver } from '../../src/core/matrix.js'
import { createRandom } from '../../src/core/random.js'
import type { Weights } from '../../src/decide/weights.js'
import { randomListings, sparseWeights } from './random-listings.js'
import { randomMarket, randomWeights } from './random-market.js'

const CAPITAL = 100_000
const seeds = fc.integer({ min: 0, max: 1_000_000 })
const fills = fc.constantFrom('open' as const, 'close' as const)
const costs = fc.constantFrom(0, 1, 5, 50, 1000)

/** Largest difference of two equity curves, as a fraction of the ledger's. */
function largestDifference(market: Prices, weights: Weights, fill: 'open' | 'close', costBps: number): number {
  const options = { fill, costBps, capital: CAPITAL }
  const fast = fastEquity(market, weights, options)
  const { equity } = simulate(market, weights, options)
  expect(fast).toHaveLength(equity.length)
  return equity.reduce((worst, value, i) => {
    const difference = value === fast[i] ? 0 : Math.abs(fast[i] / value - 1)
    return Math.max(worst, Number.isNaN(difference) ? Infinity : difference)
  }, 0)
}

describe('the fast path is the ledger to 1e-12', () => {
  it.each([
    ['late listings and deaths, decisions now and then', randomListings, sparseWeights],
    ['missing opens too, any decisions', randomMarket, randomWeights],
  ])('%s', (_, marketOf, weightsOf) => {
    fc.assert(
      fc.property(
        seeds,
        fills,
        costs,
        fc.integer({ min: 2, max: 200 }),
        fc.integer({ min: 1, max: 15 }),
        (seed, fill, costBps, n, m) => {
          const weights = weightsOf(seed, n, m)
          fc.pre(weights.length > 0)
          expect(largestDifference(marketOf(seed, n, m), weights, fill, costBps)).toBeLessThanOrEqual(1e-12)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('with gaps inside of a history', () => {
    fc.assert(
      fc.property(seeds, fills, costs, (seed, fill, costBps) => {
        const market = randomListings(seed, 60, 5)
        const random = createRandom(seed, 'holes')
        for (const { data } of [market.open, market.close])
          for (let i = 0; i < data.length; i++) if (random.uniform() < 0.1) data[i] = NaN
        const weights = sparseWeights(seed, 60, 5)
        expect(largestDifference(market, weights, fill, costBps)).toBeLessThanOrEqual(1e-12)
      }),
      { numRuns: 300 },
    )
  })

  it('over six thousand sessions of eleven assets', () => {
    const market = randomListings(8, 6000, 11, 0.008)
    for (const fill of ['open', 'close'] as const)
      expect(largestDifference(market, sparseWeights(8, 6000, 11), fill, 10)).toBeLessThanOrEqual(1e-12)
  })

  it('one asset by hand: bought at the close of the next session, 1% of what is traded', () => {
    const close = matrixOver(4, 1, Float64Array.of(10, 10, 20, 20))
    const market = { open: close, close }
    const weights = [{ dateIndex: 0, weights: Float64Array.of(1), reason: 'all' }]
    const equity = fastEquity(market, weights, { fill: 'close', costBps: 100, capital: 101 })
    // 101 buys 100 and pays 1.
    expect([...equity].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([101, 100, 200, 200])
  })
})

describe('what can not be carried out is refused', () => {
  const close = createMatrix(3, 2, 10)
  const market = { open: close, close }
  const options = { fill: 'close' as const, costBps: 5, capital: 100 }
  const decision = (dateIndex: number, ...weights: number[]): Weights[number] => ({
    dateIndex,
    weights: Float64Array.from(weights),
    reason: '',
  })

  it.each<[string, Weights, string]>([
    ['no decision', [], 'there is no decision'],
    ['a row beyond the data', [decision(3, 1, 0)], 'decision at row "3", expected rows in ascending order from 0 to 2'],
    ['rows out of order', [decision(1, 1, 0), decision(1, 0, 1)], 'from 2 to 2'],
    ['a weight below 0', [decision(0, -0.1, 0)], 'weight "-0.1" at row 0'],
    ['a weight that is none', [decision(0, NaN, 0)], 'weight "NaN" at row 0'],
    ['more than all', [decision(0, 1, 0.5)], 'sum to "1.5"'],
    ['too few weights', [decision(0, 1)], '1 weights at row 0, expected 2'],
  ])('%s', (_, weights, message) => {
    expect(() => fastEquity(market, weights, options)).toThrow(message)
  })

  it('costs and capital out of range, and prices of two shapes', () => {
    const weights = [decision(0, 1, 0)]
    expect(() => fastEquity(market, weights, { ...options, costBps: 1001 })).toThrow('costBps "1001"')
    expect(() => fastEquity(market, weights, { ...options, capital: 0 })).toThrow('capital "0"')
    expect(() => fastEquity({ open: createMatrix(2, 2, 1), close }, weights, options)).toThrow('open is 2 x 2')
  })

  it('prices that can not be computed with', () => {
    const wild = matrixOver(4, 1, Float64Array.of(1e-300, 1e-300, 1e300, 1e300))
    const weights = [decision(0, 1)]
    expect(() => fastEquity({ open: wild, close: wild }, weights, options)).toThrow('equity is Infinity at row 2')
  })
})
