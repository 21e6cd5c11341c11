import { describe, expect, it } from 'vitest'
import { dailyResetFund } from '../../src/backtest/daily-reset-fund.js'
import type { Performance } from '../../src/backtest/performance.js'
import { simulate } from '../../src/backtest/simulate.js'
import { createMatrix, setColumn } from '../../src/core/matrix.js'
import { createRandom } from '../../src/core/random.js'

describe('dailyResetFund', () => {
  it('are held like any other asset: short w and w / 2 of the -2x fund, set back every week, differ by the decay', () => {
    const n = 505
    const random = createRandom(3, 'underlying')
    const close = new Float64Array(n).fill(100)
    for (let i = 1; i < n; i++) close[i] = close[i - 1] * Math.exp(0.02 * random.normal())
    const fund = dailyResetFund({ open: close, close }, { leverage: -2, annualFee: 0.0095 })
    const prices = createMatrix(n, 2)
    setColumn(prices, 0, close)
    setColumn(prices, 1, fund.close)
    const weeks = Array.from({ length: n / 5 }, (_, week) => 5 * week)
    const weekly = (...weights: readonly number[]): Performance =>
      simulate(
        { open: prices, close: prices },
        weeks.map((dateIndex) => ({ dateIndex, weights: Float64Array.from(weights), reason: 'test' })),
        { fill: 'close', costBps: 0, capital: 1000, margin: { initial: 0.5, maintenance: 0.25 } },
      )
    const [short, inverse] = [weekly(-0.4, 0), weekly(0, 0.2)]
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
    expect(() => dailyResetFund({ open: new Float64Array(2), close: new Float64Array(2) }, { leverage: [2] })).toThrow(
      'dailyResetFund: 1 leverages, expected 2',
    )
  })

  it('goes on after a gap with the return over it, and has no opening price where there is none', () => {
    const fund = dailyResetFund(
      { open: Float64Array.of(10, 10, 10.5, NaN, 12), close: Float64Array.of(10, 11, NaN, 12.1, 12.1) },
      { leverage: [-9, -2, -9, -3, -2] },
    )
    const closes = [100, 80, NaN, 80 * 0.7, 80 * 0.7]
    const opens = [NaN, 100, NaN, NaN, 80 * 0.7 * (1 + 0.2 / 12.1)]
    const near = (x: number): number => (Number.isNaN(x) ? NaN : (expect.closeTo(x, 10) as number))
    expect([...fund.close]).toEqual(closes.map(near))
    expect([...fund.open]).toEqual(opens.map(near))
  })

  it('that has nothing left at an open does not come back at the close', () => {
    const fund = dailyResetFund(
      { open: Float64Array.of(10, 15, 10, 10), close: Float64Array.of(10, 11, 10, 9) },
      { leverage: -2 },
    )
    expect([...fund.open.slice(1), ...fund.close.slice(1)]).toEqual([0, 0, 0, 0, 0, 0])
  })
})
