import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideAt, policyOf, type Decision } from '../../src/decide/policy.js'
import { contextOf } from '../decide/decision-fixture.js'

/** Policies that hold every sector they choose by the order of scores alone. */
const cases: readonly [string, Parameters<typeof policyOf>][] = [
  ['top-k', [['top-k']]],
  ['top-k k=1', [['top-k', { k: 1 }]]],
  ['top-k k=100', [['top-k', { k: 100 }]]],
  ['equal weight', [['all']]],
  ['tilt', [['all'], ['tilt']]],
  ['tilt all the way', [['all'], ['tilt', { strength: 1 }]]],
]

/** Scores with many ties and gaps, and positive benchmark weights. */
const market = fc
  .array(
    fc.tuple(
      fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ min: -1, max: 1, noNaN: true }), fc.constant(NaN)),
      fc.double({ min: 0.01, max: 1, noNaN: true }),
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((rows) => ({ scores: rows.map(([score]) => score), benchmark: rows.map(([, weight]) => weight) }))

const total = (weights: Float64Array): number => weights.reduce((sum, weight) => sum + weight, 0)

describe.each(cases)('%s', (_, steps) => {
  const policy = policyOf(...steps)
  const decide = (scores: readonly number[], benchmark?: readonly number[]): Decision => {
    const listed = (benchmark ?? scores.map(() => 1)).map((weight, i) => (Number.isNaN(scores[i]) ? 0 : weight))
    const sum = listed.reduce((a, b) => a + b, 0)
    return decideAt(contextOf({ scores, benchmarkWeights: listed.map((w) => (sum > 0 ? w / sum : 0)) }), policy)
  }

  it('weights are long only, never NaN, and sum to 1, or to 0 where nothing is scored', () => {
    fc.assert(
      fc.property(market, ({ scores, benchmark }) => {
        const { weights, reason } = decide(scores, benchmark)
        expect(weights).toHaveLength(scores.length)
        for (const weight of weights) expect(weight >= 0 && weight <= 1 + 1e-12).toBe(true)
        const isScored = scores.some((score) => !Number.isNaN(score))
        if (isScored) expect(total(weights)).toBeCloseTo(1, 12)
        else expect(total(weights)).toBe(0)
        expect(reason).toMatch(/^[^\n]+$/)
      }),
    )
  })

  it('an asset without a score gets nothing', () => {
    fc.assert(
      fc.property(market, ({ scores, benchmark }) => {
        const { weights } = decide(scores, benchmark)
        for (const [i, score] of scores.entries()) if (Number.isNaN(score)) expect(weights[i]).toBe(0)
      }),
    )
  })

  it('a better score never gets a smaller weight relative to an equal benchmark; equal scores get equal weights', () => {
    fc.assert(
      fc.property(market, ({ scores }) => {
        const { weights } = decide(scores)
        for (const [i, a] of scores.entries())
          for (const [j, b] of scores.entries()) {
            if (a > b) expect(weights[i]).toBeGreaterThanOrEqual(weights[j] - 1e-12)
            if (a === b) expect(weights[i]).toBeCloseTo(weights[j], 12)
          }
      }),
    )
  })

  it('does not depend on the order of columns, nor on an earlier call', () => {
    fc.assert(
      fc.property(market, ({ scores, benchmark }) => {
        const { weights } = decide(scores, benchmark)
        const reversed = decide([...scores].reverse(), [...benchmark].reverse()).weights
        for (const [i, weight] of weights.entries()) expect(reversed[scores.length - 1 - i]).toBeCloseTo(weight, 12)
        expect(decide(scores, benchmark)).toEqual(decide(scores, benchmark))
      }),
    )
  })

  it('scores that are all equal, and one asset alone, leave no choice', () => {
    for (const weight of decide([4, 4, 4, 4, 4]).weights) expect(weight).toBeCloseTo(0.2, 12)
    expect([...decide([-3]).weights]).toEqual([1])
    expect([...decide([NaN]).weights]).toEqual([0])
  })

  it('leaves its inputs as they were', () => {
    const context = contextOf({ scores: [1, NaN, 3] })
    decideAt(context, policy)
    expect(context).toEqual({ ...contextOf({ scores: [1, NaN, 3] }), returns: context.returns })
  })
})

describe('tilt around any benchmark', () => {
  it('sums to 0 over all assets and goes no further than its strength allows', () => {
    const strength = fc.double({ min: 0.001, max: 1, noNaN: true })
    fc.assert(
      fc.property(market, strength, ({ scores, benchmark }, most) => {
        const listed = benchmark.map((weight, i) => (Number.isNaN(scores[i]) ? 0 : weight))
        const sum = listed.reduce((a, b) => a + b, 0)
        const benchmarkWeights = listed.map((weight) => (sum > 0 ? weight / sum : 0))
        const policy = policyOf(['all'], ['tilt', { strength: most }])
        const { weights } = decideAt(contextOf({ scores, benchmarkWeights }), policy)
        const tilts = weights.map((weight, i) => weight - benchmarkWeights[i])
        expect(Math.abs(total(tilts))).toBeLessThan(1e-12)
        for (const change of tilts) expect(Math.abs(change)).toBeLessThanOrEqual(most + 1e-12)
      }),
    )
  })
})
