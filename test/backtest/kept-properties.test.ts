import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { simulate } from '../../src/backtest/simulate.js'
import { createMatrix } from '../../src/core/matrix.js'
import { createRandom } from '../../src/core/random.js'
import { decideRotation } from '../../src/decide/decide-rotation.js'
import { policyOf } from '../../src/decide/policy.js'
import { tradedDecisions, type WeightDecision, type Weights } from '../../src/decide/weights.js'
import { eventfulMarket, longShortWeights, randomOptions } from './eventful-market.js'

/** Decisions of which some assets are kept, by chance; what has no weight never is. */
function withKept(weights: Weights, seed: number): WeightDecision[] {
  const random = createRandom(seed, 'kept')
  return weights.map((decision) => ({
    ...decision,
    kept: Uint8Array.from(decision.weights, (weight) => (weight !== 0 && random.uniform() < 0.5 ? 1 : 0)),
  }))
}

describe('what decisions leave as it is, in any run', () => {
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
