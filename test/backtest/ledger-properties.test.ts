import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BacktestOptions } from '../../src/backtest/backtest-options.js'
import { totalCost } from '../../src/backtest/costs.js'
import type { Performance } from '../../src/backtest/performance.js'
import { simulate } from '../../src/backtest/simulate.js'
import { mapRecord } from '../../src/core/map-record.js'
import { matrixOver, type Matrix } from '../../src/core/matrix.js'
import { eventfulMarket, longShortWeights, MARGIN_ACCOUNT, randomOptions, type FullMarket } from './eventful-market.js'
import { sparseWeights } from './random-listings.js'

const N = 5
const DATES = 120
const seeds = fc.integer({ min: 0, max: 1_000_000 })

function run(seed: number, volatility?: number): { market: FullMarket; options: BacktestOptions; result: Performance } {
  const market = eventfulMarket(seed, DATES, N, volatility)
  const options = { ...randomOptions(seed), ...MARGIN_ACCOUNT }
  return { market, options, result: simulate(market, longShortWeights(seed, DATES, N), options) }
}

/** The largest amount of a run: what rounding is measured by. */
function scaleOf({ equity, cash, invested }: Performance): number {
  return Math.max(...[equity, cash, invested].map((values) => Math.max(...values.map(Math.abs))))
}

/** The part of a performance that lies at or before a row; the first decision is at row 0. */
function until({ equity, cash, invested, traded, shares, trades, events }: Performance, row: number): unknown {
  return {
    values: [equity, cash, invested, traded].map((values) => values.slice(0, row + 1)),
    shares: shares.slice(0, (row + 1) * N),
    trades: trades.filter(({ dateIndex }) => dateIndex <= row),
    events: events.filter(({ dateIndex }) => dateIndex <= row),
  }
}

describe('the journal of any run with everything in it', () => {
  it('adds up to cash, shares and equity at every close', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { market, options, result } = run(seed)
        const shares = new Float64Array(N)
        const prices = new Float64Array(N).fill(NaN)
        let cash = options.capital
        const tolerance = 1e-9 * scaleOf(result)
        for (let row = 0; row < DATES; row++) {
          for (const { type, assetIndex, shares: change, value, amount } of result.events.filter(
            ({ dateIndex }) => dateIndex === row,
          )) {
            cash += amount
            if (assetIndex >= 0) shares[assetIndex] += change
            if (type === 'split') prices[assetIndex] /= value
          }
          for (let i = 0; i < N; i++) {
            const close = market.close.data[row * N + i]
            if (!Number.isNaN(close)) prices[i] = close
          }
          const invested = shares.reduce((sum, held, i) => sum + (Math.abs(held) < 1e-9 ? 0 : held * prices[i]), 0)
          expect(Math.abs(result.cash[row] - cash)).toBeLessThanOrEqual(tolerance)
          expect(Math.abs(result.equity[row] - cash - invested)).toBeLessThanOrEqual(tolerance)
          expect(Math.abs(result.equity[row] - result.cash[row] - result.invested[row])).toBeLessThanOrEqual(tolerance)
        }
      }),
      { numRuns: 150 },
    )
  })

  it('a change of equity is price changes, less costs, plus income', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { market, result } = run(seed)
        const { equity, shares, events } = result
        const tolerance = 1e-9 * scaleOf(result)
        const marks = new Float64Array(N).fill(NaN)
        for (let row = 0; row < DATES; row++) {
          const today = events.filter(({ dateIndex }) => dateIndex === row)
          let change = 0
          for (const { type, assetIndex, value, amount, costs } of today) {
            if (type === 'interest' || type === 'borrow' || type === 'dividend') change += amount
            if (type === 'split') marks[assetIndex] /= value
            change -= totalCost(costs)
          }
          for (let i = 0; i < N; i++) {
            // Price changes of what was held in the morning, and of what was traded from its price on.
            const ofAsset = today.filter(({ assetIndex }) => assetIndex === i)
            const atEvent = ofAsset.filter(({ type }) => type !== 'dividend' && type !== 'split')
            const split = ofAsset.find(({ type }) => type === 'split')
            let held = (row === 0 ? 0 : shares[(row - 1) * N + i]) + (split?.shares ?? 0)
            const step = (price: number): void => {
              if (Math.abs(held) > 1e-9) change += held * (price - marks[i])
              marks[i] = price
            }
            for (const { type, value, shares: bought } of atEvent) {
              step(type === 'delisting' ? marks[i] * (1 + value) : value)
              held += bought
            }
            const close = market.close.data[row * N + i]
            if (!Number.isNaN(close)) step(close)
          }
          if (row > 0) expect(Math.abs(equity[row] - equity[row - 1] - change)).toBeLessThanOrEqual(tolerance)
        }
      }),
      { numRuns: 150 },
    )
  })

  it('holds no more than lots, volume and the past allow', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { market, options, result } = run(seed)
        const { lot = 0, reinvest, costs } = options
        if (lot >= 1 && reinvest !== true) expect(result.shares.every(Number.isInteger)).toBe(true)
        for (const { type, dateIndex, decidedIndex, assetIndex, shares, costs: paid } of result.events) {
          expect(decidedIndex).toBeLessThan(dateIndex)
          expect(Object.values(paid).every((cost) => cost >= 0)).toBe(true)
          if (type !== 'fill' || costs?.maxParticipation === undefined) continue
          const volume = market.volume.data[dateIndex * N + assetIndex]
          expect(Math.abs(shares)).toBeLessThanOrEqual(costs.maxParticipation * volume * (1 + 1e-9))
        }
      }),
      { numRuns: 150 },
    )
  })
})

describe('a cash account', () => {
  it('never owes anything, whatever the costs, lots and limits', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const options = randomOptions(seed)
        const market = eventfulMarket(seed, DATES, N, 0.1)
        const { cash, shares, equity } = simulate(market, sparseWeights(seed, DATES, N), options)
        const least = -1e-9 * Math.max(...equity)
        expect(cash.every((amount) => amount >= least)).toBe(true)
        expect(shares.every((held) => held >= 0)).toBe(true)
      }),
      { numRuns: 200 },
    )
  })
})

describe('a margin account', () => {
  it('the capital is a unit: ten times of it, of volume and of the least cost is ten times the equity', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const market = eventfulMarket(seed, DATES, N)
        const weights = longShortWeights(seed, DATES, N)
        const options = { ...randomOptions(seed), ...MARGIN_ACCOUNT, lot: 0, capital: 10_000 }
        const { volume } = market
        const larger = { ...market, volume: { ...volume, data: volume.data.map((value) => 10 * value) } }
        const costs = { ...options.costs, minPerOrder: 10 * (options.costs?.minPerOrder ?? 0) }
        const one = simulate(market, weights, options)
        const ten = simulate(larger, weights, { ...options, costs, capital: 100_000 })
        const tolerance = 1e-9 * scaleOf(ten)
        for (let i = 0; i < DATES; i++)
          expect(Math.abs(ten.equity[i] - 10 * one.equity[i])).toBeLessThanOrEqual(tolerance)
      }),
      { numRuns: 100 },
    )
  })
})

describe('a hostile market', () => {
  it('ends in numbers: no price path, leverage or volume makes equity, cash or shares NaN', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(0.3, 1), (seed, volatility) => {
        const { equity, cash, shares, traded } = run(seed, volatility).result
        for (const values of [equity, cash, shares, traded]) expect(values.every(Number.isFinite)).toBe(true)
      }),
      { numRuns: 150 },
    )
  })
})

describe('a ruined account', () => {
  it('says so once, opens no position again, and leaves no event that is no number', () => {
    let ruined = 0
    fc.assert(
      fc.property(seeds, fc.constantFrom(0.1, 0.3), (seed, volatility) => {
        const { equity, shares, events } = run(seed, volatility).result
        expect(events.every(({ value, amount }) => Number.isFinite(value) && Number.isFinite(amount))).toBe(true)
        const told = events.filter(({ type }) => type === 'ruin').map(({ dateIndex }) => dateIndex)
        const lost = equity.findIndex((value) => value <= 0)
        expect(told).toEqual(lost < 0 ? [] : [lost])
        if (lost < 0) return
        ruined++
        expect(events.some(({ type, dateIndex }) => type === 'margin-call' && dateIndex >= lost)).toBe(false)
        const grown = shares.findIndex((held, cell) => {
          const before = shares[cell - N]
          const isOpened = Math.abs(held) > Math.abs(before) * 4 + 1e-9 || held * before < 0
          return cell >= (lost + 1) * N && isOpened
        })
        expect(grown, 'a split makes more shares, nothing else').toBe(-1)
      }),
      { numRuns: 150 },
    )
    expect(ruined).toBeGreaterThan(30)
  })
})

describe('nothing at or before a session depends on what comes after', () => {
  it('prices, volumes, splits and distributions after t change nothing up to t', () => {
    let changedLater = 0
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: DATES - 1 }), (seed, t) => {
        const market = eventfulMarket(seed, DATES, N)
        const { dates, ...other } = eventfulMarket(seed + 1, DATES, N)
        const grafted = mapRecord(other, (later: Matrix, name) =>
          matrixOver(
            DATES,
            N,
            later.data.map((value, i) => (i < (t + 1) * N ? market[name].data[i] : value)),
          ),
        )
        const days = market.dates.map((day, row) => (row <= t ? day : market.dates[t] + dates[row] - dates[t] + row))
        const weights = longShortWeights(seed, DATES, N)
        const options = { ...randomOptions(seed), ...MARGIN_ACCOUNT }
        const honest = simulate(market, weights, options)
        const changed = simulate({ ...grafted, dates: days }, weights, options)
        expect(until(changed, t)).toEqual(until(honest, t))
        if (changed.equity[DATES - 1] !== honest.equity[DATES - 1]) changedLater++
      }),
      { numRuns: 100 },
    )
    expect(changedLater).toBeGreaterThan(50)
  })
})
