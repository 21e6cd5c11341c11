import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../../src/core/errors.js'
import type { Matrix } from '../../../src/core/matrix.js'
import { inverseVolatility } from '../../../src/decide/weigh/inverse-volatility.js'
import { weighByRisk, type RiskSample } from '../../../src/decide/weigh/risk-sample.js'
import { contextOf } from '../decision-fixture.js'
import { normalReturns, weighReturns } from './weigh-fixture.js'

const ROWS = 40

/** Returns of which some are replaced. */
function changed(n: number, valueOf: (row: number, i: number, value: number) => number): Matrix {
  const returns = normalReturns(3, ROWS, n)
  return { ...returns, data: returns.data.map((value, k) => valueOf(Math.floor(k / n), k % n, value)) }
}

/** The samples that a weighing is given, by side, and what came of equal parts of each. */
function samplesOf(returns: Matrix, shares: readonly number[], params: { least: number; most?: number }) {
  const samples: RiskSample[] = []
  const context = { ...contextOf({ scores: shares.map(() => 0) }), returns: (): Matrix => returns }
  const weighed = weighByRisk(
    context,
    { shares: Float64Array.from(shares), note: '' },
    { lookback: ROWS, ...params },
    (sample) => {
      samples.push(sample)
      return { weights: sample.budgets.map(() => 1 / sample.budgets.length), note: '' }
    },
  )
  return { samples, ...weighed }
}

describe('weighByRisk', () => {
  it('gives the sessions that all of the chosen have, whatever the others lack', () => {
    const returns = changed(4, (row, i, value) => {
      if (i === 3) return NaN
      if (row === 5 && i === 0) return NaN
      return row === 9 && i === 2 ? Infinity : value
    })
    const { samples, note } = samplesOf(returns, [1, 1, 1, 0], { least: 10 })
    expect(samples).toHaveLength(1)
    expect(samples[0].assets).toEqual([0, 1, 2])
    expect(samples[0].returns.rows).toBe(ROWS - 2)
    expect(samples[0].returns.data[5 * 3]).toBe(returns.data[6 * 4])
    expect(note).toBe('')
  })

  it('returns of up to a million count, those beyond are faults of the data', () => {
    const withOne = (size: number): Matrix => changed(2, (row, i, value) => (row === 5 && i === 0 ? size : value))
    for (const size of [1e6, -1e6])
      expect(samplesOf(withOne(size), [1, 1], { least: 10 }).samples[0].returns.rows).toBe(ROWS)
    for (const size of [1.000001e6, -1.000001e6])
      expect(samplesOf(withOne(size), [1, 1], { least: 10 }).samples[0].returns.rows).toBe(ROWS - 1)
  })

  it('leaves out what has too few returns, or a price that does not move, and says so', () => {
    const returns = changed(4, (row, i, value) => {
      if (i === 1) return row < ROWS - 9 ? NaN : value
      return i === 2 ? 1e-12 * (row % 2) : value
    })
    const { samples, weights, note } = samplesOf(returns, [1, 1, 1, 1], { least: 10 })
    expect(samples[0].assets).toEqual([0, 3])
    expect(samples[0].returns.rows).toBe(ROWS)
    expect([...weights]).toEqual([0.5, 0, 0, 0.5])
    expect(note).toBe('left out, fewer than 10 returns: B; left out, price does not move: C')
  })

  it('of assets that are hardly ever there together those with the fewest returns go', () => {
    const returns = changed(3, (row, i, value) => {
      if (i === 0) return row < 22 ? value : NaN
      return i === 1 && row < 19 ? NaN : value
    })
    const { samples, note } = samplesOf(returns, [1, 1, 1], { least: 15 })
    expect(samples[0].assets).toEqual([0, 2])
    expect(note).toBe('left out, fewer than 15 returns in common with the others: B')
  })

  it('with no history at all everything chosen gets its part, up to the largest weight', () => {
    const nothing = { ...normalReturns(1, 0, 3), rows: 0 }
    const { weights, note } = samplesOf(nothing, [1, 0.5, 0.5], { least: 10 })
    expect([...weights]).toEqual([0.5, 0.25, 0.25])
    expect(note).toBe('equal parts: no history to weigh by')
    expect([...samplesOf(nothing, [1, 0.5, 0.5], { least: 10, most: 0.3 }).weights]).toEqual([0.3, 0.25, 0.25])
    const flat = { ...normalReturns(1, ROWS, 2), data: new Float64Array(2 * ROWS) }
    expect(samplesOf(flat, [1, -1], { least: 10 }).weights).toEqual(Float64Array.of(0.5, -0.5))
  })

  it('weighs longs and shorts each on its own, shorts by the returns of the position', () => {
    const returns = normalReturns(3, ROWS, 3)
    const { samples, weights } = samplesOf(returns, [1, -0.5, -0.25], { least: 10, most: 0.4 })
    expect(samples.map(({ assets, sign }) => ({ assets, sign }))).toEqual([
      { assets: [0], sign: 1 },
      { assets: [1, 2], sign: -1 },
    ])
    expect(samples[1].returns.data[0]).toBe(-returns.data[1])
    expect([...samples[1].budgets]).toEqual([1, 0.5])
    // The shorts are 3/7 of the whole: 0.4 of it is 14/15 of them.
    expect(samples[1].most[0]).toBeCloseTo(14 / 15, 14)
    expect(samples[1].most[1]).toBeCloseTo(7 / 15, 14)
    expect(weights[0]).toBeCloseTo(4 / 7, 14)
    expect(weights[1]).toBeCloseTo(-3 / 14, 14)
  })

  it('nothing chosen is nothing held', () => {
    const { weights, note } = samplesOf(normalReturns(3, ROWS, 2), [0, 0], { least: 10 })
    expect([...weights]).toEqual([0, 0])
    expect(note).toBe('')
  })
})

describe('parameters', () => {
  it.each([
    [{ lookback: 1 }, 'lookback "1", expected a whole number, 2 or more'],
    [{ least: 1.5 }, 'least "1.5", expected a whole number, 2 or more'],
    [{ least: 300 }, 'least "300", expected no more than the lookback of 252'],
    [{ halfLife: 0 }, 'halfLife "0", expected above 0, at most 1000000'],
    [{ covariance: 'nonlinear', least: 12 }, 'least "12", expected 13 or more for a nonlinear covariance'],
  ])('%o', (params, message) => {
    expect(() => inverseVolatility.check({ ...inverseVolatility.defaults, ...params })).toThrow(
      new ConfigError(`inverse-volatility: ${message}`),
    )
  })

  it('names of estimators, linkages and forms', () => {
    const returns = normalReturns(1, ROWS, 2)
    for (const [name, params] of [
      ['equal-risk-contribution', { covariance: 'samples' }],
      ['hierarchical-risk-parity', { linkage: 'centroid' }],
      ['minimum-variance', { most: 0 }],
      ['mean-cvar', { form: 'maximum' }],
      ['mean-cvar', { expected: 'median' }],
      ['mean-cvar', { confidence: 1 }],
      ['mean-cvar', { aversion: 0 }],
    ] as const)
      expect(() => weighReturns(name, returns, params)).toThrow(ConfigError)
  })
})
