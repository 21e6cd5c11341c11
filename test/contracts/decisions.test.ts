import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideAt } from '../../src/decide/decide-rotation.js'
import type { AnyDecisionRule } from '../../src/decide/decision-rule.js'
import { decisionRules } from '../../src/decide/decision-rules.js'

/** Parameters beside the defaults; a rule without any here is tried with its defaults alone. */
const OTHER_PARAMS: Readonly<Record<string, readonly unknown[]>> = {
  'top-k': [{ k: 1 }, { k: 100 }],
  tilt: [{ strength: 1 }, { strength: 0.01 }],
}
const cases = decisionRules.flatMap((rule) =>
  [rule.defaults as unknown, ...(OTHER_PARAMS[rule.name] ?? [])].map((params): [string, AnyDecisionRule, unknown] => [
    `${rule.name} ${JSON.stringify(params)}`,
    rule,
    params,
  ]),
)

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

describe.each(cases)('%s', (_, rule, params) => {
  const decide = (scores: readonly number[], benchmark?: readonly number[]): ReturnType<AnyDecisionRule['decide']> =>
    decideAt(Float64Array.from(scores), {
      rule,
      params,
      assets: scores.map((__, i) => `A${i}`),
      benchmarkWeights: Float64Array.from(benchmark ?? scores.map(() => 1)),
    })

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
    const scores = Float64Array.of(1, NaN, 3)
    const benchmarkWeights = Float64Array.of(0.5, 0, 0.5)
    rule.decide({ scores, benchmarkWeights, assets: ['A', 'B', 'C'] }, params)
    expect([...scores]).toEqual([1, NaN, 3])
    expect([...benchmarkWeights]).toEqual([0.5, 0, 0.5])
  })
})

describe('tilt around any benchmark', () => {
  const tilt = decisionRules.filter(({ name }) => name === 'tilt')

  it.each(tilt)('$name sums to 0 over all assets and goes no further than its strength allows', (rule) => {
    const strength = fc.double({ min: 0.001, max: 1, noNaN: true })
    fc.assert(
      fc.property(market, strength, ({ scores, benchmark }, most) => {
        const listed = benchmark.map((weight, i) => (Number.isNaN(scores[i]) ? 0 : weight))
        const sum = listed.reduce((a, b) => a + b, 0)
        const options = { rule, params: { strength: most }, assets: scores.map(String) }
        const { weights } = decideAt(Float64Array.from(scores), {
          ...options,
          benchmarkWeights: Float64Array.from(benchmark),
        })
        const tilts = weights.map((weight, i) => (sum > 0 ? weight - listed[i] / sum : 0))
        expect(Math.abs(total(tilts))).toBeLessThan(1e-12)
        for (const change of tilts) expect(Math.abs(change)).toBeLessThanOrEqual(most + 1e-12)
      }),
    )
  })
})
