import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matrixOver, viewRows, type Matrix } from '../../src/core/matrix.js'
import { createRandom } from '../../src/core/random.js'
import { returnsUntil, type DecisionContext } from '../../src/decide/decision-context.js'
import type { Weighed } from '../../src/decide/decision-step.js'
import { weighers } from '../../src/decide/weighers.js'
import { contextOf } from '../decide/decision-fixture.js'
import { closesOf, normalReturns } from '../decide/weigh/weigh-fixture.js'

const ROWS = 90
const RUNS = { numRuns: 40 }

/** Parameters at which a weigher is held to the contract besides its defaults. */
const VARIANTS: Readonly<Record<string, readonly object[]>> = {
  'score-proportional': [{ transform: 'softmax' }, { transform: 'positive', floor: -10 }],
  'inverse-volatility': [{ covariance: 'ewma' }],
  'equal-risk-contribution': [{ covariance: 'single-factor' }],
  'hierarchical-risk-parity': [{ linkage: 'ward' }, { linkage: 'average', covariance: 'nonlinear' }],
  'minimum-variance': [{ covariance: 'identity', most: 0.6 }, { covariance: 'nonlinear' }],
  'maximum-diversification': [{ covariance: 'ewma', halfLife: 20 }],
  'mean-cvar': [{ most: 0.6 }, { form: 'target', target: 0.2 }, { form: 'utility', expected: 'mean', confidence: 0.8 }],
  tilt: [{ transform: 'z', least: 0.01, most: 0.3 }],
}

/** Weighs around the benchmark instead of what was chosen alone. */
const AROUND_BENCHMARK = new Set(['tilt'])
/** Look at scores alone, so that they need no history. */
const WITHOUT_HISTORY = new Set(['equal', 'score-proportional', 'tilt'])

/** One situation: scores, shares and closes of n assets. */
interface Situation {
  readonly scores: readonly number[]
  readonly shares: readonly number[]
  readonly closes: Matrix
}

function situationOf(seed: number, n: number, isLongShort: boolean): Situation {
  const random = createRandom(seed, 'situation')
  const scores = Array.from({ length: n }, () => random.normal())
  const shares = Array.from({ length: n }, () => {
    const size = [0, 0.5, 1, 1][random.integer(4)]
    return isLongShort && random.uniform() < 0.5 ? -size : size
  })
  return { scores, shares, closes: closesOf(normalReturns(seed, ROWS, n)) }
}

const anything = fc.record({ seed: fc.nat(1e6), n: fc.integer({ min: 1, max: 11 }) })
const sumOf = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, value) => sum + value, 0)
const sizeOf = (values: ArrayLike<number>): number => sumOf(Array.from(values).map(Math.abs))

const cases = weighers.flatMap(({ name, defaults }) =>
  [{}, ...(VARIANTS[name] ?? [])].map((params): [string, string, object] => [
    name,
    JSON.stringify(params),
    { ...(defaults as object), ...params },
  ]),
)

describe.each(cases)('%s %s', (name, _, params) => {
  const weigher = weighers.find((candidate) => candidate.name === name)
  if (weigher === undefined) throw new Error('bug: not registered')
  const weigh = ({ scores, shares, closes }: Situation, more: Partial<DecisionContext> = {}): Weighed =>
    weigher.weigh(
      { ...contextOf({ scores, closes }), ...more },
      { shares: Float64Array.from(shares), note: '' },
      params,
    )

  it('takes its own parameters', () => {
    expect(() => weigher.check(params)).not.toThrow()
  })

  it('weights of a long-only selection are finite, 0 or more, of the chosen alone, and sum to 1, or to 0 for none', () => {
    fc.assert(
      fc.property(anything, ({ seed, n }) => {
        const situation = situationOf(seed, n, false)
        const { weights, note } = weigh(situation)
        expect(weights).toHaveLength(n)
        for (const [i, weight] of weights.entries()) {
          expect(weight >= 0 && weight <= 1 + 1e-12).toBe(true)
          if (situation.shares[i] === 0 && !AROUND_BENCHMARK.has(name)) expect(weight).toBe(0)
        }
        expect(note).not.toMatch(/\n/)
        const isCash = note.includes('cash')
        const chosen = AROUND_BENCHMARK.has(name) || situation.shares.some((share) => share !== 0)
        if (isCash) expect(sumOf(weights)).toBeLessThan(1)
        else expect(sumOf(weights)).toBeCloseTo(chosen ? 1 : 0, 9)
      }),
      RUNS,
    )
  })

  it('weights of a long-short selection have the signs of the shares; each side is as large as its part of them', () => {
    if (AROUND_BENCHMARK.has(name)) return
    fc.assert(
      fc.property(anything, ({ seed, n }) => {
        const situation = situationOf(seed, n, true)
        const { weights, note } = weigh(situation)
        for (const [i, weight] of weights.entries())
          expect(weight === 0 || Math.sign(weight) === Math.sign(situation.shares[i])).toBe(true)
        const gross = sizeOf(situation.shares)
        for (const sign of [1, -1]) {
          const size = sumOf(weights.map((weight) => Math.max(0, sign * weight)))
          const part = gross > 0 ? sumOf(situation.shares.map((share) => Math.max(0, sign * share))) / gross : 0
          if (note.includes('cash')) expect(size).toBeLessThanOrEqual(part + 1e-9)
          else expect(size).toBeCloseTo(part, 9)
        }
      }),
      RUNS,
    )
  })

  it('does not depend on the order of columns, nor on an earlier call', () => {
    fc.assert(
      fc.property(anything, ({ seed, n }) => {
        const situation = situationOf(seed, n, seed % 2 === 0)
        const { rows, cols, data } = situation.closes
        const mirrored = data.map((_value, k) => data[k - (k % cols) + cols - 1 - (k % cols)])
        const turned = weigh({
          scores: [...situation.scores].reverse(),
          shares: [...situation.shares].reverse(),
          closes: matrixOver(rows, cols, mirrored),
        })
        const { weights } = weigh(situation)
        for (const [i, weight] of weights.entries()) expect(turned.weights[n - 1 - i]).toBeCloseTo(weight, 9)
        expect(weigh(situation).weights).toEqual(weights)
      }),
      RUNS,
    )
  })

  it('does not depend on the unit of returns', () => {
    fc.assert(
      fc.property(anything, ({ seed, n }) => {
        const situation = situationOf(seed, n, false)
        const returns = returnsUntil(situation.closes, ROWS)
        const larger = (sessions: number): Matrix => {
          const { data, ...shape } = returns(sessions)
          return { ...shape, data: data.map((value) => 2.5 * value) }
        }
        const scaled = weigh(situation, { returns: larger }).weights
        for (const [i, weight] of weigh(situation).weights.entries()) expect(scaled[i]).toBeCloseTo(weight, 9)
      }),
      RUNS,
    )
  })

  it('knows nothing of what follows, and leaves its inputs as they were', () => {
    const situation = situationOf(4, 6, false)
    const until = viewRows(situation.closes, 0, ROWS - 10)
    const later = situation.closes.data.map((value, k) => (k >= until.data.length ? NaN : value))
    const closes = { ...situation.closes, data: later }
    const returns = returnsUntil(closes, until.rows - 1)(ROWS)
    const context = { ...contextOf({ scores: situation.scores }), returns: (): Matrix => returns }
    const shares = Float64Array.from(situation.shares)
    const inputs = [returns.data, context.scores, context.benchmarkWeights, context.held, shares]
    const before = structuredClone(inputs)
    const { weights } = weigher.weigh(context, { shares, note: '' }, params)
    expect(inputs).toEqual(before)
    expect(weights).toEqual(weigh({ ...situation, closes: until }).weights)
  })

  it('without history what was chosen gets its part, and that is said', () => {
    if (WITHOUT_HISTORY.has(name)) return
    const { weights, note } = weigh({
      scores: [1, 2, 3],
      shares: [1, 0, 1],
      closes: matrixOver(1, 3, Float64Array.of(1, 1, 1)),
    })
    expect([...weights]).toEqual([0.5, 0, 0.5])
    expect(note).toBe('equal parts: no history to weigh by')
  })

  it('hostile prices and scores end in finite weights', () => {
    const hostile = fc.record({
      seed: fc.nat(1e6),
      kinds: fc.array(fc.constantFrom('plain', 'flat', 'missing', 'late', 'zero', 'huge', 'copy'), {
        minLength: 1,
        maxLength: 8,
      }),
      size: fc.constantFrom(1, 1e-300, 1e308, 0),
    })
    fc.assert(
      fc.property(hostile, ({ seed, kinds, size }) => {
        const n = kinds.length
        const { closes, scores } = situationOf(seed, n, false)
        const random = createRandom(seed, 'hostile')
        const data = closes.data.map((value, k) => {
          const row = Math.floor(k / n)
          switch (kinds[k % n]) {
            case 'flat':
              return 7
            case 'missing':
              return random.uniform() < 0.3 ? NaN : value
            case 'late':
              return row < 70 ? NaN : value
            case 'zero':
              return row % 7 === 0 ? 0 : value
            case 'huge':
              return value * 10 ** (random.integer(600) - 300)
            case 'copy':
              return closes.data[row * n]
            default:
              return value
          }
        })
        const situation = {
          scores: scores.map((score) => Math.max(-1, Math.min(score, 1)) * size),
          shares: kinds.map((_, i) => (seed % 3 === 0 && i % 2 === 0 ? -1 : 1)),
          closes: { ...closes, data },
        }
        const { weights } = weigh(situation)
        for (const weight of weights) expect(Math.abs(weight)).toBeLessThanOrEqual(1 + 1e-9)
        expect(sizeOf(weights)).toBeLessThanOrEqual(1 + 1e-9)
      }),
      { numRuns: 100 },
    )
  })
})
