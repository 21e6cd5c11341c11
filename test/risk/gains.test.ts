import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { battingAverage } from '../../src/risk/active.js'
import { captureRatio } from '../../src/risk/capture.js'
import { largestDrawdowns, painIndex, sampleUlcerIndex, ulcerIndex } from '../../src/risk/drawdown.js'
import {
  commonSenseRatio,
  gainToPain,
  kellyFraction,
  omegaRatio,
  payoffRatio,
  profitFactor,
  winRate,
} from '../../src/risk/gains.js'
import { growthStability } from '../../src/risk/growth.js'
import { excessKurtosis, sampleExcessKurtosis, sampleSkewness, skewness } from '../../src/risk/moments.js'
import { martinRatio, mSquared, painRatio, recoveryFactor, sharpeRatio, treynorRatio } from '../../src/risk/ratios.js'

// Gains 0.06 in two, losses 0.03 in three, one period of nothing.
const SERIES = [0.02, -0.01, 0, 0.04, -0.005, -0.015]

describe('gains and losses', () => {
  it('are counted and summed apart', () => {
    expect(winRate(SERIES)).toBeCloseTo(2 / 5, 12)
    expect(profitFactor(SERIES)).toBeCloseTo(2, 12)
    expect(gainToPain(SERIES)).toBeCloseTo(1, 12)
    expect(payoffRatio(SERIES)).toBeCloseTo(0.03 / 0.01, 12)
    expect(kellyFraction(SERIES)).toBeCloseTo(0.4 - 0.6 / 3, 12)
    expect(omegaRatio(SERIES, 0)).toBe(profitFactor(SERIES))
    // Over a target of 1%: 0.01 + 0.03 above; 0.02 + 0.01 + 0.015 + 0.025 below.
    expect(omegaRatio(SERIES, 0.01)).toBeCloseTo(0.04 / 0.07, 12)
    expect(commonSenseRatio(SERIES, 0.25)).toBeCloseTo((2 * 0.015) / 0.00875, 10)
  })

  it('without a loss there is no ratio, and no infinity', () => {
    for (const measure of [profitFactor, gainToPain, payoffRatio, kellyFraction]) {
      expect(measure([0.1, 0.2])).toBeNaN()
      expect(measure([])).toBeNaN()
      expect(measure([0.1, NaN, -0.1])).toBeNaN()
    }
    expect(winRate([0, 0])).toBeNaN()
    expect(winRate([0.1, 0])).toBe(1)
  })
})

describe('moments', () => {
  it('of five values by hand', () => {
    // 0, 0, 0, 0, 5: mean 1, variance 4, third moment 12, fourth 52.
    const series = [0, 0, 0, 0, 5]
    expect(skewness(series)).toBeCloseTo(12 / 8, 12)
    expect(excessKurtosis(series)).toBeCloseTo(52 / 16 - 3, 12)
    expect(sampleSkewness(series)).toBeCloseTo((1.5 * Math.sqrt(20)) / 3, 12)
    expect(sampleExcessKurtosis(series)).toBeCloseTo(5, 10)
    for (const measure of [skewness, excessKurtosis, sampleSkewness, sampleExcessKurtosis]) {
      expect(measure([0.1, 0.1, 0.1, 0.1])).toBeNaN()
      expect(measure([])).toBeNaN()
      expect(measure([0.1, NaN, 0.3, 0.2])).toBeNaN()
    }
  })
})

describe('drawdowns as a table', () => {
  // Equity 1, 0.67, 1.005, 0.99495, 0.985, 1.0047, 1.01: the deep one is the shorter one.
  const series = [-0.33, 0.5, -0.01, -0.01, 0.02, 0.0053]

  it('names peak, trough and recovery, and the longest need not be the deepest', () => {
    const [deep, shallow] = largestDrawdowns(series, 5)
    expect(deep).toMatchObject({ peak: 0, trough: 1, recovery: 2, length: 2 })
    expect(deep.depth).toBeCloseTo(-0.33, 12)
    expect(shallow).toMatchObject({ peak: 2, trough: 4, recovery: 6, length: 4 })
    expect(shallow.depth).toBeCloseTo(0.99 ** 2 - 1, 12)
    expect(largestDrawdowns(series, 1)).toEqual([deep])
    expect(largestDrawdowns([-0.1], 5)).toMatchObject([{ peak: 0, trough: 1, recovery: undefined, length: 1 }])
    expect(largestDrawdowns([0.1, NaN], 5)).toEqual([])
    expect(largestDrawdowns([], 5)).toEqual([])
  })

  it('two ulcer indexes and the pain index', () => {
    const losses = [0.1, 0]
    const back = [-0.1, 1 / 0.9 - 1]
    expect(ulcerIndex(back)).toBeCloseTo(Math.sqrt(losses[0] ** 2 / 2), 12)
    expect(sampleUlcerIndex(back)).toBeCloseTo(losses[0], 12)
    expect(painIndex(back)).toBeCloseTo(0.05, 12)
    expect(sampleUlcerIndex([-0.1])).toBeNaN()
  })
})

describe('ratios with a benchmark or a drawdown', () => {
  const options = { riskFreeAnnual: 0.02, periodsPerYear: 1 }
  const fund = [0.1, -0.2, 0.3]
  const market = [0.05, -0.1, 0.15]

  it('M2 of a levered market is the market, Treynor its excess return', () => {
    const levered = market.map((value) => 0.02 + 2 * (value - 0.02))
    expect(mSquared(levered, market, options)).toBeCloseTo((0.05 - 0.1 + 0.15) / 3, 12)
    expect(treynorRatio(levered, market, options)).toBeCloseTo(0.1 / 3 - 0.02, 12)
    expect(mSquared(fund, market, options)).toBeCloseTo(
      0.02 + sharpeRatio(fund, options) * Math.sqrt(0.03166666666666667 / 2),
      10,
    )
    expect(treynorRatio(fund, [0.1, 0.1, 0.1], options)).toBeNaN()
  })

  it('Martin, pain ratio and recovery factor', () => {
    const growth = (1.1 * 0.8 * 1.3) ** (1 / 3) - 1
    expect(martinRatio(fund, options)).toBeCloseTo((growth - 0.02) / Math.sqrt(0.04 / 3), 12)
    expect(painRatio(fund, options)).toBeCloseTo((growth - 0.02) / (0.2 / 3), 12)
    expect(recoveryFactor(fund)).toBeCloseTo(0.2 / 0.2, 12)
    for (const value of [martinRatio([0.1], options), painRatio([0.1], options), recoveryFactor([0.1])])
      expect(value).toBeNaN()
  })

  it('capture by the geometric mean and by the year', () => {
    const side = 'up' as const
    const perPeriod = captureRatio(fund, market, { side, periodsPerYear: 1 })
    expect(perPeriod).toBeCloseTo((Math.sqrt(1.1 * 1.3) - 1) / (Math.sqrt(1.05 * 1.15) - 1), 12)
    const perYear = captureRatio(fund, market, { side, periodsPerYear: 12 })
    expect(perYear).toBeCloseTo(((1.1 * 1.3) ** 6 - 1) / ((1.05 * 1.15) ** 6 - 1), 12)
    expect(captureRatio(fund, market, { side: 'down', periodsPerYear: 1 })).toBeCloseTo(2, 12)
    expect(captureRatio(fund, [0.1, 0.1, 0.1], { side: 'down', periodsPerYear: 1 })).toBeNaN()
    expect(() => captureRatio(fund, [0.1], { side, periodsPerYear: 1 })).toThrow('captureRatio: 1 benchmark returns')
  })

  it('batting average and stability', () => {
    expect(battingAverage(fund, market)).toBeCloseTo(2 / 3, 12)
    expect(battingAverage(fund, [0.1, NaN, 0])).toBeNaN()
    expect(battingAverage([], [])).toBeNaN()
    expect(growthStability([0.1, 0.1, 0.1, 0.1])).toBeCloseTo(1, 12)
    const constant = fc.tuple(fc.double({ min: 1e-6, max: 0.5, noNaN: true }), fc.integer({ min: 2, max: 400 }))
    fc.assert(
      fc.property(constant, ([value, n]) => {
        const stability = growthStability(new Float64Array(n).fill(value))
        expect(stability).toBeLessThanOrEqual(1)
        expect(stability).toBeGreaterThan(1 - 1e-9)
      }),
      { numRuns: 300 },
    )
    for (const series of [[0.1], [0, 0, 0], [0.1, -1, 0.1], [0.1, NaN, 0.1], []])
      expect(growthStability(series)).toBeNaN()
  })
})
