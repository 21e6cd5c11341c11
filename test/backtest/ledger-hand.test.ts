import { describe, expect, it } from 'vitest'
import { totalCost } from '../../src/backtest/costs.js'
import { simulate, type Market } from '../../src/backtest/simulate.js'
import { parseSession } from '../../src/core/calendar.js'
import { matrixOver, type Matrix } from '../../src/core/matrix.js'

/*
 * Ten sessions of two assets with everything that can happen, worked out by hand. Capital 100,000, lots of ten, a tenth of a percent of
 * what is traded and five cents a share, cash earns and short positions cost 3.65% a year (a ten-thousandth a day), borrowed cash costs
 * 7.3% (two of them). Decisions at the close of session 0 (60% A, 30% short B) and 3 (150% A), filled at the next open.
 */
const DAYS = ['01-01', '01-02', '01-03', '01-04', '01-05', '01-08', '01-09', '01-10', '01-11', '01-12']
const OPEN_A = [50, 50, 51, 33, 34, 35, 20, 15, NaN, NaN]
const CLOSE_A = [50, 51, 50.5, 34, 35, 33, 15, 16, NaN, NaN]
const OPEN_B = [20, 20, 20, 80, 81, 82, 82, 82, 82, 82]
const CLOSE_B = [20, 20, 20.2, 81, 82, 82, 82, 82, 82, 82]

const none = (): number[] => DAYS.map(() => 0)
const two = (a: readonly number[], b: readonly number[]): Matrix =>
  matrixOver(10, 2, Float64Array.from(a.flatMap((value, i) => [value, b[i]])))
const at = (session: number, value: number): number[] => none().with(session, value)

const market: Market = {
  dates: Int32Array.from(DAYS, (day) => parseSession(`2024-${day}`)),
  open: two(OPEN_A, OPEN_B),
  close: two(CLOSE_A, CLOSE_B),
  splits: two(at(3, 1.5), at(3, 0.25)),
  distributions: two(at(2, 0.5), at(2, 0.1)),
}

const performance = simulate(
  market,
  [
    { dateIndex: 0, weights: Float64Array.of(0.6, -0.3), reason: 'long A, short B' },
    { dateIndex: 3, weights: Float64Array.of(1.5, 0), reason: 'borrow for A' },
  ],
  {
    fill: 'open',
    costBps: 10,
    capital: 100_000,
    costs: { perShare: 0.05, minPerOrder: 5 },
    lot: 10,
    cashRate: 0.0365,
    debitRate: 0.073,
    borrowRate: 0.0365,
    margin: { initial: 0.5, maintenance: 0.25 },
    delisting: { return: -0.2 },
  },
)

/*
 * 1: a day's interest, 10. After costs E' = 100,010 / (1 + 0.0009 + 0.0006 + 0.00075) = 99,785.48, since 0.9 of it is traded and a share
 *    of A costs 0.05 / 50 of its price, one of B 0.05 / 20: 1197.4 A and 1496.8 B short, in lots 1190 and 1490. B is sold for 29,800
 *    less 29.80 and 74.50, A bought for 59,500 plus 59.50 and 59.50.
 */
const CASH_1 = 100_010 + 29_800 - 29.8 - 74.5 - 59_500 - 59.5 - 59.5
/* 2: a day's interest and fee on 29,800; A pays 0.50 on 1190 shares, the short position in B owes 0.10 on 1490. */
const CASH_2 = CASH_1 * 1.0001 - 2.98 + 595 - 149
/*
 * 3: the fee on 1490 x 20.20. 1190 A become 1785; 1490 B short become 372.5, of which half a share is bought back at 20.20 x 4.
 */
const CASH_3 = CASH_2 * 1.0001 - 3.0098 - 40.4
/*
 * 4: the fee on 372 x 81. E = cash + 1785 x 34 - 372 x 81; E' (1 + 0.0015 + 1.5 x 0.05 / 34) = E + 60.69 + 89.25 - 30.132 - 18.60, so
 *    E' = 100,790 and 1.5 E' / 34 = 4446.6: 4440. Bought are 2655 A for 90,270 plus 90.27 and 132.75, and 372 B for 30,132 plus
 *    30.132 and 18.60.
 */
const CASH_4 = CASH_3 * 1.0001 - 3.0132 - 90_270 - 90.27 - 132.75 - 30_132 - 30.132 - 18.6
/* 5: three days of 7.3% on what is borrowed. 6: another day; A has fallen to 15. */
const CASH_5 = CASH_4 * 1.0006
const CASH_6 = CASH_5 * 1.0002
/*
 * 4440 x 15 = 66,600 are held with 16,390.52 of equity, less than a quarter: 7 sells down to twice the equity at 15.
 *    E' (1 - 0.002 - 2 x 0.05 / 15) = E - 66.60 - 222, so E' = 16,232.5 and 2 E' / 15 = 2164.3: 2160. Sold are 2280 for
 *    34,200 less 34.20 and 114.
 */
const CASH_7 = CASH_6 * 1.0002 + 34_200 - 34.2 - 114
/* 8: A has no price any more; 80% of the last one, 16, is paid for 2160. 9: a day's interest on what is left. */
const CASH_8 = CASH_7 * 1.0002 + 2160 * 12.8
const CASH_9 = CASH_8 * 1.0001

const CASH = [100_000, CASH_1, CASH_2, CASH_3, CASH_4, CASH_5, CASH_6, CASH_7, CASH_8, CASH_9]
const SHARES_A = [0, 1190, 1190, 1785, 4440, 4440, 4440, 2160, 0, 0]
const SHARES_B = [0, -1490, -1490, -372, 0, 0, 0, 0, 0, 0]

describe('ten sessions with splits, dividends, short sales, interest, lots and a margin call', () => {
  it('have the cash, shares and equity worked out by hand', () => {
    for (const [i, cash] of CASH.entries()) {
      const what = `session ${i}`
      expect(performance.shares[2 * i], what).toBe(SHARES_A[i])
      expect(performance.shares[2 * i + 1], what).toBe(SHARES_B[i])
      expect(performance.cash[i], what).toBeCloseTo(cash, 8)
      const invested = (SHARES_A[i] === 0 ? 0 : SHARES_A[i] * CLOSE_A[i]) + SHARES_B[i] * CLOSE_B[i]
      expect(performance.equity[i], what).toBeCloseTo(cash + invested, 8)
    }
    expect(performance.equity[1]).toBeCloseTo(100_976.7, 8)
    expect(performance.equity[6]).toBeCloseTo(16_390.515_889, 5)
  })

  it('have these events', () => {
    const events = performance.events.map(({ dateIndex, type, assetIndex }) => `${dateIndex} ${type} ${assetIndex}`)
    expect(events).toEqual([
      '1 interest -1',
      '1 fill 1',
      '1 fill 0',
      '2 interest -1',
      '2 borrow -1',
      '2 dividend 0',
      '2 dividend 1',
      '3 interest -1',
      '3 borrow -1',
      '3 split 0',
      '3 split 1',
      '4 interest -1',
      '4 borrow -1',
      '4 fill 0',
      '4 fill 1',
      '5 interest -1',
      '6 interest -1',
      '6 margin-call -1',
      '7 interest -1',
      '7 fill 0',
      '8 interest -1',
      '8 delisting 0',
      '8 payout 0',
      '9 interest -1',
    ])
    const [split] = performance.events.filter(({ type, assetIndex }) => type === 'split' && assetIndex === 1)
    expect(split).toMatchObject({ shares: 1118, value: 0.25 })
    expect(split.amount).toBeCloseTo(-40.4, 10)
  })

  it('have these costs by kind', () => {
    const fills = performance.events.filter(({ type }) => type === 'fill')
    const costs = fills.map(({ costs: { basisPoints, perShare, spread, impact } }) => [
      basisPoints,
      perShare,
      spread,
      impact,
    ])
    for (const [i, [basisPoints, perShare]] of [
      [29.8, 74.5],
      [59.5, 59.5],
      [90.27, 132.75],
      [30.132, 18.6],
      [34.2, 114],
    ].entries()) {
      expect(costs[i][0]).toBeCloseTo(basisPoints, 10)
      expect(costs[i][1]).toBeCloseTo(perShare, 10)
      expect(costs[i].slice(2)).toEqual([0, 0])
    }
    const trades = performance.trades.filter(({ cost }) => cost > 0)
    expect(trades.map(({ cost }) => cost)).toEqual(fills.map((fill) => totalCost(fill.costs)))
  })
})
