import { describe, expect, it } from 'vitest'
import type { BacktestOptions } from '../../src/backtest/backtest-options.js'
import { costModel, totalCost } from '../../src/backtest/costs.js'
import { wholeLots } from '../../src/backtest/lots.js'
import type { Performance } from '../../src/backtest/performance.js'
import { simulate, type Market } from '../../src/backtest/simulate.js'
import { trailingVolatility } from '../../src/backtest/trailing-volatility.js'
import { createMatrix, matrixOver } from '../../src/core/matrix.js'

const N_DATES = 6

/** Constant prices, volumes as given. */
function market(prices: readonly number[], volumes: readonly (readonly number[])[], volatility = 0.02): Market {
  const cols = prices.length
  const close = matrixOver(
    N_DATES,
    cols,
    Float64Array.from({ length: N_DATES * cols }, (_, i) => prices[i % cols]),
  )
  const volume = createMatrix(N_DATES, cols, 0)
  for (const [col, column] of volumes.entries())
    for (let row = 0; row < N_DATES; row++) volume.data[row * cols + col] = column[Math.min(row, column.length - 1)]
  return { open: close, close, volume, volatility: createMatrix(N_DATES, cols, volatility) }
}

const run = (
  where: Market,
  decisions: readonly (readonly [number, ...number[]])[],
  options: Partial<BacktestOptions>,
): Performance =>
  simulate(
    where,
    decisions.map(([dateIndex, ...weights]) => ({ dateIndex, weights: Float64Array.from(weights), reason: 'test' })),
    { fill: 'open', costBps: 0, capital: 10_000, ...options },
  )

const sharesAt = ({ shares }: Performance, i: number, nAssets: number): number[] => [
  ...shares.slice(i * nAssets, (i + 1) * nAssets),
]

describe('costs of an order', () => {
  const order = { assetIndex: 1, shares: -400, price: 50, volume: 10_000, volatility: 0.02 }

  it('are booked by kind: 400 shares at 50 are 20,000, a twenty-fifth of the volume', () => {
    const model = costModel(10, { perShare: 0.01, minPerOrder: 1, halfSpreadBps: [1, 2], impact: 0.8 })
    const costs = model.of(order)
    expect(costs.basisPoints).toBeCloseTo(20, 12)
    expect(costs.perShare).toBeCloseTo(4, 12)
    expect(costs.spread).toBeCloseTo(4, 12)
    // 0.8 x 2% x sqrt(1 / 25) = 0.32%
    expect(costs.impact).toBeCloseTo(64, 12)
    expect(totalCost(costs)).toBeCloseTo(92, 12)
    expect(model.of({ ...order, shares: 50 }).perShare).toBe(1)
  })

  it('four times the shares cost eight times the impact; an unknown volatility costs none', () => {
    const model = costModel(0, { impact: 1 })
    expect(model.of({ ...order, shares: 1600 }).impact / model.of(order).impact).toBeCloseTo(8, 12)
    expect(totalCost(model.of({ ...order, volatility: NaN }))).toBe(0)
  })

  it.each([
    [{ perShare: -1 }, 'costs: perShare "-1", expected 0 to'],
    [{ minPerOrder: NaN }, 'costs: minPerOrder "NaN", expected 0 to'],
    [{ halfSpreadBps: [1, 2000] }, 'costs: halfSpreadBps "2000", expected 0 to 1000'],
    [{ impact: Infinity }, 'costs: impact "Infinity", expected 0 to'],
    [{ maxParticipation: 0 }, 'costs: maxParticipation "0", expected a fraction of the volume above 0'],
  ])('%o are refused', (costs, message) => {
    expect(() => costModel(0, costs)).toThrow(message)
  })

  it('all kinds together leave cash at what was not invested, exactly', () => {
    const costs = { perShare: 0.02, halfSpreadBps: 4, impact: 1 }
    const { cash, equity, events } = run(market([10, 20], [[50_000], [80_000]]), [[0, 0.5, 0.5]], { costBps: 5, costs })
    const paid = events.reduce((sum, event) => sum + totalCost(event.costs), 0)
    expect(equity[1]).toBeCloseTo(10_000 - paid, 9)
    expect(cash[1]).toBeCloseTo(0, 9)
  })

  it('a least cost per order that cash can not pay drops the later orders, and a sale that costs more than it brings is not made', () => {
    const costs = { minPerOrder: 40 }
    const bought = run(market([10, 10, 10], [[1], [1], [1]]), [[0, 0.4, 0.4, 0.2]], { capital: 100, costs })
    expect(sharesAt(bought, 1, 3)[2]).toBe(0)
    expect(bought.cash[1]).toBeGreaterThanOrEqual(-1e-9)
    const kept = run(
      market([10, 10], [[1], [1]]),
      [
        [0, 0.5, 0.5],
        [1, 0, 0],
      ],
      { capital: 100, costs },
    )
    expect(kept.cash.every((amount) => amount >= -1e-9)).toBe(true)
  })

  it('a sale that costs more than it brings is made where cash pays for it, and not where there is none', () => {
    const bought = createMatrix(N_DATES, 1, 10)
    bought.data.fill(0.1, 2)
    const fallen = { open: bought, close: bought }
    const costs = { minPerOrder: 40 }
    const sold = (weight: number): Performance =>
      run(
        fallen,
        [
          [0, weight],
          [1, 0],
        ],
        { capital: 1040, costs },
      )
    // 100 shares at 0.10 bring 10 and cost 40: half of 1000 is left in cash.
    expect([...sold(0.5).shares]).toEqual([0, 50, 0, 0, 0, 0])
    expect(sold(0.5).cash[2]).toBeCloseTo(500 + 5 - 40, 9)
    expect([...sold(1).shares]).toEqual([0, 100, 100, 100, 100, 100])
  })
})

describe('lots', () => {
  it.each([
    [199.99, 10, 190],
    [-199.99, 10, -190],
    [193.84, 1, 193],
    [193.8456, 0.001, 193.845],
    [1.001, 0.001, 1.001],
    [0.3, 0.1, 0.3],
    [99.999_999_999_99, 1, 100],
    [0.2, 1, 0],
    [-0.2, 1, 0],
    [12.3456, 0, 12.3456],
    [7, 2.5, 5],
  ])('%d in lots of %d is %d', (shares, lot, expected) => {
    expect(wholeLots(shares, lot)).toBe(expected)
  })

  it.each([
    [10, [190, 60], 10_000 - 190 * 31 - 60 * 61],
    [1, [193, 65], 10_000 - 193 * 31 - 65 * 61],
    [0.001, [193.548, 65.573], 10_000 - 193.548 * 31 - 65.573 * 61],
  ])('of %d leave the rest in cash', (lot, expected, rest) => {
    const bought = run(market([31, 61], [[0], [0]]), [[0, 0.6, 0.4]], { lot })
    expect(sharesAt(bought, 1, 2)).toEqual(expected)
    expect(bought.cash[1]).toBeCloseTo(rest, 9)
  })

  it('a position that is no whole lot is sold in full', () => {
    const where = market([31], [[0]])
    const splits = createMatrix(N_DATES, 1, 0)
    splits.data[2] = 0.5
    const { shares } = run(
      { ...where, splits },
      [
        [0, 1],
        [2, 0],
      ],
      { lot: 10 },
    )
    expect([...shares]).toEqual([0, 320, 160, 0, 0, 0])
  })
})

describe('participation', () => {
  it('carries what is beyond a tenth of the volume, until the next decision', () => {
    const costs = { maxParticipation: 0.1 }
    const bought = run(market([10], [[3000]]), [[0, 1]], { costs })
    expect([...bought.shares]).toEqual([0, 300, 600, 900, 1000, 1000])
    expect(bought.events.every(({ decidedIndex }) => decidedIndex === 0)).toBe(true)
    const replaced = run(
      market([10], [[3000]]),
      [
        [0, 1],
        [2, 0.65],
      ],
      { costs },
    )
    expect([...replaced.shares]).toEqual([0, 300, 600, 650, 650, 650])
  })

  it('purchases wait for the proceeds of sales that take longer', () => {
    const bought = run(
      market([10, 10], [[3000], [1e9]]),
      [
        [0, 0.3, 0],
        [2, 0, 1],
      ],
      { costs: { maxParticipation: 0.05 } },
    )
    // 150 A a session: with half of them sold, and 7000 in cash, 850 B can be paid.
    const expected = [0, 0, 150, 0, 300, 0, 150, 850, 0, 1000, 0, 1000]
    for (const [i, held] of expected.entries()) expect(bought.shares[i]).toBeCloseTo(held, 8)
    expect(bought.cash.every((amount) => amount > -2e-8)).toBe(true)
  })

  it('where the least cost of an order is more than there is, the last ones wait', () => {
    const thin = market([10, 10, 10], [[1e9, 1e9, 90], [1e9], [1e9]])
    const { shares, cash } = run(
      thin,
      [
        [0, 1, 0, 0],
        [1, 0, 0.5, 0.5],
      ],
      { capital: 1040, costs: { minPerOrder: 40, maxParticipation: 0.1 } },
    )
    // 9 A bring 90 less 40: enough for the cost of one order, and not of two.
    expect(shares[2 * 3]).toBe(91)
    expect(shares[2 * 3 + 1]).toBeGreaterThan(0)
    expect(shares[2 * 3 + 2]).toBe(0)
    expect(cash.every((amount) => amount >= -1e-9)).toBe(true)
  })

  it('a session without volume fills nothing and is waited for; an order without a price is dropped, limit or not', () => {
    const costs = { maxParticipation: 1 }
    expect([...run(market([10], [[0, 0, 0, 5000]]), [[0, 1]], { costs }).shares]).toEqual([0, 0, 0, 1000, 1000, 1000])
    const where = market([10], [[5000]])
    const open = { ...where.open, data: where.open.data.with(1, NaN) }
    expect([...run({ ...where, open }, [[0, 1]], { costs }).shares]).toEqual([0, 0, 0, 0, 0, 0])
    expect([...run({ ...where, open }, [[0, 1]], {}).shares]).toEqual([0, 0, 0, 0, 0, 0])
  })

  it('what was meant for an asset that is not listed is in cash, whenever it is listed, until it is decided again', () => {
    const where = market([10, 10], [[1e9], [1e9]])
    const late = {
      ...where.open,
      data: where.open.data.map((price, cell) => (cell % 2 === 1 && cell < 6 ? NaN : price)),
    }
    for (const costs of [{}, { maxParticipation: 0.5 }]) {
      const held = run(
        { ...where, open: late, close: late },
        [
          [0, 0.5, 0.5],
          [3, 0.5, 0.5],
        ],
        { costs },
      )
      expect([...held.shares.filter((_, cell) => cell % 2 === 1)]).toEqual([0, 0, 0, 0, 500, 500])
    }
  })
})

describe('trailing volatility', () => {
  it('is the deviation of the last log returns, the newest included', () => {
    const close = matrixOver(4, 1, Float64Array.of(1, Math.E, 1, Math.E ** 3))
    const { data } = trailingVolatility(close, 2)
    expect([...data.slice(0, 2)]).toEqual([NaN, NaN])
    expect(data[2]).toBeCloseTo(Math.SQRT2, 12)
    expect(data[3]).toBeCloseTo(Math.sqrt(8), 12)
  })

  it('looks at 21 returns unless told otherwise', () => {
    // Eleven returns of +1% and ten of -1%: their mean is 1/21 of 1%, their squares sum to 21 - 1/21.
    const close = matrixOver(
      23,
      1,
      Float64Array.from({ length: 23 }, (_, i) => Math.exp(i === 0 ? -0.5 : 0.01 * (i % 2))),
    )
    const { data } = trailingVolatility(close)
    expect(data[20]).toBeNaN()
    expect(data[21]).toBeGreaterThan(0.1)
    expect(data[22]).toBeCloseTo(0.01 * Math.sqrt((21 - 1 / 21) / 20), 12)
  })
})
