import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../../src/core/random.js'
import { alpha, alphaTest, beta, neweyWestLag } from '../../src/risk/regression.js'

const OPTIONS = { riskFreeAnnual: 0.03, periodsPerYear: 252 }
const RATE = Math.pow(1.03, 1 / 252) - 1

function market(seed: number, n: number): Float64Array {
  const random = createRandom(seed, 'market')
  return Float64Array.from({ length: n }, () => 0.0004 + 0.01 * random.normal())
}

describe('regression', () => {
  it('recovers a planted alpha and beta', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -2, max: 2, noNaN: true }),
        fc.double({ min: -0.5, max: 0.5, noNaN: true }),
        (slope, annual) => {
          const benchmark = market(1, 50)
          const returns = benchmark.map((value) => annual / 252 + RATE + slope * (value - RATE))
          expect(beta(returns, benchmark)).toBeCloseTo(slope, 10)
          expect(alpha(returns, benchmark, OPTIONS)).toBeCloseTo(annual, 10)
        },
      ),
    )
  })

  it('the benchmark itself has beta 1 and no alpha', () => {
    const benchmark = market(2, 100)
    expect(beta(benchmark, benchmark)).toBeCloseTo(1, 12)
    expect(alpha(benchmark, benchmark, OPTIONS)).toBeCloseTo(0, 12)
  })

  it('the test has the alpha of the estimate in the middle of its interval', () => {
    const benchmark = market(3, 400)
    const noise = market(4, 400)
    const returns = benchmark.map((value, i) => 0.5 * value + noise[i])
    const test = alphaTest(returns, benchmark, { ...OPTIONS, lag: 3 })
    expect(test.alpha).toBeCloseTo(alpha(returns, benchmark, OPTIONS), 12)
    expect((test.low + test.high) / 2).toBeCloseTo(test.alpha, 12)
    expect((test.high - test.alpha) * Math.abs(test.t)).toBeCloseTo(1.959963984540054 * Math.abs(test.alpha), 12)
    const half = alphaTest(returns, benchmark, { ...OPTIONS, lag: 3, level: 0.5 })
    expect((half.high - half.alpha) * Math.abs(half.t)).toBeCloseTo(0.674489750196082 * Math.abs(test.alpha), 12)
  })

  it('about one in twenty true alphas of 0 lies outside the interval (300 series, 3% to 8%)', () => {
    let outside = 0
    for (let seed = 0; seed < 300; seed++) {
      const benchmark = market(seed, 300)
      const noise = market(seed + 1000, 300)
      const returns = benchmark.map((value, i) => 1.1 * value + noise[i] - 0.0004)
      const { low, high } = alphaTest(returns, benchmark, { riskFreeAnnual: 0, periodsPerYear: 252, lag: 2 })
      if (low > 0 || high < 0) outside++
    }
    expect(outside / 300).toBeGreaterThan(0.03)
    expect(outside / 300).toBeLessThan(0.08)
  })

  it('is NaN where it is not known', () => {
    expect(beta([0.1], [0.1])).toBeNaN()
    expect(beta([0.1, 0.2], [0.1, 0.1])).toBeNaN()
    expect(beta([0.1, NaN, 0.3], [0.1, 0.2, 0.4])).toBeNaN()
    expect(alpha([], [], OPTIONS)).toBeNaN()
    expect(alphaTest([0.1, NaN], [0.1, 0.2], { ...OPTIONS, lag: 1 })).toEqual({
      alpha: NaN,
      t: NaN,
      low: NaN,
      high: NaN,
    })
  })

  it('the line of a benchmark that moves by rounding alone is not known', () => {
    const still = Float64Array.from({ length: 50 }, (_, i) => 0.01 + (i % 2) * 1e-17)
    expect(new Set(still).size).toBe(2)
    expect(beta(market(6, 50), still)).toBeNaN()
  })

  // 4 (n / 100)^(2/9) crosses 5 at 272.98 and 10 at 6,176.6.
  it.each([
    [0, 0],
    [99, 3],
    [100, 4],
    [272, 4],
    [273, 5],
    [2520, 8],
    [6176, 9],
    [6177, 10],
  ])('of %d periods %d autocovariances count', (n, lag) => {
    expect(neweyWestLag(n)).toBe(lag)
  })

  it('wrong lengths and options are refused', () => {
    expect(() => beta([0.1, 0.2], [0.1])).toThrow('regression: 1 benchmark returns, expected 2 as of the portfolio')
    expect(() => alpha([0.1], [0.1], { riskFreeAnnual: NaN, periodsPerYear: 252 })).toThrow(
      'alpha: riskFreeAnnual "NaN"',
    )
    expect(() => alphaTest([0.1], [0.1], { ...OPTIONS, lag: 1, level: 1 })).toThrow(
      'alphaTest: level "1", expected a probability between 0 and 1',
    )
    expect(() => alphaTest([0.1], [0.1], { ...OPTIONS, lag: -1 })).toThrow(
      'alphaTest: lag "-1", expected a whole number of periods, 0 or more',
    )
  })
})
