import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Performance } from '../../src/backtest/performance.js'
import { simulate, type Market, type SimulateOptions } from '../../src/backtest/simulate.js'
import { matrixOver, rowOf, type Matrix } from '../../src/core/matrix.js'
import { createRandom } from '../../src/core/random.js'
import { decideRotation } from '../../src/decide/decide-rotation.js'
import { policyOf } from '../../src/decide/policy.js'
import type { Weights } from '../../src/decide/weights.js'
import { randomListings, sparseWeights } from './random-listings.js'

const N_DATES = 60
const N_ASSETS = 4
const CAPITAL = 100_000

const seeds = fc.integer({ min: 0, max: 1_000_000 })
const fills = fc.constantFrom('open' as const, 'close' as const)
const costs = fc.constantFrom(0, 1, 5, 50, 1000)

const priceAt = (matrix: Matrix, row: number, asset: number): number => matrix.data[row * matrix.cols + asset]

/** Equity at a close from the list of trades alone: capital, less what was paid, and shares at their latest closes. */
function equityFromTrades({ trades }: Performance, { close }: Market, row: number): number {
  const shares = new Float64Array(close.cols)
  let cash = CAPITAL
  for (const trade of trades.filter(({ dateIndex }) => dateIndex <= row)) {
    shares[trade.assetIndex] += trade.shares
    cash -= trade.shares * trade.price + trade.cost
  }
  return shares.reduce((sum, held, i) => sum + (held === 0 ? 0 : held * priceAt(close, row, i)), cash)
}

/** The part of a performance that lies at or before a row. */
function until(performance: Performance, row: number): unknown {
  const n = Math.max(0, row - performance.startIndex + 1)
  return {
    equity: performance.equity.slice(0, n),
    cash: performance.cash.slice(0, n),
    invested: performance.invested.slice(0, n),
    traded: performance.traded.slice(0, n),
    shares: performance.shares.slice(0, n * N_ASSETS),
    trades: performance.trades.filter(({ dateIndex }) => dateIndex <= row),
  }
}

describe('the ledger, over random weights, listings and deaths', () => {
  it('balances to 1e-9 of the largest equity, and its equity is what its trades come to', () => {
    fc.assert(
      fc.property(seeds, fills, costs, (seed, fill, costBps) => {
        const market = randomListings(seed, N_DATES, N_ASSETS)
        const performance = simulate(market, sparseWeights(seed, N_DATES, N_ASSETS), {
          fill,
          costBps,
          capital: CAPITAL,
        })
        const { equity, cash, invested, startIndex } = performance
        const tolerance = 1e-9 * Math.max(...equity)
        for (let i = 0; i < equity.length; i++) {
          expect(Math.abs(cash[i] + invested[i] - equity[i])).toBeLessThanOrEqual(tolerance)
          expect(Math.abs(equityFromTrades(performance, market, startIndex + i) - equity[i])).toBeLessThanOrEqual(
            tolerance,
          )
        }
      }),
    )
  })

  it('balances to 1e-9 over six thousand sessions', () => {
    const market = randomListings(8, 6000, 11, 0.008)
    const weights = sparseWeights(8, 6000, 11)
    const { equity, cash, invested } = simulate(market, weights, { fill: 'open', costBps: 10, capital: CAPITAL })
    const largest = Math.max(...equity)
    for (let i = 0; i < equity.length; i++)
      expect(Math.abs(cash[i] + invested[i] - equity[i])).toBeLessThanOrEqual(1e-9 * largest)
    expect(weights.length).toBeGreaterThan(1500)
  })

  it('never holds less than nothing of an asset, and owes no cash beyond rounding', () => {
    fc.assert(
      fc.property(seeds, fills, costs, (seed, fill, costBps) => {
        const market = randomListings(seed, N_DATES, N_ASSETS)
        const options = { fill, costBps, capital: CAPITAL }
        const { shares, cash } = simulate(market, sparseWeights(seed, N_DATES, N_ASSETS), options)
        expect(shares.every((held) => held >= 0)).toBe(true)
        expect(cash.every((amount) => amount >= -1e-9 * CAPITAL)).toBe(true)
      }),
    )
  })

  it('what is left after costs is equity less costs, to 1e-12, and the weights are fractions of it', () => {
    fc.assert(
      fc.property(seeds, costs, (seed, costBps) => {
        const market = randomListings(seed, N_DATES, N_ASSETS)
        const decisions = sparseWeights(seed, N_DATES, N_ASSETS)
        const performance = simulate(market, decisions, { fill: 'close', costBps, capital: CAPITAL })
        for (const { dateIndex, weights } of decisions) {
          const i = dateIndex + 1 - performance.startIndex
          if (i >= performance.equity.length) continue
          const trades = performance.trades.filter((trade) => trade.dateIndex === dateIndex + 1)
          const cost = trades.reduce((sum, trade) => sum + trade.cost, 0)
          const after = performance.equity[i]
          const closes = rowOf(market.close, dateIndex + 1)
          const held = rowOf({ rows: 0, cols: N_ASSETS, data: performance.shares }, i)
          const wanted = weights.reduce((sum, w, k) => sum + (Number.isNaN(closes[k]) ? 0 : w), 0)
          expect(Math.abs(performance.cash[i] - (1 - wanted) * after)).toBeLessThanOrEqual(1e-11 * CAPITAL)
          for (let k = 0; k < N_ASSETS; k++) {
            const target = Number.isNaN(closes[k]) ? 0 : weights[k] * after
            const value = held[k] === 0 ? 0 : held[k] * closes[k]
            expect(Math.abs(value - target)).toBeLessThanOrEqual(1e-11 * CAPITAL)
          }
          // What stood before the trades, from the shares of the session before.
          const earlier = rowOf({ rows: 0, cols: N_ASSETS, data: performance.shares }, i - 1)
          const before = earlier.reduce(
            (sum, shares, k) => {
              const price = Number.isNaN(closes[k]) ? priceAt(market.close, dateIndex, k) : closes[k]
              return sum + (shares === 0 ? 0 : shares * price)
            },
            performance.cash[i - 1],
          )
          expect(Math.abs(after - (before - cost)) / before).toBeLessThanOrEqual(1e-12)
          expect(Math.abs(cost - (performance.traded[i] * before * costBps) / 10_000)).toBeLessThanOrEqual(
            1e-11 * CAPITAL,
          )
        }
      }),
      { numRuns: 60 },
    )
  })

  it('without costs it is never worse off than with them', () => {
    fc.assert(
      fc.property(seeds, fills, fc.integer({ min: 1, max: 1000 }), (seed, fill, costBps) => {
        const market = randomListings(seed, N_DATES, N_ASSETS)
        const weights = sparseWeights(seed, N_DATES, N_ASSETS)
        const free = simulate(market, weights, { fill, costBps: 0, capital: CAPITAL })
        const paid = simulate(market, weights, { fill, costBps, capital: CAPITAL })
        for (let i = 0; i < free.equity.length; i++)
          expect(paid.equity[i]).toBeLessThanOrEqual(free.equity[i] * (1 + 1e-12))
        if (paid.trades.some(({ cost }) => cost > 0)) expect(paid.equity.at(-1)).toBeLessThan(free.equity.at(-1) ?? 0)
      }),
    )
  })

  it('the capital is a unit: ten times of it is ten times the equity', () => {
    fc.assert(
      fc.property(seeds, fills, costs, (seed, fill, costBps) => {
        const market = randomListings(seed, N_DATES, N_ASSETS)
        const weights = sparseWeights(seed, N_DATES, N_ASSETS)
        const one = simulate(market, weights, { fill, costBps, capital: 1000 })
        const ten = simulate(market, weights, { fill, costBps, capital: 10_000 })
        for (let i = 0; i < one.equity.length; i++) expect(ten.equity[i] / one.equity[i]).toBeCloseTo(10, 9)
      }),
    )
  })

  it('gives equal bytes when repeated, and leaves what it is given alone', () => {
    const market = randomListings(77, N_DATES, N_ASSETS)
    const weights = sparseWeights(77, N_DATES, N_ASSETS)
    const before = structuredClone({ market, weights })
    const options: SimulateOptions = { fill: 'open', costBps: 7, capital: CAPITAL }
    expect(simulate(market, weights, options)).toEqual(simulate(market, weights, options))
    expect({ market, weights }).toEqual(before)
  })
})

describe('nothing at or before a session depends on what comes after', () => {
  it('prices after t change nothing up to t', () => {
    fc.assert(
      fc.property(seeds, fills, fc.integer({ min: 0, max: N_DATES - 1 }), (seed, fill, t) => {
        const market = randomListings(seed, N_DATES, N_ASSETS)
        const other = randomListings(seed + 1, N_DATES, N_ASSETS)
        const weights = sparseWeights(seed, N_DATES, N_ASSETS)
        const graft = (kept: Matrix, later: Matrix): Matrix =>
          matrixOver(
            N_DATES,
            N_ASSETS,
            kept.data.map((value, i) => (i < (t + 1) * N_ASSETS ? value : later.data[i])),
          )
        const changed = { open: graft(market.open, other.open), close: graft(market.close, other.close) }
        const options: SimulateOptions = { fill, costBps: 5, capital: CAPITAL }
        expect(until(simulate(changed, weights, options), t)).toEqual(until(simulate(market, weights, options), t))
      }),
    )
  })

  it('scores of t change nothing at or before t, and something after', () => {
    const assets = ['A', 'B', 'C', 'D']
    const rows = Array.from({ length: 20 }, (_, i) => 3 * i)
    const options = {
      policy: policyOf(['top-k', { k: 2 }]),
      assets,
      sectors: assets,
      benchmarkWeights: new Float64Array(4).fill(1),
      sessionsPerYear: 252,
      costRate: 0,
    }
    let changedLater = 0
    for (let seed = 0; seed < 20; seed++) {
      const market = randomListings(seed, N_DATES, N_ASSETS)
      const random = createRandom(seed, 'scores')
      const data = Float64Array.from({ length: N_DATES * N_ASSETS }, () => random.normal())
      const rotate = (scores: Float64Array, fill: 'open' | 'close'): Performance => {
        const weights: Weights = decideRotation(matrixOver(N_DATES, N_ASSETS, scores), rows, {
          ...options,
          closes: market.close,
        })
        return simulate(market, weights, { fill, costBps: 5, capital: CAPITAL })
      }
      for (const t of [0, 3, 30, 57])
        for (const fill of ['open', 'close'] as const) {
          const reversed = data.map((score, i) => (Math.floor(i / N_ASSETS) === t ? -score : score))
          const [honest, other] = [rotate(data, fill), rotate(reversed, fill)]
          expect(until(other, t)).toEqual(until(honest, t))
          if (honest.equity.at(-1) !== other.equity.at(-1)) changedLater++
        }
    }
    expect(changedLater).toBeGreaterThan(100)
  })
})
