import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BacktestOptions } from '../../src/backtest/backtest-options.js'
import type { LedgerEvent } from '../../src/backtest/ledger-event.js'
import { tradesOf, type Performance } from '../../src/backtest/performance.js'
import { openBacktest, resumeBacktest } from '../../src/backtest/replay.js'
import { sessionOf, simulate, type Market } from '../../src/backtest/simulate.js'
import { ArtifactError, ConfigError, ShapeError } from '../../src/core/errors.js'
import { createRandom } from '../../src/core/random.js'
import { createMatrix } from '../../src/core/matrix.js'
import { decodeRecord, encodeRecord } from '../../src/core/records.js'
import type { Weights } from '../../src/decide/weights.js'
import { eventfulMarket, longShortWeights, MARGIN_ACCOUNT, randomOptions } from './eventful-market.js'

const N = 5
const DATES = 90
const seeds = fc.integer({ min: 0, max: 1_000_000 })

/** The batch, one session at a time, by a program that ends after every session and begins anew. */
function replayed(market: Market, weights: Weights, options: BacktestOptions): Performance {
  const [{ dateIndex: startIndex }] = weights
  const n = DATES - startIndex
  const [equity, cash, invested, traded] = Array.from({ length: 4 }, () => new Float64Array(n))
  const shares = new Float64Array(n * N)
  const events: LedgerEvent[] = []
  let saved = openBacktest(options, N).save()
  for (let i = 0; i < n; i++) {
    const dateIndex = startIndex + i
    const backtest = resumeBacktest(saved)
    const decided = weights.find((decision) => decision.dateIndex === dateIndex)
    const result = backtest.step(structuredClone(sessionOf(market, dateIndex)), decided?.weights, decided?.kept)
    equity[i] = result.equity
    cash[i] = result.cash
    invested[i] = result.invested
    traded[i] = result.traded
    shares.set(result.shares, i * N)
    events.push(...result.events)
    saved = backtest.save()
  }
  return { startIndex, equity, cash, invested, traded, shares, trades: tradesOf(events), events }
}

describe('live replay', () => {
  it('saved and restored between all sessions it gives the bytes of the batch', () => {
    fc.assert(
      // In wild markets accounts are ruined.
      fc.property(seeds, fc.constantFrom(0.02, 0.3), (seed, volatility) => {
        const market = eventfulMarket(seed, DATES, N, volatility)
        const random = createRandom(seed, 'kept')
        const weights = longShortWeights(seed, DATES, N).map((decision) => ({
          ...decision,
          kept: Uint8Array.from(decision.weights, () => random.integer(2)),
        }))
        const options = { ...randomOptions(seed), ...MARGIN_ACCOUNT }
        expect(replayed(market, weights, options)).toEqual(simulate(market, weights, options))
      }),
      { numRuns: 60 },
    )
  })

  it('a margin call that waits is saved with what is to be made up after it', () => {
    const close = createMatrix(6, 1, 6.5)
    close.data.fill(10, 0, 2)
    const dates = Int32Array.from({ length: 6 }, (_, row) => row)
    const market = { open: close, close, dates }
    const weights = [
      { dateIndex: 0, weights: Float64Array.of(2), reason: '' },
      { dateIndex: 3, weights: Float64Array.of(1.5), reason: '', kept: Uint8Array.of(1) },
    ]
    const margin = { initial: 0.5, maintenance: 0.25 }
    // 300 of equity for 1300 of shares: called at 0.25, and not without a maintenance margin.
    for (const [maintenance, last] of [
      [0.25, (1.5 * 300) / 6.5],
      [0, 200],
    ]) {
      const options = { fill: 'close', costBps: 0, capital: 1000, margin: { ...margin, maintenance } } as const
      let saved = openBacktest(options, 1).save()
      const held = Array.from({ length: 6 }, (_, row) => {
        const backtest = resumeBacktest(saved)
        const decided = weights.find(({ dateIndex }) => dateIndex === row)
        const { shares } = backtest.step(sessionOf(market, row), decided?.weights, decided?.kept)
        saved = backtest.save()
        return shares[0]
      })
      expect(held).toEqual([...simulate(market, weights, options).shares])
      expect(held[5]).toBeCloseTo(last, 9)
    }
  })

  it('the decision of a close is taken with it, and copied', () => {
    const backtest = openBacktest({ fill: 'close', costBps: 0, capital: 1000 }, 1)
    const price = { open: Float64Array.of(10), close: Float64Array.of(10) }
    const weights = Float64Array.of(1)
    expect(backtest.step({ dateIndex: 0, ...price }, weights).shares).toEqual(Float64Array.of(0))
    weights[0] = 0
    expect(backtest.step({ dateIndex: 1, ...price }).shares).toEqual(Float64Array.of(100))
  })

  it('refuses sessions and decisions out of range, and goes on as if they had not been', () => {
    const options: BacktestOptions = { fill: 'close', costBps: 0, capital: 1000, cashRate: 0.01 }
    const backtest = openBacktest(options, 1)
    const price = { open: Float64Array.of(10), close: Float64Array.of(10) }
    backtest.step({ dateIndex: 3, date: 100, ...price })
    const before = backtest.save()
    const step =
      (...args: Parameters<typeof backtest.step>) =>
      (): unknown =>
        backtest.step(...args)
    expect(step({ dateIndex: 3, date: 101, ...price })).toThrow('step: session "3", expected a row above 3')
    expect(step({ dateIndex: 4, date: 100, ...price })).toThrow('step: session "4" is not after the one before')
    expect(step({ dateIndex: 4, ...price })).toThrow('simulate: a rate is asked for, and the market has no dates')
    expect(step({ dateIndex: 4, date: 101, ...price, close: new Float64Array(2) })).toThrow(ShapeError)
    expect(step({ dateIndex: 4, date: 101, ...price }, Float64Array.of(-0.5))).toThrow(ConfigError)
    expect(backtest.save()).toEqual(before)
    expect(backtest.step({ dateIndex: 4, date: 101, ...price }).equity).toBeCloseTo(1000 * (1 + 0.01 / 365), 10)
  })

  it('needs what the costs look at', () => {
    const price = { open: Float64Array.of(10), close: Float64Array.of(10) }
    const of = (costs: NonNullable<BacktestOptions['costs']>) => (): unknown =>
      openBacktest({ fill: 'close', costBps: 0, capital: 1000, costs }, 1).step({ dateIndex: 0, ...price })
    expect(of({ maxParticipation: 0.1 })).toThrow('costs by volume are asked for, and the market has no volume')
    expect(of({ impact: 1 })).toThrow('the market has no volume')
    expect(() =>
      openBacktest({ fill: 'close', costBps: 0, capital: 1000, costs: { impact: 1 } }, 1).step({
        dateIndex: 0,
        ...price,
        volume: Float64Array.of(1),
      }),
    ).toThrow('costs.impact is asked for, and the market has no volatility')
  })

  it('refuses a state that is damaged or something else', () => {
    const bytes = openBacktest({ fill: 'close', costBps: 0, capital: 1000 }, 2).save()
    expect(() => resumeBacktest(bytes.with(bytes.length - 9, 1))).toThrow(ArtifactError)
    expect(() => resumeBacktest(bytes.subarray(0, 20))).toThrow(ArtifactError)
    expect(() => resumeBacktest(encodeRecord({ kind: 'model', header: {}, arrays: {} }))).toThrow(ArtifactError)
    const { kind, header, arrays } = decodeRecord(bytes, 'backtest-state')
    const stateOf = (changed: object): Uint8Array =>
      encodeRecord({ kind, header: { ...(header as object), ...changed }, arrays })
    expect(() => resumeBacktest(stateOf({ options: undefined }))).toThrow('it states no options')
    // What was saved before layouts were counted has none.
    for (const layout of [undefined, 1, 3])
      expect(() => resumeBacktest(stateOf({ layout }))).toThrow(
        new ArtifactError(
          'backtest-state is not of layout 2, which this version reads: replay its sessions from the first',
        ),
      )
    expect(resumeBacktest(stateOf({})).save()).toEqual(bytes)
    for (const gone of ['marks', 'unmet']) {
      const others = Object.fromEntries(Object.entries(arrays).filter(([name]) => name !== gone))
      expect(() => resumeBacktest(encodeRecord({ kind, header, arrays: others }))).toThrow(`array "${gone}" is missing`)
    }
  })
})
