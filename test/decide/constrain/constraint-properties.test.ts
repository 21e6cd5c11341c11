import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matrixOver } from '../../../src/core/matrix.js'
import { absoluteMomentum } from '../../../src/decide/constrain/absolute-momentum.js'
import { assetCap } from '../../../src/decide/constrain/asset-cap.js'
import { drawdownBrake } from '../../../src/decide/constrain/drawdown-brake.js'
import { exposure } from '../../../src/decide/constrain/exposure.js'
import { noTradeBand } from '../../../src/decide/constrain/no-trade-band.js'
import { portfolioVolatility } from '../../../src/decide/constrain/portfolio-volatility.js'
import { sectorCap } from '../../../src/decide/constrain/sector-cap.js'
import { turnoverCap } from '../../../src/decide/constrain/turnover-cap.js'
import { volatilityTarget } from '../../../src/decide/constrain/volatility-target.js'
import type { DecisionContext } from '../../../src/decide/decision-context.js'
import { grossOf, netOf, oneWayTurnover } from '../../../src/decide/exposures.js'
import { contextOf } from '../decision-fixture.js'

const N = 6
const ROUNDING = 1 + 1e-9
const weight = fc.oneof(
  { arbitrary: fc.double({ min: -2, max: 2, noNaN: true }), weight: 4 },
  fc.constantFrom(0, 1, -1, 1e-300),
)
const anyWeights = fc.array(weight, { minLength: N, maxLength: N }).map((w) => Float64Array.from(w))
const level = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true })
const rest = fc.constantFrom('cash' as const, 'others' as const)
const price = fc.oneof({ arbitrary: level(1, 100), weight: 9 }, fc.constant(NaN))
const closes = fc
  .array(price, { minLength: 12 * N, maxLength: 12 * N })
  .map((prices) => matrixOver(12, N, Float64Array.from(prices)))

/** Six assets of three sectors, with anything held. */
const anyContext = fc
  .record({ held: anyWeights, closes, drawdown: level(-1, 0), costRate: level(0, 0.02) })
  .map(({ held, ...rest }) =>
    contextOf({
      scores: [1, 2, 3, 4, 5, 6],
      sectors: ['a', 'a', 'b', 'b', 'c', 'c'],
      held: [...held],
      sessionsPerYear: 12,
      ...rest,
    }),
  )

const close = (a: Float64Array, b: Float64Array): void => {
  for (const i of a.keys()) expect(Math.abs(a[i] - b[i])).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(b[i])))
}
const sectorSizes = (weights: Float64Array): number[] =>
  [0, 2, 4].map((i) => Math.abs(weights[i]) + Math.abs(weights[i + 1]))

describe('for any weights, long and short, within any limits', () => {
  it('asset-cap: no position is larger, none changes sign, gross does not grow; it is idempotent', () => {
    fc.assert(
      fc.property(anyContext, anyWeights, level(0.01, 1), rest, (context, given, most, where) => {
        const { weights } = assetCap.constrain(context, given, { most, rest: where })
        for (const [i, value] of weights.entries()) {
          expect(Math.abs(value)).toBeLessThanOrEqual(most * ROUNDING)
          expect(value * given[i]).toBeGreaterThanOrEqual(0)
        }
        expect(grossOf(weights)).toBeLessThanOrEqual(grossOf(given) * ROUNDING)
        close(assetCap.constrain(context, weights, { most, rest: where }).weights, weights)
      }),
    )
  })

  it('sector-cap: no sector is larger; with room for it the rest is not lost on either side', () => {
    fc.assert(
      fc.property(anyContext, anyWeights, level(0.01, 2), rest, (context, given, most, where) => {
        const { weights, note } = sectorCap.constrain(context, given, { most, rest: where })
        for (const size of sectorSizes(weights)) expect(size).toBeLessThanOrEqual(most * ROUNDING)
        expect(note === '').toBe(sectorSizes(given).every((size) => size <= most * (1 + 1e-12)))
        expect(grossOf(weights)).toBeLessThanOrEqual(grossOf(given) * ROUNDING)
        close(sectorCap.constrain(context, weights, { most, rest: where }).weights, weights)
        const full = sectorSizes(weights).every((size) => size > most * (1 - 1e-9))
        const isLongOnly = given.every((value) => value > 1e-6)
        if (where === 'others' && isLongOnly && !full) expect(grossOf(weights)).toBeCloseTo(grossOf(given), 9)
      }),
    )
  })

  it('exposure: gross, net and cash are within their bounds; it is idempotent', () => {
    fc.assert(
      fc.property(
        anyContext,
        anyWeights,
        level(0.01, 2),
        level(0, 1),
        level(0, 1),
        (context, given, gross, net, cash) => {
          const params = { gross, net, leastCash: cash }
          const { weights } = exposure.constrain(context, given, params)
          expect(grossOf(weights)).toBeLessThanOrEqual(Math.min(gross, grossOf(given)) * ROUNDING)
          expect(Math.abs(netOf(weights))).toBeLessThanOrEqual(net + 1e-9)
          expect(1 - netOf(weights)).toBeGreaterThanOrEqual(cash - 1e-9)
          close(exposure.constrain(context, weights, params).weights, weights)
        },
      ),
    )
  })

  it('volatility-target: what is held would not have moved more; it is idempotent', () => {
    fc.assert(
      fc.property(anyContext, anyWeights, level(0.01, 1), level(0.1, 3), (context, given, target, most) => {
        const params = { target, lookback: 11, halfLife: 0, most }
        const { weights } = volatilityTarget.constrain(context, given, params)
        expect(grossOf(weights)).toBeLessThanOrEqual(grossOf(given) * most * ROUNDING)
        if (weights.every((value) => value === 0)) return
        const { volatility } = portfolioVolatility(context.returns(11), weights, { sessionsPerYear: 12, halfLife: 0 })
        expect(volatility).toBeLessThanOrEqual(target * ROUNDING)
        if (most <= 1) return
        close(volatilityTarget.constrain(context, weights, { ...params, most: 1 }).weights, weights)
      }),
    )
  })

  it('drawdown-brake: all of it before start, `least` from stop on, never more than was given', () => {
    fc.assert(
      fc.property(
        anyContext,
        anyWeights,
        level(0, 0.5),
        level(0.01, 0.5),
        level(0, 1),
        (context, given, start, width, least) => {
          const params = { start, stop: start + width, least, window: 9 }
          const { weights } = drawdownBrake.constrain(context, given, params)
          const loss = -context.drawdown(9)
          const part = grossOf(given) === 0 ? 0 : grossOf(weights) / grossOf(given)
          expect(part).toBeLessThanOrEqual(ROUNDING)
          if (loss <= start && grossOf(given) > 0) expect(weights).toEqual(given.map((value) => value + 0))
          if (loss >= start + width) expect(grossOf(weights)).toBeCloseTo(grossOf(given) * least, 9)
        },
      ),
    )
  })

  it('absolute-momentum: a position is kept or closed; it is idempotent', () => {
    fc.assert(
      fc.property(
        anyContext,
        anyWeights,
        fc.integer({ min: 1, max: 12 }),
        level(-0.5, 1),
        (context, given, lookback, rate) => {
          const { weights } = absoluteMomentum.constrain(context, given, { lookback, rate })
          for (const [i, value] of weights.entries()) expect([0, given[i]]).toContain(value + 0)
          expect(absoluteMomentum.constrain(context, weights, { lookback, rate })).toEqual({ weights, note: '' })
        },
      ),
    )
  })

  it('turnover-cap: no more is traded, and every weight lies between what is held and the target', () => {
    fc.assert(
      fc.property(anyContext, anyWeights, level(0, 2), (context, given, most) => {
        const { weights } = turnoverCap.constrain(context, given, { most })
        expect(oneWayTurnover(context.held, weights)).toBeLessThanOrEqual(most * ROUNDING + 1e-12)
        between(weights, context, given)
        if (oneWayTurnover(context.held, given) <= most) expect(weights).toEqual(given)
      }),
    )
  })

  it('no-trade-band: nobody is traded past the target, and no more is bought than there is money for', () => {
    const to = fc.constantFrom('edge' as const, 'target' as const)
    fc.assert(
      fc.property(
        anyContext,
        anyWeights,
        level(0, 0.5),
        level(0.5, 10),
        to,
        (context, given, band, riskAversion, where) => {
          const { weights, kept } = noTradeBand.constrain(context, given, { band, riskAversion, to: where })
          between(weights, context, given)
          expect(netOf(weights)).toBeLessThanOrEqual(Math.max(netOf(given), netOf(context.held)) + 1e-9)
          expect(kept).toEqual(Uint8Array.from(weights, (value, i) => (value === context.held[i] ? 1 : 0)))
          for (const [i, target] of given.entries())
            if (band > 0 && target !== 0 && Math.abs(target - context.held[i]) <= band)
              expect(weights[i]).toBe(context.held[i])
        },
      ),
    )
  })
})

function between(weights: Float64Array, { held }: DecisionContext, given: Float64Array): void {
  for (const [i, value] of weights.entries()) {
    expect(value).toBeGreaterThanOrEqual(Math.min(held[i], given[i]) - 1e-12)
    expect(value).toBeLessThanOrEqual(Math.max(held[i], given[i]) + 1e-12)
  }
}
