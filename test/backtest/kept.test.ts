import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BacktestOptions } from '../../src/backtest/backtest-options.js'
import { fastEquity } from '../../src/backtest/fast-equity.js'
import type { Performance } from '../../src/backtest/performance.js'
import { openBacktest } from '../../src/backtest/replay.js'
import { simulate, type Market } from '../../src/backtest/simulate.js'
import { createMatrix } from '../../src/core/matrix.js'
import { createRandom } from '../../src/core/random.js'
import { decideRotation } from '../../src/decide/decide-rotation.js'
import { policyOf } from '../../src/decide/policy.js'
import { tradedDecisions, type WeightDecision, type Weights } from '../../src/decide/weights.js'
import { eventfulMarket, longShortWeights, MARGIN_ACCOUNT, randomOptions } from './eventful-market.js'

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

/** Decisions of which some assets are kept, by chance; what has no weight never is. */
function withKept(weights: Weights, seed: number): WeightDecision[] {
  const random = createRandom(seed, 'kept')
  return weights.map((decision) => ({
    ...decision,
    kept: Uint8Array.from(decision.weights, (weight) => (weight !== 0 && random.uniform() < 0.5 ? 1 : 0)),
  }))
}

describe('of any run', () => {
  const seeds = fc.integer({ min: 0, max: 1_000_000 })
  const DATES = 60
  const N = 5

  it('cash and positions are the equity, and a decision that can be filled trades nothing that it keeps', () => {
    fc.assert(
      fc.property(seeds, fc.boolean(), (seed, isWhole) => {
        const eventful = eventfulMarket(seed, DATES, N)
        const weights = withKept(longShortWeights(seed, DATES, N), seed)
        // Without volumes, gaps and margin calls every order is filled.
        const close = createMatrix(DATES, N, 10)
        const random = createRandom(seed, 'prices')
        for (let i = N; i < close.data.length; i++) close.data[i] = close.data[i - N] * Math.exp(0.01 * random.normal())
        const market = isWhole ? { open: close, close, dates: eventful.dates } : eventful
        const { costs: { maxParticipation, impact, ...plain } = {}, ...rest } = randomOptions(seed)
        const costs = isWhole
          ? { ...plain, minPerOrder: 0 }
          : { ...plain, impact: impact ?? 0, maxParticipation: maxParticipation ?? 1 }
        const margin = { initial: 0.5, maintenance: isWhole ? 0 : 0.25 }
        const { equity, cash, invested, events } = simulate(market, weights, { ...rest, costs, margin })
        const scale = Math.max(...[equity, cash, invested].map((values) => Math.max(...values.map(Math.abs))))
        for (const [i, value] of equity.entries())
          expect(Math.abs(cash[i] + invested[i] - value)).toBeLessThanOrEqual(1e-9 * scale)
        if (!isWhole) return
        const keptAt = new Map(weights.map(({ dateIndex, kept }) => [dateIndex, kept]))
        for (const { type, assetIndex, decidedIndex } of events)
          if (type === 'fill') expect(keptAt.get(decidedIndex)?.[assetIndex]).toBe(0)
      }),
      { numRuns: 100 },
    )
  })

  it('a band around every target is one that nothing is traded in', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom('open' as const, 'close' as const), (seed, fill) => {
        const random = createRandom(seed, 'walk')
        const close = createMatrix(DATES, N, 10)
        const scores = createMatrix(DATES, N, 0)
        for (let i = N; i < close.data.length; i++) close.data[i] = close.data[i - N] * Math.exp(0.02 * random.normal())
        for (let i = 0; i < scores.data.length; i++) scores.data[i] = random.normal()
        const names = Array.from({ length: N }, (_, i) => `A${i}`)
        const rows = Array.from({ length: DATES / 2 }, (_, i) => 2 * i)
        const decisions = decideRotation(scores, rows, {
          policy: policyOf(['top-k', { k: 3 }], ['equal'], [['no-trade-band', { band: 0.03 }]]),
          assets: names,
          sectors: names,
          benchmarkWeights: new Float64Array(N).fill(1),
          closes: close,
          sessionsPerYear: 252,
          costRate: 0.001,
        })
        const traded = tradedDecisions(decisions)
        const keptAt = new Map(decisions.map(({ dateIndex, kept }) => [dateIndex, kept]))
        const { events } = simulate({ open: close, close }, traded, { fill, costBps: 10, capital: 1000, lot: 0.1 })
        for (const { decidedIndex, assetIndex } of events) expect(keptAt.get(decidedIndex)?.[assetIndex] ?? 0).toBe(0)
        expect(decisions.some(({ kept }) => kept !== undefined)).toBe(true)
      }),
      { numRuns: 40 },
    )
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
