import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { minimiseCvar, conditionalValueAtRisk } from '../../../src/decide/weigh/minimise-cvar.js'
import { normalReturns, returnsOf, weighReturns } from './weigh-fixture.js'

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0)

describe('conditionalValueAtRisk', () => {
  const returns = returnsOf([[-0.1], [0.2], [-0.04], [0], [0.03]])

  it.each([
    // The worst, the worst two, the worst and half of the next, and less than one scenario.
    [0.8, 0.1],
    [0.6, 0.07],
    [0.7, (0.1 + 0.04 / 2) / 1.5],
    [0.99, 0.1],
  ])('at %d by hand: %d', (confidence, expected) => {
    expect(conditionalValueAtRisk(returns, Float64Array.of(1), confidence)).toBeCloseTo(expected, 14)
  })
})

describe('minimiseCvar', () => {
  it('by hand: two assets that lose in turn are held so that both losses are the same', () => {
    const scenarios = returnsOf([
      [-0.1, 0.05],
      [0.02, -0.3],
      [0.01, 0.02],
    ])
    const most = Float64Array.of(1, 1)
    // The worst of three: -0.1 a + 0.05 b = 0.02 a - 0.3 b at a = 35/47.
    const { weights, objective } = minimiseCvar({ scenarios, confidence: 0.9, reward: new Float64Array(2), most })
    expect(weights[0]).toBeCloseTo(35 / 47, 13)
    expect(objective).toBeCloseTo((0.1 * 35 - 0.05 * 12) / 47, 14)
  })

  it('the dual bound closes to 1e-14; no weights of a grid are better; bounds and demand are met', () => {
    const params = fc.record({
      seed: fc.nat(1e6),
      rows: fc.integer({ min: 1, max: 60 }),
      confidence: fc.double({ min: 0.01, max: 0.999, noNaN: true }),
      bound: fc.double({ min: 0.4, max: 1, noNaN: true }),
      least: fc.double({ min: -0.01, max: 0.01, noNaN: true }),
      reward: fc.boolean(),
    })
    fc.assert(
      fc.property(params, ({ seed, rows, confidence, bound, least, reward }) => {
        const scenarios = normalReturns(seed, rows, 3)
        const values = scenarios.data.slice(0, 3)
        const problem = {
          scenarios,
          confidence,
          reward: reward ? values : new Float64Array(3),
          demand: { values, least },
          most: Float64Array.of(1, bound, bound),
        }
        const { weights, objective, gap, reached } = minimiseCvar(problem)
        const expectation = (w: Float64Array): number => w.reduce((sum, weight, i) => sum + weight * values[i], 0)
        const costOf = (w: Float64Array): number =>
          conditionalValueAtRisk(scenarios, w, confidence) - (reward ? expectation(w) : 0)
        expect(Math.abs(gap)).toBeLessThanOrEqual(reached < least ? 1e-7 : 1e-14)
        expect(sumOf(weights)).toBeCloseTo(1, 13)
        for (const [i, weight] of weights.entries()) expect(weight >= 0 && weight <= problem.most[i]).toBe(true)
        expect(costOf(weights)).toBeCloseTo(objective, 14)
        expect(expectation(weights)).toBeGreaterThanOrEqual(reached - 1e-10)
        for (let a = 0; a <= 20; a++)
          for (let b = 0; a + b <= 20; b++) {
            const w = Float64Array.of(a / 20, b / 20, (20 - a - b) / 20)
            if (w[1] <= bound && w[2] <= bound && expectation(w) >= reached)
              expect(costOf(w)).toBeGreaterThanOrEqual(objective - 1e-10)
          }
      }),
      { numRuns: 200 },
    )
  })

  it('50 assets in 1,000 scenarios end at the optimum', () => {
    const scenarios = normalReturns(1, 1000, 50)
    const most = new Float64Array(50).fill(0.1)
    const { weights, gap } = minimiseCvar({ scenarios, confidence: 0.95, reward: new Float64Array(50), most })
    expect(Math.abs(gap)).toBeLessThanOrEqual(1e-14)
    expect(sumOf(weights)).toBeCloseTo(1, 12)
  })

  it('scenarios that are all alike or all 0 end too', () => {
    const most = Float64Array.of(1, 1, 1)
    for (const value of [0, 0.01]) {
      const scenarios = returnsOf(Array.from({ length: 40 }, () => [value, value, value]))
      const { weights, objective } = minimiseCvar({ scenarios, confidence: 0.9, reward: new Float64Array(3), most })
      expect(sumOf(weights)).toBeCloseTo(1, 14)
      expect(objective).toBeCloseTo(-value, 14)
    }
  })
})

describe('mean-cvar', () => {
  it('of normal returns it is near the minimum variance', () => {
    const returns = normalReturns(12, 20_000, 3)
    // Means of normal samples differ a little, and far in the tail they hardly matter.
    const centred = { ...returns, data: returns.data.map((value) => value - 0.0003) }
    const cvar = weighReturns('mean-cvar', centred, { confidence: 0.9 }).weights
    const variance = weighReturns('minimum-variance', centred, { covariance: 'sample' }).weights
    for (const [i, weight] of cvar.entries()) expect(Math.abs(weight - variance[i])).toBeLessThan(0.05)
  })

  it('a target is reached at the least risk; one out of reach is replaced by the most there is, and that is said', () => {
    const returns = normalReturns(7, 120, 3)
    const scores = [0, 1, 4]
    const expectation = (w: Float64Array): number => w.reduce((sum, weight, i) => sum + weight * scores[i], 0)
    const free = weighReturns('mean-cvar', returns, {}, { scores }).weights
    const params = { form: 'target', target: expectation(free) + 0.5 }
    const reached = weighReturns('mean-cvar', returns, params, { scores })
    expect(expectation(reached.weights)).toBeCloseTo(params.target, 9)
    expect(reached.note).toBe('')
    const beyond = weighReturns('mean-cvar', returns, { ...params, target: 9 }, { scores })
    expect([...beyond.weights]).toEqual([0, 0, 1])
    expect(beyond.note).toBe('target 9 is out of reach, taken at 4.000')
  })

  it('by utility, aversion decides between risk alone and expectation alone, whatever the size of scores', () => {
    const returns = normalReturns(7, 120, 3)
    const scores = [0, 1, 4]
    const weigh = (aversion: number, size = 1): Float64Array =>
      weighReturns('mean-cvar', returns, { form: 'utility', aversion }, { scores: scores.map((s) => s * size) }).weights
    const free = weighReturns('mean-cvar', returns, {}, { scores }).weights
    for (const [i, weight] of weigh(1e9).entries()) expect(weight).toBeCloseTo(free[i], 9)
    expect([...weigh(1)]).toEqual([0, 0, 1])
    expect([...weigh(0.01, 1e308 / 4)]).toEqual([0, 0, 1])
  })

  it('shorts are weighed by what they lose, and expected to earn the opposite of their score', () => {
    const returns = normalReturns(9, 100, 3)
    const turned = { ...returns, data: returns.data.map((value) => -value) }
    const scores = [3, 1, -2]
    const short = weighReturns('mean-cvar', returns, { form: 'target', target: 1 }, { scores, shares: [-1, -1, -1] })
    const opposite = scores.map((score) => -score)
    const long = weighReturns('mean-cvar', turned, { form: 'target', target: 1 }, { scores: opposite })
    expect([...short.weights]).toEqual([...long.weights].map((weight) => -weight))
  })
})
