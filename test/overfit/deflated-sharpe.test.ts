import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  deflatedSharpeRatio,
  expectedMaximumSharpe,
  minimumTrackRecord,
  probabilisticSharpeRatio,
  sharpeSample,
  type SharpeSample,
} from '../../src/overfit/deflated-sharpe.js'
import { effectiveTrials } from '../../src/overfit/effective-trials.js'
import { searchedSharpe } from '../../src/overfit/searched-sharpe.js'
import { ratio } from '../../src/risk/units.js'

interface Case {
  readonly name: string
  readonly returns: readonly number[]
  readonly sharpe: number
  readonly skewness: number
  readonly kurtosis: number
  readonly psr: number
  readonly minimumTrackRecord: number
  readonly trials: number
  readonly variance: number
  readonly expectedMaximum: number
  readonly dsr: number
}

const golden = JSON.parse(readFileSync('test/golden/gma.json', 'utf8')) as {
  readonly deflated: readonly Case[]
  readonly effective: {
    readonly series: readonly (readonly number[])[]
    readonly averageCorrelation: number
    readonly byCorrelation: number
    readonly byEigenvalues: number
  }
}

describe('the numerical example of Bailey and Lopez de Prado (2014)', () => {
  // Sharpe ratio of 2.5 a year over 1,250 days of 250 a year, the best of 100 trials whose annual ratios have a variance of 1/2.
  const best: SharpeSample = { sharpe: ratio(2.5 / Math.sqrt(250)), skewness: -3, kurtosis: 10, periods: 1250 }
  const trials = { count: 100, variance: 0.5 / 250 }

  it('luck is expected to find 0.1132 a day, and the deflated Sharpe ratio is 0.9004', () => {
    expect(expectedMaximumSharpe(trials)).toBeCloseTo(0.1132, 4)
    expect(deflatedSharpeRatio(best, trials)).toBeCloseTo(0.9004, 4)
  })

  it('had there been 46 trials it would have been 0.95, as the paper says', () => {
    expect(deflatedSharpeRatio(best, { ...trials, count: 46 })).toBeCloseTo(0.9505, 3)
  })
})

describe.each(golden.deflated)('$name returns, computed independently', (golden) => {
  const sample = sharpeSample(Float64Array.from(golden.returns))

  it('have that Sharpe ratio, skewness and kurtosis', () => {
    expect(sample.sharpe).toBeCloseTo(golden.sharpe, 12)
    expect(sample.skewness).toBeCloseTo(golden.skewness, 11)
    expect(sample.kurtosis).toBeCloseTo(golden.kurtosis, 11)
  })

  it('have that probabilistic and deflated Sharpe ratio and minimum track record', () => {
    const trials = { count: golden.trials, variance: golden.variance }
    expect(probabilisticSharpeRatio(sample)).toBeCloseTo(golden.psr, 12)
    expect(expectedMaximumSharpe(trials)).toBeCloseTo(golden.expectedMaximum, 12)
    expect(deflatedSharpeRatio(sample, trials)).toBeCloseTo(golden.dsr, 11)
    expect(minimumTrackRecord(sample) / golden.minimumTrackRecord).toBeCloseTo(1, 11)
  })

  it('reach the confidence when the track record is as long as it must be', () => {
    const periods = minimumTrackRecord(sample, 0.001, 0.9)
    expect(probabilisticSharpeRatio({ ...sample, periods }, 0.001)).toBeCloseTo(0.9, 12)
  })
})

describe('at the edges', () => {
  const sample: SharpeSample = { sharpe: ratio(0.1), skewness: 0, kurtosis: 3, periods: 100 }

  it('one trial is not deflated, more of them are, and the more the lower', () => {
    expect(expectedMaximumSharpe({ count: 1, variance: 0.01 })).toBe(0)
    expect(deflatedSharpeRatio(sample, { count: 1, variance: 0.01 })).toBe(probabilisticSharpeRatio(sample))
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 1000, noNaN: true }),
        fc.double({ min: 1, max: 100, noNaN: true }),
        (n, more) => {
          const [few, many] = [n, n * more].map((count) => deflatedSharpeRatio(sample, { count, variance: 0.002 }))
          expect(many).toBeLessThanOrEqual(few)
          expect(few).toBeLessThanOrEqual(probabilisticSharpeRatio(sample))
        },
      ),
    )
  })

  it('a ratio that is not above the threshold never gets there', () => {
    expect(minimumTrackRecord(sample, 0.1)).toBe(Infinity)
    expect(minimumTrackRecord({ ...sample, sharpe: ratio(NaN) })).toBeNaN()
  })

  it('is missing of returns that do not vary, of one, or of none', () => {
    for (const returns of [[], [0.01], [0.1, 0.1, 0.1], [0.01, NaN, 0.02]]) {
      const none = sharpeSample(Float64Array.from(returns))
      expect(none.sharpe).toBeNaN()
      expect(probabilisticSharpeRatio(none)).toBeNaN()
    }
  })

  it('of two returns is known: 1% and 3% have a ratio of root 2, no skewness and a kurtosis of 1', () => {
    const two = sharpeSample(Float64Array.of(0.01, 0.03))
    expect(two.sharpe).toBeCloseTo(Math.SQRT2, 12)
    expect(two.skewness).toBeCloseTo(0, 12)
    expect(two.kurtosis).toBeCloseTo(1, 12)
    // The variance of the estimate is 1, so that it is the normal distribution at root 2.
    expect(probabilisticSharpeRatio(two)).toBeCloseTo(0.9213503964748575, 12)
  })

  it('refuses what can not be', () => {
    expect(() => expectedMaximumSharpe({ count: 0.5, variance: 1 })).toThrow('trials "0.5"')
    expect(() => expectedMaximumSharpe({ count: 2, variance: -1 })).toThrow('variance "-1"')
    expect(() => minimumTrackRecord(sample, 0, 1)).toThrow('confidence "1"')
  })
})

describe('searchedSharpe', () => {
  const { returns, sharpe, dsr, trials, variance, expectedMaximum } = golden.deflated[0]
  const best = sharpeSample(Float64Array.from(returns))
  // Two ratios of that variance: centre and distance do not matter otherwise.
  const sharpes = [0, Math.sqrt(2 * variance)]

  it('annualises, deflates by each count, and is judged by the strictest', () => {
    const effective = { averageCorrelation: 0.5, byCorrelation: 20, byEigenvalues: 5 }
    const searched = searchedSharpe(best, { sharpes, count: trials, effective }, 12)
    expect(searched.sharpe).toBeCloseTo(sharpe * Math.sqrt(12), 12)
    expect(searched.byCount.expectedMaximumSharpe).toBeCloseTo(expectedMaximum * Math.sqrt(12), 11)
    expect(searched.deflatedSharpe).toBeCloseTo(dsr, 11)
    expect(searched.deflatedSharpe).toBe(searched.byCount.deflatedSharpe)
    expect([searched.byCorrelation.trials, searched.byEigenvalues.trials]).toEqual([20, 5])
    expect(searched.byCorrelation.deflatedSharpe).toBeGreaterThan(searched.deflatedSharpe)
    expect(searched.byEigenvalues.deflatedSharpe).toBeGreaterThan(searched.byCorrelation.deflatedSharpe)
  })

  it('of equal trials is not deflated, whatever rounding leaves of the one', () => {
    const effective = { averageCorrelation: 1 + 1e-16, byCorrelation: 1 - 1e-15, byEigenvalues: 1 - 1e-15 }
    const { byEigenvalues, probabilisticSharpe } = searchedSharpe(best, { sharpes, count: 2, effective }, 12)
    expect(byEigenvalues).toEqual({ trials: 1, expectedMaximumSharpe: 0, deflatedSharpe: probabilisticSharpe })
  })
})

describe('effectiveTrials', () => {
  const series = golden.effective.series.map((values) => Float64Array.from(values))

  it('is that of an independent computation with eigenvalues', () => {
    const { averageCorrelation, byCorrelation, byEigenvalues } = effectiveTrials(series)
    expect(averageCorrelation).toBeCloseTo(golden.effective.averageCorrelation, 12)
    expect(byCorrelation).toBeCloseTo(golden.effective.byCorrelation, 11)
    expect(byEigenvalues).toBeCloseTo(golden.effective.byEigenvalues, 11)
  })

  it('of one strategy many times is one, of uncorrelated ones all of them', () => {
    const same = effectiveTrials([series[0], series[0], series[0].map((value) => 3 * value + 1)])
    expect(same.byCorrelation).toBeCloseTo(1, 12)
    expect(same.byEigenvalues).toBeCloseTo(1, 12)
    const apart = effectiveTrials([
      Float64Array.of(1, 1, -1, -1),
      Float64Array.of(1, -1, 1, -1),
      Float64Array.of(1, -1, -1, 1),
    ])
    expect(apart).toEqual({ averageCorrelation: 0, byCorrelation: 3, byEigenvalues: 3 })
  })

  it('takes a negative average correlation as 0: opposites are no more trials than there are', () => {
    const [a, b] = [Float64Array.of(1, 1, -1, -1), Float64Array.of(1, -1, 1, -1)]
    const opposed = effectiveTrials([a, a.map((value) => -value), b])
    // Pairs correlate by -1, 0 and 0; squared elements of the matrix sum to 3 + 2.
    expect(opposed.averageCorrelation).toBeCloseTo(-1 / 3, 14)
    expect(opposed.byCorrelation).toBe(3)
    expect(opposed.byEigenvalues).toBeCloseTo(9 / 5, 14)
  })

  it('of one is one, of none is missing, and of unequal lengths is refused', () => {
    expect(effectiveTrials([series[0]])).toEqual({ averageCorrelation: NaN, byCorrelation: 1, byEigenvalues: 1 })
    expect(effectiveTrials([]).byCorrelation).toBeNaN()
    expect(() => effectiveTrials([series[0], series[1].subarray(1)])).toThrow('59 returns, expected 60')
  })
})
