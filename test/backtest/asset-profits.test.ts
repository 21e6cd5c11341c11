import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assetProfits } from '../../src/backtest/asset-profits.js'
import { returnsOf } from '../../src/backtest/returns-of.js'
import { simulate } from '../../src/backtest/simulate.js'
import { matrixOver, rowOf } from '../../src/core/matrix.js'
import { ShapeError } from '../../src/core/errors.js'
import { createRandom } from '../../src/core/random.js'
import { totalCost } from '../../src/backtest/costs.js'

const matrix = (rows: number[][]): ReturnType<typeof matrixOver> =>
  matrixOver(rows.length, rows[0].length, Float64Array.from(rows.flat()))

describe('assetProfits', () => {
  it('by hand: half of 1,000 at the open of 10, which closes at 12, pays 1 a share and is sold at 11', () => {
    const market = {
      open: matrix([[10], [10], [12], [11]]),
      close: matrix([[10], [12], [12], [11]]),
      distributions: matrix([[0], [0], [1], [0]]),
    }
    const decisions = [
      { dateIndex: 0, weights: Float64Array.of(0.5), reason: 'in' },
      { dateIndex: 2, weights: Float64Array.of(0), reason: 'out' },
    ]
    const { weights, contributions } = assetProfits(
      simulate(market, decisions, { fill: 'open', capital: 1000, costBps: 0 }),
      market.close,
    )
    // 50 shares: 600 of 1,100; then 600 of 1,150; then nothing.
    const close = (values: Float64Array, expected: number[]): void => {
      expect(values).toHaveLength(expected.length)
      for (const [i, value] of expected.entries()) expect(values[i]).toBeCloseTo(value, 12)
    }
    close(weights.data, [0, 600 / 1100, 600 / 1150, 0])
    // Up by 100, then 50 of distributions, then down by 50.
    close(contributions.data, [100 / 1000, 50 / 1100, -50 / 1150])
  })

  it('by hand: rows count from the first decision, not from the first price', () => {
    const close = matrix([[10], [10], [10], [12], [11]])
    const decisions = [
      { dateIndex: 1, weights: Float64Array.of(1), reason: 'in' },
      { dateIndex: 3, weights: Float64Array.of(0), reason: 'out' },
    ]
    const performance = simulate({ open: close, close }, decisions, { fill: 'close', capital: 100, costBps: 0 })
    const { contributions } = assetProfits(performance, close)
    // Bought at 10 in row 2, sold at 11 in row 4.
    const expected = [0, 0.2, -1 / 12]
    expect(contributions.data).toHaveLength(3)
    for (const [i, value] of expected.entries()) expect(contributions.data[i]).toBeCloseTo(value, 12)
  })

  it('by hand: what is not held is worth nothing where it has no price', () => {
    const close = matrix([
      [10, NaN],
      [10, NaN],
      [10, 5],
    ])
    const decisions = [{ dateIndex: 0, weights: Float64Array.of(1, 0), reason: 'in' }]
    const performance = simulate({ open: close, close }, decisions, { fill: 'close', capital: 100, costBps: 0 })
    const { weights, contributions } = assetProfits(performance, close)
    expect([...weights.data]).toEqual([0, 0, 1, 0, 1, 0])
    expect([...contributions.data]).toEqual([0, 0, 0, 0])
  })

  it('explains every return but for costs, whatever is held, with deaths, splits and distributions', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const random = createRandom(seed, 'profits')
        const [rows, cols] = [30, 4]
        const price = [20, 50, 8, 100]
        const cells = {
          open: [] as number[],
          close: [] as number[],
          splits: [] as number[],
          distributions: [] as number[],
        }
        for (let row = 0; row < rows; row++)
          for (let col = 0; col < cols; col++) {
            const dead = col === 1 && row > 20
            const split = col === 2 && row === 12 ? 2 : 0
            if (split > 0) price[col] /= split
            cells.open.push(dead ? NaN : price[col] * (1 + 0.01 * random.normal()))
            price[col] *= 1 + 0.02 * random.normal()
            cells.close.push(dead ? NaN : price[col])
            cells.splits.push(split)
            cells.distributions.push(!dead && row % 7 === 3 ? 0.01 * price[col] : 0)
          }
        const over = (values: number[]): ReturnType<typeof matrixOver> =>
          matrixOver(rows, cols, Float64Array.from(values))
        const market = {
          open: over(cells.open),
          close: over(cells.close),
          splits: over(cells.splits),
          distributions: over(cells.distributions),
        }
        const decisions = [0, 6, 15, 24].map((dateIndex) => ({
          dateIndex,
          weights: Float64Array.from({ length: cols }, (_, i) => (i === 3 ? -0.2 : random.uniform() / 4)),
          reason: 'random',
        }))
        const performance = simulate(market, decisions, {
          fill: 'open',
          capital: 1000,
          costBps: 20,
          margin: { initial: 0.5, maintenance: 0.3 },
        })
        const { weights, contributions } = assetProfits(performance, market.close)
        const returns = returnsOf(performance)
        for (const [i, value] of returns.entries()) {
          const costs = performance.events
            .filter(({ dateIndex }) => dateIndex === i + 1)
            .reduce((sum, event) => sum + totalCost(event.costs), 0)
          const explained = rowOf(contributions, i).reduce((sum, part) => sum + part, 0)
          expect(explained - costs / performance.equity[i]).toBeCloseTo(value, 11)
        }
        for (let i = 0; i < rows; i++) {
          const held = rowOf(weights, i).reduce((sum, weight) => sum + weight, 0)
          expect(held * performance.equity[i]).toBeCloseTo(performance.invested[i], 8)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('refuses prices of another market', () => {
    const close = matrix([[10], [12]])
    const decisions = [{ dateIndex: 0, weights: Float64Array.of(1), reason: 'in' }]
    const performance = simulate({ open: close, close }, decisions, { fill: 'open', capital: 1000, costBps: 0 })
    expect(() =>
      assetProfits(
        performance,
        matrix([
          [10, 1],
          [12, 1],
        ]),
      ),
    ).toThrow(ShapeError)
    expect(() => assetProfits(performance, matrix([[10]]))).toThrow(ShapeError)
  })
})
