import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMatrix, matrixOver } from '../../src/core/matrix.js'
import { createRandom } from '../../src/core/random.js'
import { longestUnderWater, maxDrawdown } from '../../src/risk/drawdown.js'
import { cagrFromTotal, totalReturn } from '../../src/risk/growth.js'
import { hitRate } from '../../src/risk/hit-rate.js'
import { rankInformationCoefficient } from '../../src/risk/information-coefficient.js'
import { alpha, alphaTest, beta } from '../../src/risk/regression.js'
import { formatPercent, formatRatio, formatSessions, fraction, ratio, sessions } from '../../src/risk/units.js'

const OPTIONS = { riskFreeAnnual: 0.02, periodsPerYear: 252, lag: 2 }
const returns = fc.array(fc.double({ min: -0.9, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 })

describe('growth', () => {
  it('raising one return never lowers the total return', () => {
    fc.assert(
      fc.property(returns, fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (series, at, gain) => {
        const raised = series.map((value, i) => (i === at % series.length ? value + gain : value))
        expect(totalReturn(raised)).toBeGreaterThanOrEqual(totalReturn(series))
      }),
    )
  })

  it('raising the last return never deepens the largest drawdown', () => {
    fc.assert(
      fc.property(returns, fc.double({ min: 0, max: 1, noNaN: true }), (series, gain) => {
        const raised = series.map((value, i) => (i === series.length - 1 ? value + gain : value))
        expect(maxDrawdown(raised)).toBeGreaterThanOrEqual(maxDrawdown(series))
      }),
    )
  })

  it('a total return below -100% has no growth rate, whatever the number of years', () => {
    for (const years of [0.5, 1, 3, 2.5]) expect(cagrFromTotal(fraction(-1.5), years)).toBeNaN()
    expect(cagrFromTotal(fraction(-1), 3)).toBe(-1)
    expect(cagrFromTotal(fraction(NaN), 3)).toBeNaN()
  })
})

describe('regression', () => {
  it.each([0.1, 0.003, -1 / 3])('a benchmark that is always %d has no beta, though its mean is rounded', (value) => {
    const flat = Array.from({ length: 7 }, () => value)
    const varied = [0.01, -0.02, 0.03, 0, 0.01, 0.02, -0.01]
    expect(beta(varied, flat)).toBeNaN()
    expect(alpha(varied, flat, OPTIONS)).toBeNaN()
    expect(alphaTest(varied, flat, OPTIONS)).toEqual({ alpha: NaN, t: NaN, low: NaN, high: NaN })
  })

  it('an exact line has an alpha and no test of it: its residuals are rounding', () => {
    const random = createRandom(1, 'line')
    const benchmark = Float64Array.from({ length: 60 }, () => 0.01 * random.normal())
    const doubled = benchmark.map((value) => 2 * value + 0.0004)
    const test = alphaTest(doubled, benchmark, { ...OPTIONS, riskFreeAnnual: 0 })
    expect(test.alpha).toBeCloseTo(0.0004 * 252, 10)
    expect([test.t, test.low, test.high]).toEqual([NaN, NaN, NaN])
  })
})

describe('skill of scores', () => {
  it('averages tied ranks: one tie at the top of four', () => {
    const scores = matrixOver(1, 4, Float64Array.of(1, 2, 3, 3))
    const outcome = matrixOver(1, 4, Float64Array.of(10, 20, 30, 40))
    // Ranks 1 2 3.5 3.5 against 1 2 3 4: covariance 4.5, variances 4.5 and 5.
    expect(rankInformationCoefficient(scores, outcome, { lag: 0 }).series[0]).toBeCloseTo(4.5 / Math.sqrt(4.5 * 5), 14)
  })

  it('a sector without score or outcome is left out of the ranking, not ranked last', () => {
    const scores = matrixOver(1, 5, Float64Array.of(1, NaN, 2, 9, 3))
    const outcome = matrixOver(1, 5, Float64Array.of(1, 99, 2, NaN, 3))
    expect(rankInformationCoefficient(scores, outcome, { lag: 0 }).series[0]).toBeCloseTo(1, 14)
  })

  it('a single session has a mean and no t statistic', () => {
    const scores = matrixOver(1, 3, Float64Array.of(1, 2, 3))
    const { mean, t, sessions: counted } = rankInformationCoefficient(scores, scores, { lag: 0 })
    expect([mean, t, counted]).toEqual([1, NaN, 1])
  })

  it('two sectors are never ranked, and hit all the same', () => {
    const scores = matrixOver(3, 2, Float64Array.of(1, -2, 3, -4, 5, -6))
    expect(rankInformationCoefficient(scores, scores, { lag: 0 }).sessions).toBe(0)
    expect(hitRate(scores, scores)).toBe(1)
  })

  it('is NaN without sessions', () => {
    expect(rankInformationCoefficient(createMatrix(0, 4), createMatrix(0, 4), { lag: 3 }).mean).toBeNaN()
  })
})

describe('published figures in their units', () => {
  it('the drawdowns that were printed as days are percent, and the times are sessions', () => {
    expect([-0.185, -0.337].map((loss) => formatPercent(fraction(loss)))).toEqual(['-18.5%', '-33.7%'])
    expect([219, 139, 50, 36].map((length) => formatSessions(sessions(length)))).toEqual([
      '219 sessions',
      '139 sessions',
      '50 sessions',
      '36 sessions',
    ])
    expect([0.98, 0.82, 0.58, 0.68].map((value) => formatRatio(ratio(value)))).toEqual(['0.98', '0.82', '0.58', '0.68'])
    // Ulcer indices are printed in percent points.
    expect([0.0285, 0.0582, 0.0332, 0.0714].map((value) => formatPercent(fraction(value), 2))).toEqual([
      '2.85%',
      '5.82%',
      '3.32%',
      '7.14%',
    ])
  })

  it.each([
    ['strategy, 5 years', 0.091, 0.068, 0.98],
    ['index, 5 years', 0.139, 0.138, 0.82],
    ['strategy, 3 years', 0.072, 0.082, 0.58],
    ['index, 3 years', 0.139, 0.167, 0.68],
  ])('the published Sortino ratio lies within the rounding of its inputs: %s', (_, growth, downside, published) => {
    const least = (growth - 0.0005 - 0.025) / (downside + 0.0005)
    const most = (growth + 0.0005 - 0.025) / (downside - 0.0005)
    expect(published + 0.005).toBeGreaterThanOrEqual(least)
    expect(published - 0.005).toBeLessThanOrEqual(most)
  })

  it('a deep early loss and a shallow later one: the larger is not the longer', () => {
    // 100 | 60 100 | then 19 sessions at 99 and back.
    const series = [-0.4, 2 / 3, -0.01, ...Array.from({ length: 18 }, () => 0), 1 / 0.99 - 1]
    expect(maxDrawdown(series)).toBeCloseTo(-0.4, 12)
    expect(longestUnderWater(series.slice(0, 2))).toBe(2)
    expect(longestUnderWater(series)).toBe(20)
  })
})
