import { describe, expect, it } from 'vitest'
import { annualTurnover } from '../../src/backtest/annual-turnover.js'
import type { Performance } from '../../src/backtest/performance.js'
import { returnsOf } from '../../src/backtest/returns-of.js'
import { simulate } from '../../src/backtest/simulate.js'
import { matrixOver, type Matrix } from '../../src/core/matrix.js'
import type { Weights } from '../../src/decide/weights.js'

const table = (...rows: [number, number][]): Matrix => matrixOver(rows.length, 2, Float64Array.from(rows.flat()))

/** Opening and closing prices of assets A and B over ten sessions. */
const OPEN = table([9, 9], [9, 9], [8, 25], [11, 20], [12, 21], [16.16, 20], [15, 25], [17, 28], [25, 22.2], [21, 33])
const CLOSE = table(
  [10, 20],
  [10, 20],
  [10, 20],
  [12, 20],
  [12, 25],
  [15.15, 25],
  [15, 25],
  [20, 30],
  [20, 33.3],
  [22, 33.3],
)

const WEIGHTS: Weights = [
  { dateIndex: 1, weights: Float64Array.of(0.5, 0.5), reason: 'half each' },
  { dateIndex: 4, weights: Float64Array.of(0, 1), reason: 'all in B' },
  { dateIndex: 7, weights: Float64Array.of(0.2, 0.3), reason: 'half in cash' },
  { dateIndex: 9, weights: Float64Array.of(1, 0), reason: 'too late to be filled' },
]

/** One line of the books: row, shares of A and B, cash, invested, equity. */
type Line = readonly [number, number, number, number, number, number]

/*
 * Worked by hand; costs are 1% of traded value.
 * From cash (row 2): E' = 101000 - 0.01 E' = 100000.
 * A into B (row 5), a and b their values: E' = a + b - 0.01 (a + E' - b), so E' = b + 99 a / 101.
 * To 20% A, 30% B from b alone (row 8): E' = b - 0.01 (b - 0.3 E' + 0.2 E'), so E' = 110 b / 111.
 */
const AT_CLOSE: readonly Line[] = [
  [1, 0, 0, 101000, 0, 101000],
  [2, 5000, 2500, 0, 100000, 100000], // cost 1000
  [3, 5000, 2500, 0, 110000, 110000],
  [4, 5000, 2500, 0, 122500, 122500],
  [5, 0, 5470, 0, 136750, 136750], // sells 75750, buys 74250, cost 1500
  [6, 0, 5470, 0, 136750, 136750],
  [7, 0, 5470, 0, 164100, 164100],
  [8, 1805.1, 54153 / 33.3, 90255, 90255, 180510], // sells 127998, buys 36102, cost 1641
  [9, 1805.1, 54153 / 33.3, 90255, 93865.2, 184120.2],
]
const AT_OPEN: readonly Line[] = [
  [1, 0, 0, 101000, 0, 101000],
  [2, 6250, 2000, 0, 102500, 102500], // cost 1000
  [3, 6250, 2000, 0, 115000, 115000],
  [4, 6250, 2000, 0, 125000, 125000],
  [5, 0, 6950, 0, 173750, 173750], // worth 141000 at the open: sells 101000, buys 99000, cost 2000
  [6, 0, 6950, 0, 173750, 173750],
  [7, 0, 6950, 0, 208500, 208500],
  [8, 1223.2, 45870 / 22.2, 76450, 93269, 169719], // worth 154290 at the open: sells 108420, buys 30580, cost 1390
  [9, 1223.2, 45870 / 22.2, 76450, 95715.4, 172165.4],
]

function linesOf({ startIndex, equity, cash, invested, shares }: Performance): Line[] {
  return Array.from(equity, (value, i): Line => {
    return [startIndex + i, shares[2 * i], shares[2 * i + 1], cash[i], invested[i], value]
  })
}

/** Row, row of the decision, asset, value with the sign of the trade, cost. */
type Fill = readonly [number, number, number, number, number]

const FILLS: Readonly<Record<'open' | 'close', readonly Fill[]>> = {
  close: [
    [2, 1, 0, 50000, 500],
    [2, 1, 1, 50000, 500],
    [5, 4, 0, -75750, 757.5],
    [5, 4, 1, 74250, 742.5],
    [8, 7, 1, -127998, 1279.98],
    [8, 7, 0, 36102, 361.02],
  ],
  open: [
    [2, 1, 0, 50000, 500],
    [2, 1, 1, 50000, 500],
    [5, 4, 0, -101000, 1010],
    [5, 4, 1, 99000, 990],
    [8, 7, 1, -108420, 1084.2],
    [8, 7, 0, 30580, 305.8],
  ],
}

function expectRows(actual: readonly (readonly number[])[], expected: readonly (readonly number[])[]): void {
  expect(actual).toHaveLength(expected.length)
  expected.forEach((row, i) => row.forEach((value, j) => expect(actual[i][j], `line ${i}, ${j}`).toBeCloseTo(value, 7)))
}

describe.each([
  ['close', AT_CLOSE],
  ['open', AT_OPEN],
] as const)('ten sessions by hand, filled at the %s of the next session', (fill, lines) => {
  const performance = simulate({ open: OPEN, close: CLOSE }, WEIGHTS, { fill, costBps: 100, capital: 101000 })

  it('shares, cash, holdings and equity are those of the table', () => {
    expectRows(linesOf(performance), lines)
  })

  it('every trade is filled one session after its decision, sells before buys, at its price and cost', () => {
    const fills = performance.trades.map(({ dateIndex, decidedIndex, assetIndex, shares, price, cost }): Fill => {
      expect(price).toBe((fill === 'open' ? OPEN : CLOSE).data[dateIndex * 2 + assetIndex])
      return [dateIndex, decidedIndex, assetIndex, shares * price, cost]
    })
    expectRows(fills, FILLS[fill])
  })

  it('traded value is a fraction of equity before the trades', () => {
    const before = { close: [101000, 138250, 182151], open: [101000, 141000, 154290] }[fill]
    const values = { close: [100000, 150000, 164100], open: [100000, 200000, 139000] }[fill]
    const expected = [0, values[0] / before[0], 0, 0, values[1] / before[1], 0, 0, values[2] / before[2], 0]
    expectRows([[...performance.traded]], [expected])
    // Half of what the second and third decision traded, over eight sessions; the first one builds the portfolio.
    expect(annualTurnover(performance, 8)).toBeCloseTo((values[1] / before[1] + values[2] / before[2]) / 2, 12)
    expect(annualTurnover(performance, 16)).toBeCloseTo(2 * annualTurnover(performance, 8), 12)
  })

  it('returns run from close to close', () => {
    const equity = lines.map((line) => line[5])
    expectRows([[...returnsOf(performance)]], [equity.slice(1).map((value, i) => value / equity[i] - 1)])
  })
})

describe('annual turnover', () => {
  it('is 0 without trades after the first, NaN without time, and refuses periods that are not', () => {
    const market = { open: OPEN, close: CLOSE }
    const options = { fill: 'close', costBps: 0, capital: 1 } as const
    expect(annualTurnover(simulate(market, WEIGHTS.slice(0, 1), options), 252)).toBe(0)
    expect(annualTurnover(simulate(market, WEIGHTS.slice(3), options), 252)).toBeNaN()
    expect(returnsOf(simulate(market, WEIGHTS.slice(3), options))).toHaveLength(0)
    expect(() => annualTurnover(simulate(market, WEIGHTS, options), 0)).toThrow(
      'annualTurnover: periodsPerYear "0", expected a number above 0',
    )
  })
})
