import { describe, expect, it } from 'vitest'
import type { BacktestOptions } from '../../src/backtest/backtest-options.js'
import { matrixOver } from '../../src/core/matrix.js'
import { cells, MARGIN, marketOf, run, typesOf } from './small-ledger.js'

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

  it('a borrow rate for each asset is a fee of each', () => {
    const market = { ...marketOf([10, 10, 10], [10, 10, 8], [10, 10, 10], [10, 10, 10]), dates: Int32Array.of(0, 1, 4) }
    const short = run(market, [[0, -0.2, -0.3, 0.5, -0.1]], { ...MARGIN, borrowRate: [0.365, 0.0365, 9, 0] })
    // Three days of a thousandth on 200, of a ten-thousandth on 300; the long position and the one that is lent for nothing pay none.
    const fees = short.events.filter(({ type }) => type === 'borrow')
    expect(fees.map(({ dateIndex, assetIndex, value }) => [dateIndex, assetIndex, value])).toEqual([
      [2, 0, 0.365],
      [2, 1, 0.0365],
    ])
    expect(fees[0].amount).toBeCloseTo(-0.6, 12)
    expect(fees[1].amount).toBeCloseTo(-0.09, 12)
    expect(short.equity[2]).toBeCloseTo(1000 + 60 - 0.69, 10)
    // One rate is one fee of the whole portfolio.
    const [fee, ...none] = run(market, [[0, -0.2, -0.3, 0.5, -0.1]], { ...MARGIN, borrowRate: 0.0365 }).events.filter(
      ({ type }) => type === 'borrow',
    )
    expect([fee.assetIndex, none.length]).toEqual([-1, 0])
    expect(fee.amount).toBeCloseTo(-0.18, 12)
  })

  it('cash that is rounding earns nothing', () => {
    const left = [1.1, 3.3, 7.7, 0.7, 9.1].map((price) => {
      const market = marketOf([price, price, 7.7], [7.1, 7.1, 3], [13, 13, 13])
      const { events, cash } = run(market, [[0, 0.3, 0.6, 0.1]], { cashRate: 1, debitRate: 1, costBps: 7 })
      // A day of 1000 at 100% comes before the orders.
      expect(events.map(({ type }) => type)).toEqual(['interest', 'fill', 'fill', 'fill'])
      return cash[2]
    })
    expect(left.some((cash) => cash !== 0)).toBe(true)
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

  it('reinvested, they buy fractions whatever the lot, and a split leaves the fractions: nothing piles up in cash', () => {
    const rows = 200
    const paying = {
      ...marketOf(Array.from({ length: rows }, (_, row) => (row < 100 ? 10 : 5) * 1.001 ** row)),
      splits: cells(rows, [100, 2]),
      distributions: cells(rows, ...Array.from({ length: 13 }, (_, k) => [15 * k + 3, 0.1] as const)),
    }
    const [free, ...inLots] = [0, 1, 10, 100].map((lot) =>
      run(paying, [[0, 1]], { reinvest: true, lot, capital: 100_100 }),
    )
    for (const { equity, cash } of inLots) {
      // What the first purchase leaves is less than a lot, and stays what it is.
      expect(cash[rows - 1]).toBeCloseTo(cash[1], 8)
      const [grown, whole] = [equity, free.equity].map((values) => values[rows - 1])
      expect((grown - cash[1]) / (100_100 - cash[1])).toBeCloseTo(whole / 100_100, 12)
    }
    // Left in cash they would be some per cent less.
    expect(run(paying, [[0, 1]], { capital: 100_100 }).equity[rows - 1] / free.equity[rows - 1]).toBeLessThan(0.99)
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

  it('and from the beginning for who buys it again', () => {
    const close = matrixOver(7, 1, Float64Array.of(10, 10, NaN, NaN, NaN, NaN, NaN))
    const open = matrixOver(7, 1, Float64Array.of(10, 10, NaN, NaN, 8, NaN, NaN))
    const market = { ...marketOf([0, 0, 0, 0, 0, 0, 0]), open, close }
    const again = run(
      market,
      [
        [0, 1],
        [3, 1],
      ],
      { fill: 'open', delisting: { after: 2 } },
    )
    expect(typesOf(again)).toEqual(['1 fill', '3 payout', '4 fill', '5 payout'])
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

describe('options out of range', () => {
  it.each<[string, Partial<BacktestOptions>]>([
    ['simulate: lot "-1", expected 0 to', { lot: -1 }],
    ['simulate: cashRate "11", expected -1 to 10', { cashRate: 11 }],
    ['simulate: borrowRate "NaN", expected 0 to 10', { borrowRate: NaN }],
    ['simulate: delisting.after "0", expected a number of sessions', { delisting: { after: 0 } }],
    ['simulate: delisting.return "-2", expected -1 to', { delisting: { return: -2 } }],
    ['simulate: margin.maintenance "0.6", expected 0 to 0.5', { margin: { initial: 0.5, maintenance: 0.6 } }],
    ['simulate: 2 half spreads, expected 1', { costs: { halfSpreadBps: [1, 2] } }],
    ['simulate: 2 borrow rates, expected 1', { borrowRate: [0.1, 0.2] }],
    ['simulate: borrowRate "-1", expected 0 to 10', { borrowRate: [-1] }],
    ['simulate: debitRate "-2", expected -1 to 10', { debitRate: -2 }],
    ['simulate: delisting.after "1.5", expected a number of sessions', { delisting: { after: 1.5 } }],
    ['simulate: margin.initial "0", expected 0.01 to 1', { margin: { initial: 0, maintenance: 0 } }],
    ['simulate: fill "noon", expected "open" or "close"', { fill: 'noon' as 'open' }],
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
