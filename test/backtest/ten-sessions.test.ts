import { describe, expect, it } from 'vitest'
import { annualTurnover } from '../../src/backtest/annual-turnover.js'
import type { Performance } from '../../src/backtest/performance.js'
import { returnsOf } from '../../src/backtest/returns-of.js'
import { simulate, type Market } from '../../src/backtest/simulate.js'
import { matrixOver } from '../../src/core/matrix.js'
import type { Weights } from '../../src/decide/weights.js'

/*
 * Ten sessions of two assets, worked out by hand. Capital 1100, cost a tenth of what is traded. Decisions at the close of
 * session 1 (all in A), 2 (all in B), 5 (half in A, half in cash) and 9 (never filled).
 *
 *   all in A from cash:    after = E - 0.1 after             = E / 1.1
 *   from all A to all B:   after = E - 0.1 (E + after)       = 0.9 E / 1.1
 *   from all B to half A:  after = E - 0.1 (E + after / 2)   = 0.9 E / 1.05
 */
const PRICES = [
  // open A, close A, open B, close B
  [10, 10, 20, 20],
  [10, 10, 20, 20],
  [10, 20, 25, 25],
  [11, 22, 30, 30],
  [21, 21, 31, 32],
  [19, 20, 32, 33],
  [15, 20, 35, 42],
  [19, 18, 41, 40],
  [18, 20, 39, 40],
  [20, 10, 40, 40],
]

const column = (...columns: readonly number[]): Float64Array =>
  Float64Array.from(PRICES.flatMap((row) => columns.map((i) => row[i])))
const market: Market = { open: matrixOver(10, 2, column(0, 2)), close: matrixOver(10, 2, column(1, 3)) }

const decisions: Weights = [
  { dateIndex: 1, weights: Float64Array.of(1, 0), reason: 'A' },
  { dateIndex: 2, weights: Float64Array.of(0, 1), reason: 'B' },
  { dateIndex: 5, weights: Float64Array.of(0.5, 0), reason: 'half A' },
  { dateIndex: 9, weights: Float64Array.of(0, 1), reason: 'too late' },
]

const run = (fill: 'open' | 'close'): Performance => simulate(market, decisions, { fill, costBps: 1000, capital: 1100 })

/** Session, equity, cash, shares of A and of B at its close. */
type Line = readonly [session: number, equity: number, cash: number, a: number, b: number]

/*
 * Session 2: 1100 / 1.1 = 1000 buys 100 A at 10. Session 3: 1100 at the open becomes 900, 30 B at 30.
 * Session 6: 30 x 35 = 1050 becomes 900, half of it 30 A at 15.
 */
const FILLED_AT_OPEN: readonly Line[] = [
  [1, 1100, 1100, 0, 0],
  [2, 2000, 0, 100, 0],
  [3, 900, 0, 0, 30],
  [4, 960, 0, 0, 30],
  [5, 990, 0, 0, 30],
  [6, 1050, 450, 30, 0],
  [7, 990, 450, 30, 0],
  [8, 1050, 450, 30, 0],
  [9, 750, 450, 30, 0],
]

/*
 * Session 2: 1000 buys 50 A at 20. Session 3: 50 x 22 = 1100 becomes 900, 30 B at 30.
 * Session 6: 30 x 42 = 1260 becomes 1080, half of it 27 A at 20.
 */
const FILLED_AT_CLOSE: readonly Line[] = [
  [1, 1100, 1100, 0, 0],
  [2, 1000, 0, 50, 0],
  [3, 900, 0, 0, 30],
  [4, 960, 0, 0, 30],
  [5, 990, 0, 0, 30],
  [6, 1080, 540, 27, 0],
  [7, 1026, 540, 27, 0],
  [8, 1080, 540, 27, 0],
  [9, 810, 540, 27, 0],
]

/** Filled at, decided at, asset, shares, price, cost: the sale comes before the purchase. */
const TRADES_AT_OPEN = [
  [2, 1, 0, 100, 10, 100],
  [3, 2, 0, -100, 11, 110],
  [3, 2, 1, 30, 30, 90],
  [6, 5, 1, -30, 35, 105],
  [6, 5, 0, 30, 15, 45],
]
const TRADES_AT_CLOSE = [
  [2, 1, 0, 50, 20, 100],
  [3, 2, 0, -50, 22, 110],
  [3, 2, 1, 30, 30, 90],
  [6, 5, 1, -30, 42, 126],
  [6, 5, 0, 27, 20, 54],
]

describe.each([
  ['open', FILLED_AT_OPEN, TRADES_AT_OPEN, [0, 1000 / 1100, 2000 / 1100, 0, 0, 1500 / 1050, 0, 0, 0]],
  ['close', FILLED_AT_CLOSE, TRADES_AT_CLOSE, [0, 1000 / 1100, 2000 / 1100, 0, 0, 1800 / 1260, 0, 0, 0]],
] as const)('ten sessions filled at the %s', (fill, lines, trades, traded) => {
  const performance = run(fill)

  it('have the equity, cash and shares worked out by hand', () => {
    expect(performance.startIndex).toBe(1)
    expect(performance.equity).toHaveLength(lines.length)
    for (const [i, [session, equity, cash, a, b]] of lines.entries()) {
      const what = `session ${session}`
      expect(performance.equity[i], what).toBeCloseTo(equity, 9)
      expect(performance.cash[i], what).toBeCloseTo(cash, 9)
      expect(performance.invested[i], what).toBeCloseTo(equity - cash, 9)
      expect(performance.shares[2 * i], what).toBeCloseTo(a, 11)
      expect(performance.shares[2 * i + 1], what).toBeCloseTo(b, 11)
    }
  })

  it('have these trades, sales before purchases, and none for the decision of the last session', () => {
    const actual = performance.trades.map((trade) => [
      trade.dateIndex,
      trade.decidedIndex,
      trade.assetIndex,
      trade.shares,
      trade.price,
      trade.cost,
    ])
    expect(actual).toHaveLength(trades.length)
    for (const [i, trade] of trades.entries())
      for (const [k, value] of trade.entries()) expect(actual[i][k], `trade ${i}`).toBeCloseTo(value, 9)
  })

  it('what was sold in full leaves exactly nothing', () => {
    expect(performance.shares[2 * 2]).toBe(0)
    expect(performance.shares[2 * 5 + 1]).toBe(0)
  })

  it('have this turnover and these returns', () => {
    for (const [i, value] of traded.entries()) expect(performance.traded[i]).toBeCloseTo(value, 12)
    const years = 8 / 252
    // Buying the first portfolio is no turnover.
    expect(annualTurnover(performance, 252)).toBeCloseTo((traded[2] + traded[5]) / 2 / years, 9)
    const returns = returnsOf(performance)
    expect(returns).toHaveLength(8)
    for (const [i, value] of returns.entries()) expect(value).toBeCloseTo(lines[i + 1][1] / lines[i][1] - 1, 12)
  })
})

describe('a first portfolio that volumes build over several sessions', () => {
  it('is no turnover, however long it takes', () => {
    const ones = matrixOver(10, 1, new Float64Array(10).fill(10))
    const thin = { open: ones, close: ones, volume: matrixOver(10, 1, new Float64Array(10).fill(100)) }
    const bought: Weights = [{ dateIndex: 0, weights: Float64Array.of(1), reason: 'all' }]
    const sold: Weights = [...bought, { dateIndex: 7, weights: Float64Array.of(0.5), reason: 'half' }]
    const terms = { fill: 'open', costBps: 0, capital: 4000, costs: { maxParticipation: 1 } } as const
    const built = simulate(thin, bought, terms)
    expect(built.traded.filter((value) => value > 0)).toHaveLength(4)
    expect(annualTurnover(built, 252)).toBe(0)
    // Half of 400 shares are sold in the two sessions that are left, 100 in each.
    expect(annualTurnover(simulate(thin, sold, terms), 252)).toBeCloseTo((0.25 + 0.25) / 2 / (9 / 252), 9)
  })
})

describe('a portfolio of cash', () => {
  it('has no turnover, and a ledger of one session has none that is known', () => {
    const nothing: Weights = [{ dateIndex: 0, weights: new Float64Array(2), reason: 'cash' }]
    const performance = simulate(market, nothing, { fill: 'open', costBps: 1000, capital: 5 })
    expect([...performance.equity]).toEqual(Array.from({ length: 10 }, () => 5))
    expect(performance.trades).toEqual([])
    expect(annualTurnover(performance, 252)).toBe(0)
    const last: Weights = [{ dateIndex: 9, weights: Float64Array.of(1, 0), reason: 'too late' }]
    const single = simulate(market, last, { fill: 'close', costBps: 0, capital: 5 })
    expect([...single.equity]).toEqual([5])
    expect(annualTurnover(single, 252)).toBeNaN()
    expect(returnsOf(single)).toHaveLength(0)
    expect(() => annualTurnover(single, 0)).toThrow('annualTurnover: periodsPerYear "0", expected a number above 0')
  })
})
