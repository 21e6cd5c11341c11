import { describe, expect, it } from 'vitest'
import { createRandom } from '../../src/core/random.js'
import { mean } from '../../src/core/statistics.js'
import { automaticBlockLength } from '../../src/overfit/block-length.js'
import { headlineIntervals, HEADLINES } from '../../src/overfit/headline-intervals.js'
import { bootstrapInterval, bootstrapIntervals } from '../../src/overfit/stationary-bootstrap.js'
import { METRICS, type MetricName } from '../../src/risk/metrics.js'
import { sharpeRatio } from '../../src/risk/ratios.js'

const OPTIONS = { samples: 300, meanBlock: 8, level: 0.95, seed: 5 }
const ANNUAL = { riskFreeAnnual: 0.02, periodsPerYear: 252 }

function pair(seed: number, n: number): { returns: Float64Array; benchmark: Float64Array } {
  const random = createRandom(seed, 'pair')
  const benchmark = Float64Array.from({ length: n }, () => 0.0004 + 0.01 * random.normal())
  return { benchmark, returns: benchmark.map((value) => 0.0001 + 0.8 * value + 0.004 * random.normal()) }
}

describe('several statistics of several series', () => {
  it('share their resamples, so that a part of them is what it would be alone', () => {
    const { returns } = pair(1, 200)
    const both = bootstrapIntervals([returns], ([series]) => [mean(series), Math.max(...series)], OPTIONS)
    expect(both[0]).toEqual(bootstrapInterval(returns, mean, OPTIONS))
    expect(both[1]).toEqual(bootstrapInterval(returns, (series) => Math.max(...series), OPTIONS))
  })

  it('series are resampled together, period by period', () => {
    const { returns } = pair(2, 150)
    const doubled = returns.map((value) => 2 * value)
    const [gap] = bootstrapIntervals(
      [returns, doubled],
      ([own, other]) => [Math.max(...own.map((value, i) => Math.abs(other[i] - 2 * value)))],
      OPTIONS,
    )
    expect(gap).toEqual({ estimate: 0, low: 0, high: 0 })
    expect(() => bootstrapIntervals([returns, doubled.slice(1)], () => [0], OPTIONS)).toThrow(
      'bootstrapIntervals: a series of 149 periods, expected 150',
    )
  })

  it('resamples without a value are left out, and a statistic that is not known has no interval', () => {
    const series = Float64Array.of(1, 2, 3, 4, 5, 6)
    const onlyFirst = (values: Float64Array): number => (values.includes(1) ? mean(values) : NaN)
    const { low, high } = bootstrapInterval(series, onlyFirst, OPTIONS)
    expect(low).toBeGreaterThanOrEqual(1)
    expect(high).toBeLessThanOrEqual(6)
    expect(bootstrapInterval(series, () => NaN, OPTIONS)).toEqual({ estimate: NaN, low: NaN, high: NaN })
  })
})

describe('headline intervals', () => {
  it.each([1, 2, 3])('measure what src/risk measures, to 1e-9: series %d', (seed) => {
    const { returns, benchmark } = pair(seed, 400)
    const intervals = headlineIntervals(returns, benchmark, { ...OPTIONS, ...ANNUAL, samples: 1 })
    const input = { returns, benchmark, ...ANNUAL, tail: 0.05 }
    for (const name of HEADLINES) {
      const expected =
        name === 'sharpeDifference'
          ? sharpeRatio(returns, ANNUAL) - sharpeRatio(benchmark, ANNUAL)
          : METRICS[name satisfies MetricName].measure(input)
      expect(Math.abs(intervals[name].estimate - expected), name).toBeLessThan(1e-9)
    }
  })

  it('a benchmark less a constant has active returns that do not vary: no information ratio', () => {
    const { benchmark } = pair(7, 400)
    const returns = benchmark.map((value) => value - 1e-6)
    const { informationRatio } = headlineIntervals(returns, benchmark, { ...OPTIONS, ...ANNUAL })
    expect(informationRatio).toEqual({ estimate: NaN, low: NaN, high: NaN })
  })

  it('a variance that is small beside the returns is that of src/risk, to 1e-9 of it', () => {
    const { benchmark } = pair(8, 400)
    const random = createRandom(8, 'noise')
    const noise = benchmark.map(() => 1e-8 * random.normal())
    const nearly = benchmark.map((value, i) => value + noise[i])
    const steady = noise.map((value) => 0.003 + value)
    for (const [returns, name] of [
      [nearly, 'informationRatio'],
      [steady, 'volatility'],
      [steady, 'sharpe'],
    ] as const) {
      const { estimate } = headlineIntervals(returns, benchmark, { ...OPTIONS, ...ANNUAL, samples: 1 })[name]
      expect(estimate / METRICS[name].measure({ returns, benchmark, ...ANNUAL, tail: 0.05 }), name).toBeCloseTo(1, 9)
    }
  })

  it('the deepest fall of a long decline lies outside of what resamples of it fall', () => {
    const { benchmark } = pair(9, 1000)
    const declining = benchmark.map((value, i) => value + (i < 500 ? 0.003 : -0.003))
    const { maxDrawdown } = headlineIntervals(declining, undefined, { ...OPTIONS, ...ANNUAL })
    expect(maxDrawdown.estimate).toBeLessThan(maxDrawdown.low)
  })

  it('the interval of a Sharpe ratio holds the estimate and is as wide as theory says', () => {
    const { returns } = pair(4, 2520)
    const { sharpe } = headlineIntervals(returns, undefined, { ...OPTIONS, ...ANNUAL, meanBlock: 1, samples: 2000 })
    expect(sharpe.low).toBeLessThan(sharpe.estimate)
    expect(sharpe.high).toBeGreaterThan(sharpe.estimate)
    // Independent normal returns over ten years: a standard error of nearly 1 / sqrt(10).
    expect((sharpe.high - sharpe.low) / ((2 * 1.96) / Math.sqrt(10))).toBeGreaterThan(0.92)
    expect((sharpe.high - sharpe.low) / ((2 * 1.96) / Math.sqrt(10))).toBeLessThan(1.08)
  })

  it('against a benchmark that is nearly the same, the difference of Sharpe ratios is known better than either', () => {
    const { returns, benchmark } = pair(5, 1000)
    const { sharpe, sharpeDifference } = headlineIntervals(returns, benchmark, { ...OPTIONS, ...ANNUAL })
    expect(sharpeDifference.high - sharpeDifference.low).toBeLessThan(0.8 * (sharpe.high - sharpe.low))
  })

  it('what is not known is NaN: without a benchmark, without variance, with a NaN', () => {
    const { returns, benchmark } = pair(6, 100)
    const alone = headlineIntervals(returns, undefined, { ...OPTIONS, ...ANNUAL })
    for (const name of ['informationRatio', 'beta', 'alpha', 'sharpeDifference'] as const)
      expect(alone[name].low, name).toBeNaN()
    expect(alone.cagr).toEqual(headlineIntervals(returns, benchmark, { ...OPTIONS, ...ANNUAL }).cagr)
    const flat = headlineIntervals(new Float64Array(50).fill(0.001), undefined, { ...OPTIONS, ...ANNUAL })
    expect(flat.volatility.high).toBe(0)
    expect(flat.sharpe.estimate).toBeNaN()
    expect(headlineIntervals([0.1, NaN], undefined, { ...OPTIONS, ...ANNUAL }).cagr.estimate).toBeNaN()
    expect(() => headlineIntervals(returns, benchmark.slice(1), { ...OPTIONS, ...ANNUAL })).toThrow(
      'headlineIntervals: 99',
    )
  })
})

describe('automatic block length', () => {
  const autoregressive = (persistence: number): Float64Array => {
    const random = createRandom(3, 'block')
    let value = 0
    return Float64Array.from({ length: 4000 }, () => (value = persistence * value + random.normal()))
  }

  it('is short for noise and near theory for persistence', () => {
    expect(automaticBlockLength(autoregressive(0))).toBeLessThan(5)
    // AR(1): (G / g)^(2/3) n^(1/3) with G / g = 2 a / (1 - a^2).
    const theory = Math.cbrt(((2 * 0.7) / (1 - 0.49)) ** 2 * 4000)
    const estimated = automaticBlockLength(autoregressive(0.7))
    expect(estimated / theory).toBeGreaterThan(0.75)
    expect(estimated / theory).toBeLessThan(1.25)
  })

  it('of nothing, of a constant and of what is not known is 1', () => {
    for (const values of [[], [1, 2, 3], new Float64Array(100), [...autoregressive(0), NaN]])
      expect(automaticBlockLength(values)).toBe(1)
  })

  it.each([
    [10, 4],
    [12, 4],
    [401, 61],
  ])('of %d alternating values is the cap, %d: a third of them or three times their root', (n, cap) => {
    expect(automaticBlockLength(Float64Array.from({ length: n }, (_, i) => i % 2))).toBe(cap)
  })

  it.each([
    [30, 10],
    [80, 27],
  ])('of %d values of a wave is the cap, %d: a third of them, rounded up', (n, cap) => {
    expect(automaticBlockLength(Float64Array.from({ length: n }, (_, i) => Math.sin(i / 1.7)))).toBe(cap)
  })
})
