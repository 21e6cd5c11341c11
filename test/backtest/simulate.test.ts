import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { simulate, type Market, type SimulateOptions } from '../../src/backtest/simulate.js'
import { createMatrix, matrixOver, rowOf } from '../../src/core/matrix.js'
import type { Weights } from '../../src/decide/weights.js'
import { randomMarket, randomWeights } from './random-market.js'

const N = 6
const seeds = fc.integer({ min: 0, max: 1_000_000 })
const fills = fc.constantFrom('open' as const, 'close' as const)
const optionsOf = (fill: 'open' | 'close', costBps = 20): SimulateOptions => ({ fill, costBps, capital: 100_000 })

/** One asset per argument, open equal to close. */
function marketOf(...columns: number[][]): Market {
  const close = createMatrix(columns[0].length, columns.length)
  columns.forEach((prices, col) => prices.forEach((price, row) => (close.data[row * columns.length + col] = price)))
  return { open: close, close }
}

const decide = (dateIndex: number, ...weights: number[]): Weights[number] => ({
  dateIndex,
  weights: Float64Array.from(weights),
  reason: 'given',
})

describe('ledger', () => {
  it('cash and holdings equal capital plus profit and loss within 1e-9, and cash is never short, over long random runs', () => {
    fc.assert(
      fc.property(seeds, fills, fc.constantFrom(0, 5, 100, 1000), (seed, fill, costBps) => {
        const performance = simulate(randomMarket(seed, 400, N), randomWeights(seed, 400, N), optionsOf(fill, costBps))
        const { equity, cash, invested, shares, trades } = performance
        const largest = Math.max(...equity)
        equity.forEach((value, i) => {
          expect(Math.abs(cash[i] + invested[i] - value)).toBeLessThanOrEqual(1e-9 * largest)
          expect(cash[i]).toBeGreaterThan(-1e-9 * largest)
        })
        expect(shares.every((held) => held >= 0)).toBe(true)
        expect(
          trades.every(({ cost, price, shares: size, dateIndex, decidedIndex }) => {
            const exact = Math.abs(cost - (costBps / 10_000) * Math.abs(size) * price) <= 1e-9 * Math.max(1, cost)
            return (exact || cost === 0) && decidedIndex < dateIndex
          }),
        ).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  it('the weights that are wanted are those held after the costs', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(0, 5, 100, 1000), (seed, costBps) => {
        const market = randomMarket(seed, 40, N)
        const complete = { open: market.close, close: market.close }
        const weights = randomWeights(seed, 40, N)
        const { startIndex, equity, shares } = simulate(complete, weights, optionsOf('close', costBps))
        for (const { dateIndex, weights: wanted } of weights.filter((decision) => decision.dateIndex < 39)) {
          const i = dateIndex + 1 - startIndex
          const prices = rowOf(market.close, dateIndex + 1)
          wanted.forEach((weight, col) => {
            const value = Number.isNaN(prices[col]) ? 0 : shares[i * N + col] * prices[col]
            expect(value / equity[i]).toBeCloseTo(Number.isNaN(prices[col]) ? 0 : weight, 9)
          })
        }
      }),
      { numRuns: 60 },
    )
  })

  it('costs never pay: equity without them is at least as high at every close', () => {
    fc.assert(
      fc.property(seeds, fills, (seed, fill) => {
        const market = randomMarket(seed, 120, N)
        const weights = randomWeights(seed, 120, N)
        // A position that cannot be sold makes what is bought depend on its share of equity, and so on costs.
        const complete = { open: market.close, close: market.close }
        const free = simulate(complete, weights, optionsOf(fill, 0)).equity
        const costly = simulate(complete, weights, optionsOf(fill, 50)).equity
        free.forEach((value, i) => expect(value).toBeGreaterThanOrEqual(costly[i] * (1 - 1e-12)))
      }),
      { numRuns: 60 },
    )
  })

  it('buy and hold earns the price ratio', () => {
    fc.assert(
      fc.property(seeds, fills, (seed, fill) => {
        const prices = Array.from(randomMarket(seed, 60, 1).close.data, (_, row) => 50 + 10 * Math.sin(seed + row))
        const { equity } = simulate(marketOf(prices), [decide(0, 1)], optionsOf(fill, 0))
        equity.forEach((value, i) => {
          if (i > 0) expect(value / 100_000).toBeCloseTo(prices[i] / prices[1], 12)
        })
      }),
    )
  })

  it('the same decision every session at constant prices trades once', () => {
    const weights = Array.from({ length: 9 }, (_, row) => decide(row, 0.3, 0.7))
    const flat = Array.from({ length: 10 }, () => 33.3)
    const { trades, equity } = simulate(marketOf(flat, flat), weights, optionsOf('close'))
    expect(trades).toHaveLength(2)
    expect(equity[9]).toBeCloseTo(100_000 / 1.002, 7)
  })

  it('a decision every session is filled every session', () => {
    const prices = [0, 1].map((asset) => Array.from({ length: 50 }, (_, row) => 20 + 5 * Math.sin(row + asset)))
    const weights = Array.from({ length: 50 }, (_, row) => decide(row, 0.5, 0.5))
    const { trades } = simulate(marketOf(...prices), weights, optionsOf('open'))
    expect(trades.every(({ dateIndex, decidedIndex }) => decidedIndex === dateIndex - 1)).toBe(true)
    expect(new Set(trades.map(({ dateIndex }) => dateIndex)).size).toBe(49)
  })

  it('an infinite price can not be computed with, and the books say so', () => {
    expect(() => simulate(marketOf([10, 10, Infinity, 10]), [decide(0, 1)], optionsOf('close'))).toThrow(
      'simulate: equity is Infinity at row 2: the prices move by more than can be computed with',
    )
  })

  it('equal input gives equal bytes', () => {
    const run = (): string =>
      JSON.stringify(simulate(randomMarket(5, 200, N), randomWeights(5, 200, N), optionsOf('open')))
    expect(run()).toBe(run())
  })
})

describe('timing', () => {
  it('a decision of row t changes nothing at or before t, and prices after t change nothing either', () => {
    fc.assert(
      fc.property(seeds, fills, fc.integer({ min: 1, max: 98 }), (seed, fill, t) => {
        const market = randomMarket(seed, 100, N)
        const weights = randomWeights(seed, 100, N, 0.9)
        const other = randomWeights(seed + 1, 100, N, 0.9)
        const stranger = randomMarket(seed + 1, 100, N)
        const mixed = [...weights.filter(({ dateIndex }) => dateIndex < t), ...other.filter((d) => d.dateIndex >= t)]
        const splice = (a: Float64Array, b: Float64Array): Float64Array =>
          Float64Array.from(a, (value, i) => (i < (t + 1) * N ? value : b[i]))
        const future = {
          open: matrixOver(100, N, splice(market.open.data, stranger.open.data)),
          close: matrixOver(100, N, splice(market.close.data, stranger.close.data)),
        }
        const first = simulate(market, weights, optionsOf(fill))
        const second = simulate(future, mixed, optionsOf(fill))
        const known = t + 1 - first.startIndex
        expect(second.startIndex).toBe(first.startIndex)
        for (const name of ['equity', 'cash', 'invested', 'traded'] as const)
          expect(second[name].slice(0, known)).toEqual(first[name].slice(0, known))
        expect(second.shares.slice(0, known * N)).toEqual(first.shares.slice(0, known * N))
        const until = ({ trades }: typeof first): unknown[] => trades.filter(({ dateIndex }) => dateIndex <= t)
        expect(until(second)).toEqual(until(first))
      }),
      { numRuns: 60 },
    )
  })

  it('a decision of the last session is not filled', () => {
    const { equity, trades, startIndex } = simulate(marketOf([1, 2, 3]), [decide(2, 1)], optionsOf('close'))
    expect([startIndex, equity.length, trades.length]).toEqual([2, 1, 0])
  })
})

describe('listings', () => {
  it.each(['open', 'close'] as const)(
    'a fund that dies is paid out at its last close, without cost (fill at the %s)',
    (fill) => {
      const market = marketOf([10, 10, 12, 15, NaN, NaN], [10, 10, 10, 10, 10, 20])
      const { equity, cash, shares, trades, traded } = simulate(market, [decide(0, 0.5, 0.5)], optionsOf(fill, 0))
      expect([...equity].map(Math.round)).toEqual([100_000, 100_000, 110_000, 125_000, 125_000, 175_000])
      expect(cash[4]).toBeCloseTo(75_000, 8)
      expect(shares[4 * 2]).toBe(0)
      expect(trades.at(-1)).toEqual({ dateIndex: 4, decidedIndex: 0, assetIndex: 0, shares: -5000, price: 15, cost: 0 })
      expect(traded[4]).toBe(0)
    },
  )

  it('a fund that dies on the session of a fill at the close funds the others, at the open only from its pay-out on', () => {
    const market = marketOf([10, 10, 10, NaN, NaN], [10, 10, 10, 10, 10])
    const weights = [decide(0, 0.5, 0.5), decide(2, 0, 1)]
    const atClose = simulate(market, weights, optionsOf('close', 0))
    expect(atClose.cash[3]).toBeCloseTo(0, 8)
    const atOpen = simulate(market, weights, optionsOf('open', 0))
    expect(atOpen.cash[3]).toBeCloseTo(50_000, 8)
    expect(atOpen.equity[4]).toBeCloseTo(100_000, 8)
  })

  it('a fund that is not listed yet keeps its weight in cash until the next decision', () => {
    const market = marketOf([10, 10, 10, 10, 10], [NaN, NaN, 5, 5, 5])
    const { cash, shares } = simulate(market, [decide(0, 0.4, 0.6), decide(2, 0.4, 0.6)], optionsOf('close', 0))
    expect([...cash].map(Math.round)).toEqual([100_000, 60_000, 60_000, 0, 0])
    expect(shares[3 * 2 + 1]).toBeCloseTo(12_000, 8)
  })

  it('a holding without an opening price is kept, and what is left is shared by the others', () => {
    const close = marketOf([10, 10, 10, 10], [10, 10, 10, 10], [10, 10, 10, 10]).close
    const open = { ...close, data: close.data.slice() }
    open.data[2 * 3] = NaN
    const weights = [decide(0, 0.5, 0.5, 0), decide(1, 0, 0.25, 0.75)]
    const { cash, shares } = simulate({ open, close }, weights, optionsOf('open', 0))
    expect([...shares.slice(6, 9)]).toEqual([5000, 1250, 3750])
    expect(cash[2]).toBeCloseTo(0, 8)
  })

  it('weights that sum to less than 1 keep the rest in cash', () => {
    const { cash, equity } = simulate(marketOf([10, 10, 20]), [decide(0, 0.25)], optionsOf('close', 0))
    expect([...cash]).toEqual([100_000, 75_000, 75_000])
    expect(equity[2]).toBe(125_000)
  })
})

describe('refusals', () => {
  const market = marketOf([1, 2, 3], [4, 5, 6])
  it.each<[string, Weights, Partial<SimulateOptions>]>([
    ['simulate: there is no decision, expected one or more', [], {}],
    ['simulate: weight "NaN" at row 0, expected a fraction of 0 or more', [decide(0, NaN, 1)], {}],
    ['simulate: weight "-0.1" at row 1, expected a fraction of 0 or more', [decide(1, -0.1, 1)], {}],
    ['simulate: weights at row 0 sum to "1.2", expected 1 or less', [decide(0, 0.6, 0.6)], {}],
    ['simulate: 1 weights at row 0, expected 2', [decide(0, 1)], {}],
    ['simulate: decision at row "3", expected rows in ascending order from 0 to 2', [decide(3, 1, 0)], {}],
    [
      'simulate: decision at row "1", expected rows in ascending order from 2 to 2',
      [decide(1, 1, 0), decide(1, 1, 0)],
      {},
    ],
    ['simulate: capital "0", expected an amount above 0', [decide(0, 1, 0)], { capital: 0 }],
    ['costRate: costBps "-1", expected 0 to 1000 basis points of traded value', [decide(0, 1, 0)], { costBps: -1 }],
    ['costRate: costBps "NaN", expected 0 to 1000', [decide(0, 1, 0)], { costBps: NaN }],
    ['simulate: fill "noon", expected "open" or "close"', [decide(0, 1, 0)], { fill: 'noon' as 'open' }],
  ])('%s', (message, weights, options) => {
    expect(() => simulate(market, weights, { ...optionsOf('close'), ...options })).toThrow(message)
  })

  it('open and close of other shapes are refused', () => {
    expect(() => simulate({ ...market, open: createMatrix(2, 2) }, [decide(0, 1, 0)], optionsOf('open'))).toThrow(
      'simulate: open is 2 x 2, expected 3 x 2 as close',
    )
  })

  it('a sum of weights above 1 by rounding alone is accepted', () => {
    const weights = [decide(0, 0.5, 0.5 + 5e-10)]
    expect(simulate(market, weights, optionsOf('close', 0)).cash[1]).toBeCloseTo(0, 3)
  })
})
