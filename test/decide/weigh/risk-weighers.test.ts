import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sampleCovariance } from '../../../src/core/covariance.js'
import { LINKAGES } from '../../../src/core/hierarchical-clustering.js'
import type { Matrix } from '../../../src/core/matrix.js'
import { riskBudgetWeights } from '../../../src/decide/weigh/equal-risk-contribution.js'
import { estimateCovariance } from '../../../src/decide/weigh/estimate-covariance.js'
import { hierarchicalWeights } from '../../../src/decide/weigh/hierarchical-risk-parity.js'
import { normalReturns, returnsOf, weighReturns } from './weigh-fixture.js'

/** [n] parts of the variance of a portfolio that its positions contribute. */
function contributions(covariance: Float64Array, weights: Float64Array): Float64Array {
  const n = weights.length
  return weights.map((weight, i) => {
    let sum = 0
    for (let j = 0; j < n; j++) sum += weight * covariance[i * n + j] * weights[j]
    return sum
  })
}

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0)
const varianceOf = (covariance: Float64Array, weights: Float64Array): number =>
  sumOf(contributions(covariance, weights))

/** A covariance of these deviations with one correlation for all pairs. */
function equalCorrelation(deviations: readonly number[], correlation: number): Float64Array {
  return Float64Array.from(deviations.flatMap((a, i) => deviations.map((b, j) => a * b * (i === j ? 1 : correlation))))
}

const market = fc.record({ seed: fc.nat(1e6), n: fc.integer({ min: 2, max: 12 }) })
const copies = ({ rows, cols, data }: Matrix): Matrix =>
  returnsOf(
    Array.from({ length: rows }, (_, row) => [...data.subarray(row * cols, (row + 1) * cols), data[row * cols]]),
  )

describe('equal-risk-contribution', () => {
  it('contributions are in proportion to their budgets to 1e-10, and sum to the variance', () => {
    const budget = fc.double({ min: 0.05, max: 1, noNaN: true })
    fc.assert(
      fc.property(market, fc.array(budget, { minLength: 12, maxLength: 12 }), ({ seed, n }, given) => {
        const covariance = sampleCovariance(normalReturns(seed, 60, n))
        const budgets = Float64Array.from(given.slice(0, n))
        const weights = riskBudgetWeights(covariance, budgets)
        expect(sumOf(weights)).toBeCloseTo(1, 13)
        const parts = contributions(covariance, weights)
        const variance = varianceOf(covariance, weights)
        for (const [i, part] of parts.entries())
          expect(Math.abs(part / variance / (budgets[i] / sumOf(budgets)) - 1)).toBeLessThanOrEqual(1e-10)
      }),
      { numRuns: 100 },
    )
  })

  it('is inverse volatility where all correlations are equal, and for two assets', () => {
    for (const correlation of [-0.2, 0, 0.5, 0.99]) {
      const weights = riskBudgetWeights(equalCorrelation([0.1, 0.2, 0.4], correlation), Float64Array.of(1, 1, 1))
      for (const [i, weight] of [4 / 7, 2 / 7, 1 / 7].entries()) expect(weights[i]).toBeCloseTo(weight, 11)
    }
    const two = normalReturns(5, 80, 2)
    const inverse = weighReturns('inverse-volatility', two).weights
    for (const [i, weight] of weighReturns('equal-risk-contribution', two).weights.entries())
      expect(weight).toBeCloseTo(inverse[i], 11)
  })

  it('a share of a half is half a risk', () => {
    const returns = normalReturns(8, 100, 3)
    const { weights } = weighReturns('equal-risk-contribution', returns, {}, { shares: [1, 0.5, 0.5] })
    const parts = contributions(sampleCovariance(returns), weights)
    expect(parts[0] / parts[1]).toBeCloseTo(2, 9)
    expect(parts[1] / parts[2]).toBeCloseTo(1, 9)
  })
})

describe('hierarchical-risk-parity', () => {
  it('of two assets it is inverse variance, by every linkage', () => {
    const covariance = equalCorrelation([0.1, 0.2], 0.3)
    for (const linkage of LINKAGES) {
      const weights = hierarchicalWeights(covariance, 2, linkage)
      expect(weights[0]).toBeCloseTo(0.8, 14)
      expect(weights[1]).toBeCloseTo(0.2, 14)
    }
  })

  it('by hand: two pairs, the list halved between them', () => {
    // Pairs of variances (1, 4) and (1, 4) times 1 and 9, correlation 0.9 within a pair and 0 beyond it.
    const deviations = [1, 2, 3, 6]
    const covariance = Float64Array.from(
      deviations.flatMap((a, i) =>
        deviations.map((b, j) => a * b * (i === j ? 1 : Math.floor(i / 2) === Math.floor(j / 2) ? 0.9 : 0)),
      ),
    )
    // Each pair is 0.8 and 0.2 within; variances of the pairs are as 1 to 9.
    const weights = hierarchicalWeights(covariance, 4, 'single')
    for (const [i, weight] of [0.72, 0.18, 0.08, 0.02].entries()) expect(weights[i]).toBeCloseTo(weight, 14)
  })
})

describe('minimum-variance', () => {
  it('of two assets as in the textbook; a bound binds', () => {
    const returns = normalReturns(2, 200, 2)
    const [a, c, , b] = sampleCovariance(returns)
    const { weights } = weighReturns('minimum-variance', returns, { covariance: 'sample' })
    const expected = Math.max(0, Math.min(1, (b - c) / (a + b - 2 * c)))
    expect(weights[0]).toBeCloseTo(expected, 13)
    const larger = Math.max(expected, 1 - expected)
    const bound = weighReturns('minimum-variance', returns, { covariance: 'sample', most: (larger + 0.5) / 2 })
    expect(Math.max(...bound.weights)).toBe((larger + 0.5) / 2)
  })

  it('no other weights have a smaller variance', () => {
    fc.assert(
      fc.property(market, ({ seed, n }) => {
        const returns = normalReturns(seed, 60, n)
        const covariance = estimateCovariance(returns, { covariance: 'constant-correlation', halfLife: 1 })
        const least = varianceOf(covariance, weighReturns('minimum-variance', returns).weights)
        for (const name of ['equal', 'inverse-volatility', 'equal-risk-contribution', 'maximum-diversification'])
          expect(varianceOf(covariance, weighReturns(name, returns).weights)).toBeGreaterThanOrEqual(least)
      }),
      { numRuns: 50 },
    )
  })

  it('where the largest weights are too small, the rest is cash, and that is said', () => {
    const { weights, note } = weighReturns('minimum-variance', normalReturns(2, 60, 3), { most: 0.2 })
    expect([...weights]).toEqual([0.2, 0.2, 0.2])
    expect(note).toBe('too few assets for their largest weights, 40.0% of the side in cash')
  })
})

describe('maximum-diversification', () => {
  it('has the largest ratio of mean deviation to deviation, above 1 where anything differs', () => {
    fc.assert(
      fc.property(market, ({ seed, n }) => {
        const returns = normalReturns(seed, 60, n)
        const covariance = sampleCovariance(returns)
        const ratio = (name: string, params: object = {}): number => {
          const { weights } = weighReturns(name, returns, params)
          const mean = weights.reduce((sum, weight, i) => sum + weight * Math.sqrt(covariance[i * n + i]), 0)
          return mean / Math.sqrt(varianceOf(covariance, weights))
        }
        const most = ratio('maximum-diversification', { covariance: 'sample' })
        expect(most).toBeGreaterThan(1)
        for (const name of ['equal', 'inverse-volatility', 'equal-risk-contribution', 'minimum-variance'])
          expect(most).toBeGreaterThanOrEqual(ratio(name) - 1e-12)
      }),
      { numRuns: 50 },
    )
  })
})

describe('copies of an asset, and fewer sessions than assets', () => {
  it.each(['inverse-volatility', 'equal-risk-contribution', 'minimum-variance', 'maximum-diversification'])(
    '%s shares equally between copies',
    (name) => {
      const { weights } = weighReturns(name, copies(normalReturns(4, 60, 3)), { covariance: 'sample' })
      expect(weights[3]).toBeCloseTo(weights[0], 9)
      expect(sumOf(weights)).toBeCloseTo(1, 12)
    },
  )

  it.each([
    'inverse-volatility',
    'equal-risk-contribution',
    'hierarchical-risk-parity',
    'minimum-variance',
    'maximum-diversification',
    'mean-cvar',
  ])('%s: 20 assets in 14 sessions, one of them twice, have finite weights by every estimator', (name) => {
    const returns = copies(normalReturns(6, 14, 19))
    const estimators = ['sample', 'ewma', 'identity', 'constant-correlation', 'single-factor', 'nonlinear']
    for (const params of name === 'mean-cvar' ? [{}] : estimators.map((covariance) => ({ covariance }))) {
      const { weights } = weighReturns(name, returns, params)
      expect(sumOf(weights)).toBeCloseTo(1, 9)
      expect(weights.every((weight) => weight >= 0)).toBe(true)
    }
  })

  it('an estimate that is singular is made positive definite by one part in a million', () => {
    const singular = estimateCovariance(copies(normalReturns(4, 60, 1)), { covariance: 'sample', halfLife: 1 })
    expect(singular[1] / singular[0]).toBeCloseTo(1 - 1e-6, 12)
  })
})
