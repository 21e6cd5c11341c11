import { describe, expect, it } from 'vitest'
import type { BacktestOptions } from '../../src/backtest/backtest-options.js'
import { dailyResetFund } from '../../src/backtest/daily-reset-fund.js'
import type { Performance } from '../../src/backtest/performance.js'
import { simulate, type Market } from '../../src/backtest/simulate.js'
import { ConfigError } from '../../src/core/errors.js'
import { createMatrix, matrixOver } from '../../src/core/matrix.js'
import { createRandom } from '../../src/core/random.js'

type Column = readonly number[]

/** One asset per argument, open equal to close; sessions a day apart. */
function marketOf(...columns: readonly Column[]): Market {
  const close = createMatrix(columns[0].length, columns.length)
  for (const [col, prices] of columns.entries())
    for (const [row, price] of prices.entries()) close.data[row * columns.length + col] = price
  return { open: close, close, dates: Int32Array.from(columns[0], (_, row) => row) }
}

const cells = (rows: number, ...values: readonly (readonly [number, number])[]): Market['close'] => {
  const matrix = createMatrix(rows, 1, 0)
  for (const [row, value] of values) matrix.data[row] = value
  return matrix
}

const run = (
  market: Market,
  decisions: readonly (readonly [number, ...number[]])[],
  options: Partial<BacktestOptions> = {},
): Performance =>
  simulate(
    market,
    decisions.map(([dateIndex, ...weights]) => ({ dateIndex, weights: Float64Array.from(weights), reason: 'test' })),
    { fill: 'close', costBps: 0, capital: 1000, ...options },
  )

const typesOf = ({ events }: Performance): string[] => events.map(({ type, dateIndex }) => `${dateIndex} ${type}`)
const MARGIN = { margin: { initial: 0.5, maintenance: 0.25 } }

describe('margin', () => {
  it('a short position earns what the price falls, its proceeds lie in cash', () => {
    const { equity, cash } = run(marketOf([10, 10, 8]), [[0, -1]], MARGIN)
    expect([...cash]).toEqual([1000, 2000, 2000])
    expect([...equity]).toEqual([1000, 1000, 1200])
  })

  it('without an account for it, short and borrowed positions are refused, and with it those beyond the initial margin', () => {
    const flat = marketOf([10, 10])
    expect(() => run(flat, [[0, -0.1]])).toThrow('weight "-0.1" at row 0, expected a fraction of 0 or more')
    expect(() => run(flat, [[0, 1.2]])).toThrow('sum to "1.2", expected 1 or less')
    expect(() => run(flat, [[0, -2.5]], MARGIN)).toThrow(
      'weights at row 0 have a gross exposure of "2.5", expected 2 or less (margin.initial 0.5)',
    )
    expect(() => run(flat, [[0, NaN]], MARGIN)).toThrow(ConfigError)
  })

  it('the books stay balanced when a short position loses far more than there ever was', () => {
    const { equity, cash, invested } = run(marketOf([1.7, 1.7, 3.1e12, 7.3e13, 1.1e13]), [[0, -1]], MARGIN)
    expect(equity[2]).toBeLessThan(-1e15)
    for (const [i, value] of equity.entries())
      expect(Math.abs(cash[i] + invested[i] - value)).toBeLessThanOrEqual(1e-9 * Math.abs(equity[2]) * 100)
  })

  it('a margin call scales positions back at the next session, in proportion, unless something else is decided', () => {
    const market = marketOf([10, 10, 6, 6, 6], [10, 10, 10, 10, 10])
    const called = run(market, [[0, 1.5, 0.5]], MARGIN)
    // 150 x 6 + 50 x 10 = 1400, borrowed 1000: 400 are left, more than a quarter.
    expect(typesOf(called)).toEqual(['1 fill', '1 fill'])
    const deeper = run(marketOf([10, 10, 5, 5, 5], [10, 10, 10, 10, 10]), [[0, 1.5, 0.5]], MARGIN)
    // 750 + 500 = 1250 against 250 of equity, a fifth: down to 500, three fifths of them in the first.
    expect(typesOf(deeper)).toEqual(['1 fill', '1 fill', '2 margin-call', '3 fill', '3 fill'])
    expect([...deeper.shares.slice(6, 8)]).toEqual([60, 20])
    expect(deeper.cash[3]).toBeCloseTo(-250, 9)
    const decided = run(
      marketOf([10, 10, 5, 5, 5], [10, 10, 10, 10, 10]),
      [
        [0, 1.5, 0.5],
        [2, 0, 1],
      ],
      MARGIN,
    )
    expect([...decided.shares.slice(6, 8)]).toEqual([0, 25])
  })

  it('when nothing is left all is closed, and what is owed stays owed', () => {
    const { equity, shares, trades } = run(
      marketOf([10, 10, 30, 30, 5, 5]),
      [
        [0, -1],
        [3, 1],
      ],
      MARGIN,
    )
    expect([...equity]).toEqual([1000, 1000, -1000, -1000, -1000, -1000])
    expect([...shares]).toEqual([0, -100, -100, 0, 0, 0])
    expect(trades).toHaveLength(2)
  })
})

describe('interest and fees', () => {
  it('count calendar days: cash earns, what is borrowed and what is short costs', () => {
    const market = { ...marketOf([10, 10, 10], [10, 10, 10]), dates: Int32Array.of(0, 1, 4) }
    const rates = { cashRate: 0.0365, debitRate: 0.073, borrowRate: 0.365, ...MARGIN }
    const long = run(market, [[0, 1.5, 0]], rates)
    const start = 1000 * 1.0001
    expect(long.equity[1]).toBeCloseTo(start, 10)
    expect(long.equity[2]).toBeCloseTo(start - 0.5 * start * 0.0006, 10)
    const short = run(market, [[0, 0, -0.5]], rates)
    // Three days of a ten-thousandth on one and a half, of a thousandth on a half.
    expect(short.equity[2]).toBeCloseTo(start * (1 + 1.5 * 0.0003 - 0.5 * 0.003), 10)
    expect(typesOf(short)).toEqual(['1 interest', '1 fill', '2 interest', '2 borrow'])
  })

  it('cash that is rounding earns nothing', () => {
    const { events } = run(marketOf([3.3, 3.3, 7.7], [7.1, 7.1, 3]), [[0, 0.3, 0.7]], { debitRate: 1, costBps: 7 })
    expect(events.map(({ type }) => type)).toEqual(['fill', 'fill'])
  })
})

describe('splits and distributions', () => {
  const raw = { ...marketOf([10, 10, 4, 4]), splits: cells(4, [2, 2.5]), distributions: cells(4, [3, 0.5]) }

  it('a split changes shares and price, not value; a distribution is cash of those who held before', () => {
    const { equity, cash, shares } = run(raw, [[0, 1]])
    expect([...shares]).toEqual([0, 100, 250, 250])
    expect([...cash]).toEqual([1000, 0, 0, 125])
    expect([...equity]).toEqual([1000, 1000, 1000, 1125])
    // Bought on the ex-date is too late for it.
    expect(run(raw, [[2, 1]]).equity[1]).toBe(1000)
  })

  it('fractions of a share are paid in cash where lots are whole shares, of a lot where they are smaller', () => {
    const odd = { ...marketOf([10, 10, 8]), splits: cells(3, [2, 1.2512]) }
    expect(run(odd, [[0, 1]]).shares[2]).toBeCloseTo(125.12, 10)
    const whole = run(odd, [[0, 1]], { lot: 10 })
    expect(whole.shares[2]).toBe(125)
    expect(whole.cash[2]).toBeCloseTo((0.12 * 10) / 1.2512, 10)
    expect(run(odd, [[0, 0.1]], { lot: 0.1 }).shares[2]).toBe(12.5)
  })

  it('reinvested, they buy shares at the close of the ex-date', () => {
    const { shares, cash, trades } = run(raw, [[0, 1]], { reinvest: true })
    expect(shares[3]).toBe(250 + 125 / 4)
    expect(cash[3]).toBe(0)
    expect(trades[1]).toEqual({ dateIndex: 3, decidedIndex: 0, assetIndex: 0, shares: 31.25, price: 4, cost: 0 })
  })

  it('a short position pays them', () => {
    expect(run(raw, [[0, -1]], MARGIN).cash[3]).toBe(2000 - 125)
  })
})

describe('funds that end', () => {
  it('pay their last price, or what a delisting leaves, a short position too', () => {
    const dying = marketOf([10, 10, 12, NaN, NaN])
    expect(run(dying, [[0, 1]]).equity[4]).toBe(1200)
    const delisted = run(dying, [[0, 1]], { delisting: { return: -0.3 } })
    expect(delisted.equity[4]).toBeCloseTo(840, 10)
    expect(typesOf(delisted)).toEqual(['1 fill', '3 delisting', '3 payout'])
    expect(run(dying, [[0, -1]], { ...MARGIN, delisting: { return: -1 } }).equity[4]).toBe(2000)
  })

  it('a missing session is waited for, at the last price, as long as asked', () => {
    const halted = marketOf([10, 10, NaN, NaN, 15, 15])
    expect(run(halted, [[0, 1]]).equity[5]).toBe(1000)
    const patient = run(halted, [[0, 1]], { delisting: { after: 3 } })
    expect([...patient.equity]).toEqual([1000, 1000, 1000, 1000, 1500, 1500])
    expect(typesOf(run(halted, [[0, 1]], { delisting: { after: 2 } }))).toEqual(['1 fill', '3 payout'])
  })

  it('when all are dead everything is cash, and decisions do nothing', () => {
    const dead = marketOf([10, 10, NaN, NaN, NaN], [5, 5, NaN, NaN, NaN])
    const { cash, trades } = run(dead, [
      [0, 0.5, 0.5],
      [2, 1, 0],
      [3, 0, 1],
    ])
    expect([...cash.slice(2)]).toEqual([1000, 1000, 1000])
    expect(trades).toHaveLength(4)
  })
})

describe('funds that reset daily', () => {
  it('are held like any other asset: short w and w / 2 of the -2x fund, set back every week, differ by the decay', () => {
    const n = 505
    const random = createRandom(3, 'underlying')
    const close = new Float64Array(n).fill(100)
    for (let i = 1; i < n; i++) close[i] = close[i - 1] * Math.exp(0.02 * random.normal())
    const fund = dailyResetFund({ open: close, close }, { leverage: -2, annualFee: 0.0095 })
    const market = marketOf([...close], [...fund.close])
    const weeks = Array.from({ length: n / 5 }, (_, week) => 5 * week)
    const short = run(
      market,
      weeks.map((row): [number, number, number] => [row, -0.4, 0]),
      MARGIN,
    )
    const inverse = run(
      market,
      weeks.map((row): [number, number, number] => [row, 0, 0.2]),
      MARGIN,
    )
    // Week by week from the definition: what the fund makes of its five days, against twice what the underlying loses in them.
    let [shorted, held] = [1000, 1000]
    for (let row = 1; row < n; row += 5) {
      const end = Math.min(row + 5, n - 1)
      let growth = 1
      for (let i = row + 1; i <= end; i++) growth *= 1 - 2 * (close[i] / close[i - 1] - 1) - 0.0095 / 252
      shorted *= 1 - 0.4 * (close[end] / close[row] - 1)
      held *= 1 + 0.2 * (growth - 1)
    }
    expect(short.equity[n - 1]).toBeCloseTo(shorted, 8)
    expect(inverse.equity[n - 1]).toBeCloseTo(held, 8)
    expect(Math.abs(held / shorted - 1)).toBeGreaterThan(0.001)
  })

  it('opens by its leverage of the overnight move, begins with its underlying, and is never below 0', () => {
    const fund = dailyResetFund(
      { open: Float64Array.of(NaN, 50, 51, 90), close: Float64Array.of(NaN, 50, 52, 80) },
      { leverage: -2, annualFee: 0.252 },
    )
    expect([...fund.close.slice(0, 2)]).toEqual([NaN, 100])
    expect(fund.open[2]).toBeCloseTo(96, 12)
    expect(fund.close[2]).toBeCloseTo(100 * (1 - 0.08 - 0.001), 12)
    expect([fund.open[3], fund.close[3]]).toEqual([0, 0])
    expect([
      ...dailyResetFund({ open: Float64Array.of(NaN), close: Float64Array.of(NaN) }, { leverage: 2 }).close,
    ]).toEqual([NaN])
    expect(() => dailyResetFund({ open: new Float64Array(1), close: new Float64Array(2) }, { leverage: 2 })).toThrow(
      'dailyResetFund: 1 opening prices, expected 2',
    )
  })
})

describe('options out of range', () => {
  it.each<[string, Partial<BacktestOptions>]>([
    ['simulate: lot "-1", expected 0 to', { lot: -1 }],
    ['simulate: cashRate "11", expected -1 to 10', { cashRate: 11 }],
    ['simulate: borrowRate "NaN", expected 0 to 10', { borrowRate: NaN }],
    ['simulate: delisting.after "0", expected a number of sessions', { delisting: { after: 0 } }],
    ['simulate: delisting.return "-2", expected -1 to', { delisting: { return: -2 } }],
    ['simulate: margin.maintenance "0.6", expected 0 to 0.5', { margin: { initial: 0.5, maintenance: 0.6 } }],
    ['simulate: 2 half spreads, expected 1', { costs: { halfSpreadBps: [1, 2] } }],
  ])('%s', (message, options) => {
    expect(() => run(marketOf([10, 10]), [[0, 1]], options)).toThrow(message)
  })

  it('matrices and dates of another shape are refused', () => {
    const market = marketOf([10, 10])
    expect(() => run({ ...market, splits: matrixOver(1, 1, new Float64Array(1)) }, [[0, 1]])).toThrow(
      'simulate: splits is 1 x 1, expected 2 x 1 as close',
    )
    expect(() => run({ ...market, dates: new Int32Array(3) }, [[0, 1]])).toThrow('simulate: 3 dates, expected 2')
  })
})
