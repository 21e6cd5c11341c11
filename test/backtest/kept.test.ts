import { describe, expect, it } from 'vitest'
import type { BacktestOptions } from '../../src/backtest/backtest-options.js'
import { fastEquity } from '../../src/backtest/fast-equity.js'
import type { Performance } from '../../src/backtest/performance.js'
import { openBacktest } from '../../src/backtest/replay.js'
import { simulate, type Market } from '../../src/backtest/simulate.js'
import { createMatrix } from '../../src/core/matrix.js'
import { tradedDecisions, type WeightDecision, type Weights } from '../../src/decide/weights.js'
import { MARGIN_ACCOUNT } from './eventful-market.js'

/** One asset per argument, open equal to close; sessions a day apart. */
function marketOf(...columns: readonly (readonly number[])[]): Market {
  const close = createMatrix(columns[0].length, columns.length)
  for (const [col, prices] of columns.entries())
    for (const [row, price] of prices.entries()) close.data[row * columns.length + col] = price
  return { open: close, close, dates: Int32Array.from(columns[0], (_, row) => row) }
}

/** A decision of weights, those of it kept that are marked. */
const decided = (dateIndex: number, weights: readonly number[], kept?: readonly number[]): WeightDecision => ({
  dateIndex,
  weights: Float64Array.from(weights),
  reason: 'test',
  ...(kept === undefined ? {} : { kept: Uint8Array.from(kept) }),
})

const run = (market: Market, weights: Weights, options: Partial<BacktestOptions> = {}): Performance =>
  simulate(market, weights, { fill: 'close', costBps: 0, capital: 1000, ...options })

const fillsOf = ({ events }: Performance): string[] =>
  events
    .filter(({ type }) => type === 'fill')
    .map(({ dateIndex, assetIndex, shares }) => `${dateIndex} ${assetIndex} ${shares}`)

const sharesAt = ({ shares }: Performance, session: number, nAssets: number): number[] => [
  ...shares.slice(session * nAssets, (session + 1) * nAssets),
]

describe('what a decision leaves as it is', () => {
  // A goes from 10 to 12 in the session between the second decision and its trade.
  const market = marketOf([10, 10, 12, 12], [10, 10, 10, 20])

  it('is not traded, by hand: 50 A through all sessions, while B is halved', () => {
    const result = run(market, [decided(0, [0.5, 0.5]), decided(1, [0.5, 0.25], [1, 0])])
    // Of 1100 a quarter is 27.5 of B.
    expect(fillsOf(result)).toEqual(['1 0 50', '1 1 50', '2 1 -22.5'])
    expect(sharesAt(result, 3, 2)).toEqual([50, 27.5])
    expect([...result.equity]).toEqual([1000, 1000, 1100, 1375])
    expect([...result.cash]).toEqual([1000, 0, 225, 225])
    expect([...result.traded]).toEqual([0, 1, 225 / 1100, 0])
    // Not kept, A is set back to 550.
    const plain = run(market, [decided(0, [0.5, 0.5]), decided(1, [0.5, 0.25])])
    expect(sharesAt(plain, 3, 2)[0]).toBeCloseTo(550 / 12, 12)
  })

  it('where it has grown, the others share what is beside it', () => {
    const three = marketOf([10, 10, 15], [10, 10, 10], [10, 10, 10])
    const begun = decided(0, [0.6, 0.4, 0])
    // Of 1300, 900 are in A: 400 are there for the 520 that B and C want.
    const result = run(three, [begun, decided(1, [0.6, 0.1, 0.3], [1, 0, 0])])
    const [a, b, c] = sharesAt(result, 2, 3)
    expect(a).toBe(60)
    expect(b).toBeCloseTo(10, 12)
    expect(c).toBeCloseTo(30, 12)
    expect(result.cash[2]).toBeCloseTo(0, 9)
    // Who may borrow gets what is wanted: 0.1 and 0.5 of 1300, with 900 in A.
    const financed = run(three, [begun, decided(1, [0.6, 0.1, 0.5], [1, 0, 0])], MARGIN_ACCOUNT)
    expect(financed.cash[2]).toBeCloseTo(1300 - 900 - 130 - 650, 9)
  })

  it('pays no cost, and no lot is made whole', () => {
    const odd = run(marketOf([7, 7, 8, 8]), [decided(0, [1]), decided(1, [0.9], [1])], { lot: 10, costBps: 10 })
    expect(fillsOf(odd)).toEqual(['1 0 140'])
  })

  it('drifts on through decision after decision', () => {
    const drifting = marketOf([10, 10, 11, 12, 13], [10, 10, 10, 10, 10])
    const weights = [decided(0, [0.5, 0.2]), ...[1, 2, 3].map((row) => decided(row, [0.5, 0.1 * row], [1, 0]))]
    expect(fillsOf(run(drifting, weights)).filter((fill) => fill.split(' ')[1] === '0')).toEqual(['1 0 50'])
  })
})

describe('beside a holding that is worth nothing', () => {
  it.each([1e-6, 0, NaN])('what is kept is left as it is, at a price of %d', (price) => {
    const dead = [100, 100, price, price, price, price, price]
    const market = marketOf([100, 100, 100, 100, 110, 120, 120], [100, 100, 100, 100, 90, 80, 80], dead)
    const weights = [decided(0, [0.3, 0.3, 0.1]), decided(2, [0.4, 0.2, 0]), decided(4, [0.43, 0.18, 0], [1, 1, 0])]
    const fills = fillsOf(run(market, weights, { costBps: 10 }))
    expect(fills.filter((fill) => fill.startsWith('3 ')).length).toBeGreaterThan(1)
    expect(fills.filter((fill) => fill.startsWith('5 '))).toEqual([])
  })
})

describe('what could not grow for what is kept beside it', () => {
  it('has lacked no proceeds of a holding that is worth nothing', () => {
    const market = marketOf([10, 10, 15, 10], [10, 10, 10, 10], [10, 10, 0, 0])
    const later = [decided(1, [0.6, 0.4, 0], [1, 0, 0]), decided(2, [0.7, 0.3, 0], [1, 1, 0])]
    // Of 1200, A has 900: B stays at 300 of the 480 wanted, and later as it is.
    expect(fillsOf(run(market, [decided(0, [0.6, 0.3, 0.1]), ...later]))).toEqual(['1 0 60', '1 1 30', '1 2 10'])
  })
})

describe('what was decided and could not be carried out is made up, though it is to be left as it is', () => {
  it('for want of a price', () => {
    const market = marketOf([10, 10, 10], [10, 10, 10])
    const open = createMatrix(3, 2, 10)
    open.data[2] = NaN
    const weights = [decided(0, [0.5, 0.5]), decided(1, [0.5, 0.5], [1, 1])]
    expect(fillsOf(run({ ...market, open }, weights, { fill: 'open' }))).toEqual(['1 1 50', '2 0 50'])
    // Only a decision makes it up: the order was good for its session alone.
    expect(fillsOf(run({ ...market, open }, weights.slice(0, 1), { fill: 'open' }))).toEqual(['1 1 50'])
  })

  it('for want of the proceeds of a sale that had no price', () => {
    const open = createMatrix(4, 2, 10)
    open.data[4] = NaN
    const market = { ...marketOf([10, 10, 10, 10], [10, 10, 10, 10]), open }
    const weights = [decided(0, [0.8, 0]), decided(1, [0, 1]), decided(2, [0, 1], [0, 1])]
    // 80 A can not be sold: 20 B are bought, and the other 80 one decision later.
    expect(fillsOf(run(market, weights, { fill: 'open' }))).toEqual(['1 0 80', '2 1 20', '3 0 -80', '3 1 80'])
  })

  it('for want of all proceeds: none of it was bought at first', () => {
    const open = createMatrix(4, 2, 10)
    open.data[4] = NaN
    const market = { ...marketOf([10, 10, 10, 10], [10, 10, 10, 10]), open }
    const weights = [decided(0, [1, 0]), decided(1, [0, 1]), decided(2, [0, 1], [0, 1])]
    expect(fillsOf(run(market, weights, { fill: 'open' }))).toEqual(['1 0 100', '3 0 -100', '3 1 100'])
  })

  it('for want of proceeds that a carried sale brought later', () => {
    const flat = [100, 100, 100, 100, 100, 100]
    const volume = createMatrix(6, 2, 1e6)
    volume.data[2 * 2] = 0
    const weights = [decided(0, [1, 0]), decided(1, [0, 1]), decided(4, [0, 1], [0, 1])]
    const result = run({ ...marketOf(flat, flat), volume }, weights, { costs: { maxParticipation: 0.1 } })
    // A can not be sold in session 2 and is in session 3: B is bought by the decision that keeps it.
    expect(fillsOf(result)).toEqual(['1 0 10', '3 0 -10', '5 1 10'])
    expect([sharesAt(result, 5, 2), result.cash[5]]).toEqual([[0, 10], 0])
  })

  it('for want of a price, though the order of another was carried to its end since', () => {
    const volume = createMatrix(5, 2, 1e6)
    volume.data[2] = 30
    const market = { ...marketOf([100, 100, 100, 100, 100], [100, NaN, 100, 100, 100]), volume }
    const weights = [decided(0, [0.5, 0.5]), decided(3, [0.5, 0.5], [1, 1])]
    const result = run(market, weights, { costs: { maxParticipation: 0.1 } })
    expect(fillsOf(result)).toEqual(['1 0 3', '2 0 2', '4 1 5'])
  })

  it('but not what lots left over', () => {
    const flat = [100, 100, 100, 100, 100]
    const volume = createMatrix(5, 2, 1e6)
    volume.data[2] = 30
    const weights = [decided(0, [0.5, 0.45]), decided(2, [0.5, 0.49], [0, 1])]
    const options = { costs: { maxParticipation: 0.1 }, lot: 1 }
    // A is cut to 3. B, 4 of 4.5, is as near as lots go: the later decision leaves it, whatever its price has become.
    const market = { ...marketOf(flat, [100, 100, 100, 80, 80]), volume }
    expect(fillsOf(run(market, weights, options))).toEqual(['1 0 3', '1 1 4', '2 0 2', '3 0 -1'])
  })

  it('by a decision that leaves everything as it is, as by one that leaves a part', () => {
    const close = createMatrix(6, 2, 100)
    close.data[2 + 1] = NaN
    const market = { open: close, close }
    const begun = decided(0, [0.5, 0.5])
    const kept = decided(3, [0.5, 0.5], [1, 1])
    for (const later of [kept, { ...kept, holds: true }])
      expect(fillsOf(run(market, tradedDecisions([begun, later]), { fill: 'open' }))).toEqual(['1 0 5', '4 1 5'])
    // What a check has blocked is not traded at all.
    expect(tradedDecisions([begun, { ...decided(3, [0.5, 0.5]), holds: true }])).toEqual([begun])
  })

  it('and of what was sold beside it nothing is', () => {
    const open = createMatrix(4, 2, 10)
    open.data[2 * 2 + 1] = NaN
    const market = { ...marketOf([10, 10, 10, 20], [10, 10, 10, 20]), open }
    const weights = [decided(0, [0.8, 0.1]), decided(1, [0.4, 0.2]), decided(2, [0.4, 0.2], [1, 1])]
    expect(fillsOf(run(market, weights, { fill: 'open' }))).toEqual(['1 0 80', '1 1 10', '2 0 -40', '3 1 10'])
  })

  it('for want of volume: the order goes on', () => {
    const flat = marketOf([10, 10, 10, 10, 10], [10, 10, 10, 10, 10])
    const volume = createMatrix(5, 2, 300)
    const weights = [decided(0, [1, 0]), decided(1, [0.98, 0.02], [1, 0]), decided(2, [0.98, 0.02], [1, 1])]
    const result = run({ ...flat, volume }, weights, { costs: { maxParticipation: 0.1 } })
    expect(fillsOf(result)).toEqual(['1 0 30', '2 0 30', '2 1 2', '3 0 30', '4 0 8'])
  })

  it('after a margin call', () => {
    const market = marketOf([10, 10, 5, 5, 5, 5], [10, 10, 10, 10, 10, 10])
    const begun = decided(0, [1.5, 0.5])
    // As without the later decision: the call leaves 60 and 20.
    const called = run(market, [begun, decided(3, [1.2, 0.8], [1, 1])], MARGIN_ACCOUNT)
    expect(sharesAt(called, 3, 2)).toEqual([60, 20])
    expect(sharesAt(called, 4, 2)).toEqual([60, 20])
    const relevered = run(market, [begun, decided(3, [1, 1], [1, 1])], MARGIN_ACCOUNT)
    expect(sharesAt(relevered, 4, 2)).toEqual([50, 25])
    // Decided at the close of the call itself, it takes the place of the call and is traded in full.
    const instead = run(market, [begun, decided(2, [1, 0.5], [1, 1])], MARGIN_ACCOUNT)
    expect(sharesAt(instead, 3, 2)).toEqual([50, 12.5])
  })

  it('and then left as it is', () => {
    const open = createMatrix(5, 1, 10)
    open.data[1] = NaN
    const market = { ...marketOf([10, 10, 10, 20, 20]), open }
    const weights = [decided(0, [0.5]), ...[1, 2, 3].map((row) => decided(row, [0.5], [1]))]
    expect(fillsOf(run(market, weights, { fill: 'open' }))).toEqual(['2 0 50'])
  })
})

describe('what can not be', () => {
  const close = createMatrix(3, 2, 10)
  const short = [decided(0, [0.5, 0.5], [1])]

  it('is refused: a mark for another number of assets', () => {
    const message = 'simulate: kept has 1 assets at row 0, expected 2'
    expect(() => run({ open: close, close }, short)).toThrow(message)
    const backtest = openBacktest({ fill: 'close', costBps: 0, capital: 1 }, 2)
    const price = Float64Array.of(1, 1)
    expect(() =>
      backtest.step(
        { dateIndex: 0, open: price, close: price },
        price.map(() => 0),
        Uint8Array.of(1),
      ),
    ).toThrow(message)
  })

  it('is refused: decisions of that kind on the fast path', () => {
    const options = { fill: 'close', costBps: 0, capital: 1 } as const
    const weights = [decided(0, [0.5, 0.5]), decided(1, [0.5, 0.5], [1, 0])]
    expect(() => fastEquity({ open: close, close }, weights, options)).toThrow(
      'fastEquity: decision at row "1" leaves positions as they are, expected none that does',
    )
    expect([...fastEquity({ open: close, close }, [decided(0, [0.5, 0.5], [0, 0])], options)]).toEqual([1, 1, 1])
  })
})
