import { describe, expect, it } from 'vitest'
import { simulate, type Market, type SimulateOptions } from '../../src/backtest/simulate.js'
import { ConfigError } from '../../src/core/errors.js'
import { createMatrix, matrixOver } from '../../src/core/matrix.js'
import type { WeightDecision } from '../../src/decide/weights.js'

const FREE: SimulateOptions = { fill: 'open', costBps: 0, capital: 1000 }

const decision = (dateIndex: number, ...weights: number[]): WeightDecision => ({
  dateIndex,
  weights: Float64Array.from(weights),
  reason: 'test',
})

/** One array of prices per asset; opens are the closes. */
function market(...prices: (readonly number[])[]): Market {
  const close = createMatrix(prices[0].length, prices.length)
  for (const [asset, column] of prices.entries())
    for (const [row, price] of column.entries()) close.data[row * prices.length + asset] = price
  return { open: close, close }
}

describe('simulate', () => {
  it('begins at the first decision and fills it one session later', () => {
    const performance = simulate(market([10, 20, 40, 80]), [decision(2, 1)], FREE)
    expect(performance.startIndex).toBe(2)
    expect([...performance.equity]).toEqual([1000, 1000])
    expect(performance.trades).toEqual([
      { dateIndex: 3, decidedIndex: 2, assetIndex: 0, shares: 12.5, price: 80, cost: 0 },
    ])
  })

  it('a fill at the open earns the session, a fill at the close does not', () => {
    const session: Market = {
      open: matrixOver(2, 1, Float64Array.of(10, 10)),
      close: matrixOver(2, 1, Float64Array.of(10, 12)),
    }
    expect(simulate(session, [decision(0, 1)], FREE).equity[1]).toBeCloseTo(1200, 9)
    expect(simulate(session, [decision(0, 1)], { ...FREE, fill: 'close' }).equity[1]).toBe(1000)
  })

  it.each(['open', 'close'] as const)('an asset that dies before it is bought stays cash (fill at the %s)', (fill) => {
    const dying = market([10, 10, 10], [10, NaN, NaN])
    const performance = simulate(dying, [decision(0, 0, 1)], { ...FREE, fill })
    expect(performance.trades).toEqual([])
    expect([...performance.cash]).toEqual([1000, 1000, 1000])
  })

  it('decisions on two sessions in a row are both filled', () => {
    const performance = simulate(market([10, 10, 10], [5, 5, 5]), [decision(0, 1, 0), decision(1, 0, 1)], FREE)
    expect(performance.trades.map((trade) => [trade.dateIndex, trade.decidedIndex, trade.shares])).toEqual([
      [1, 0, 100],
      [2, 1, -100],
      [2, 1, 200],
    ])
  })

  it('a decision for all that is held already trades nothing and costs nothing', () => {
    const weights = [decision(0, 1), decision(1, 1), decision(2, 1)]
    const { trades, traded } = simulate(market([10, 10, 11, 12]), weights, { ...FREE, costBps: 100 })
    expect(trades).toHaveLength(1)
    expect([...traded.slice(2)]).toEqual([0, 0])
  })

  it('an asset whose price falls to 0 is worth nothing, and is not bought', () => {
    const { equity, trades } = simulate(market([10, 10, 0, 0]), [decision(0, 1), decision(2, 1)], FREE)
    expect([...equity]).toEqual([1000, 1000, 0, 0])
    expect(trades).toHaveLength(1)
  })
})

describe('simulate refuses', () => {
  const two = market([10, 10, 10], [5, 5, 5])

  it.each([
    ['an infinite weight', [decision(0, Infinity, 0)], {}, 'sum to "Infinity"'],
    ['rows that descend', [decision(1, 1, 0), decision(0, 0, 1)], {}, 'simulate: decision at row "0", expected'],
    ['a negative row', [decision(-1, 1, 0)], {}, 'simulate: decision at row "-1", expected'],
    ['half a row', [decision(0.5, 1, 0)], {}, 'simulate: decision at row "0.5", expected'],
    ['a cost above a tenth', [decision(0, 1, 0)], { costBps: 1001 }, 'costBps "1001", expected 0 to 1000'],
    ['endless capital', [decision(0, 1, 0)], { capital: Infinity }, 'simulate: capital "Infinity"'],
    ['capital that is NaN', [decision(0, 1, 0)], { capital: NaN }, 'simulate: capital "NaN"'],
  ])('%s', (_, weights, options, message) => {
    const run = (): unknown => simulate(two, weights, { ...FREE, ...options })
    expect(run).toThrow(ConfigError)
    expect(run).toThrow(message)
  })
})
