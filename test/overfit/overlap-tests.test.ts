import { describe, expect, it } from 'vitest'
import { createRandom } from '../../src/core/random.js'
import { neweyWestT } from '../../src/core/statistics.js'
import { isTestable, leadCorrelation, testLead, testMeanCoefficient } from '../../src/overfit/overlap-tests.js'
import { autoregression } from './null-panel.js'

/** Returns of `horizon` sessions after each, from single ones. */
function sumsAhead(daily: Float64Array, horizon: number): Float64Array {
  return daily.map((_, t) => {
    if (t + horizon >= daily.length) return NaN
    return daily.subarray(t + 1, t + 1 + horizon).reduce((sum, value) => sum + value, 0)
  })
}

/** p-values of a null, one per draw. */
function nullPValues(draws: number, pValueOf: (seed: number) => number): Float64Array {
  return Float64Array.from({ length: draws }, (_, seed) => pValueOf(seed))
}

/** Shares of p-values at or below each level lie within three binomial deviations of it. */
function expectUniform(pValues: Float64Array): void {
  for (const level of [0.05, 0.25, 0.5, 0.75]) {
    const share = pValues.filter((p) => p <= level).length / pValues.length
    const bound = 3 * Math.sqrt((level * (1 - level)) / pValues.length)
    expect(Math.abs(share - level), `${share} of p-values are at most ${level}`).toBeLessThanOrEqual(bound)
  }
}

const DRAWS = 1000
const SESSIONS = 800

describe('testLead', () => {
  it.each([
    [1, 0, 0],
    [5, 0.9, 0],
    [5, 0.5, 3],
    [21, 0, 0],
    [21, 0.9, 5],
  ])('has uniform p-values without a lead: horizon %s, persistence %s, lag %s', (horizon, persistence, lag) => {
    const pValues = nullPValues(DRAWS, (seed) => {
      const random = createRandom(seed, 'lead', horizon, lag)
      const factor = autoregression(SESSIONS, persistence, random)
      const daily = autoregression(SESSIONS, 0, random)
      return testLead({ factor, daily, forward: sumsAhead(daily, horizon) }, horizon, lag).p
    })
    expectUniform(pValues)
  })

  it('sees a factor lead by exactly its lag, and no session of the past', () => {
    const random = createRandom(1, 'exact')
    const factor = autoregression(300, 0, random)
    const daily = factor.map((_, t) => (t < 4 ? NaN : factor[t - 4]))
    const input = { factor, daily, forward: sumsAhead(daily, 1) }
    expect(testLead(input, 1, 3).statistic).toBeCloseTo(1, 12)
    for (const lag of [0, 1, 2, 4, 5]) expect(Math.abs(testLead(input, 1, lag).statistic)).toBeLessThan(0.2)
    const same = { factor, daily: factor, forward: sumsAhead(factor, 1) }
    expect(testLead(same, 1, 0).p, 'the return of its own session is no lead').toBeGreaterThan(0.01)
  })

  it('does not test constants, nothing, or too little', () => {
    const daily = autoregression(100, 0, createRandom(2, 'little'))
    const forward = sumsAhead(daily, 5)
    const constant = new Float64Array(100).fill(0.1)
    const missing = new Float64Array(100).fill(NaN)
    for (const factor of [constant, missing]) expect(testLead({ factor, daily, forward }, 5, 0).p).toBeNaN()
    const short = { factor: daily.slice(0, 30), daily: daily.slice(0, 30), forward: forward.slice(0, 30) }
    expect(testLead(short, 5, 0)).toMatchObject({ t: NaN, p: NaN, n: 30 })
    expect([isTestable(40, 5), isTestable(39, 5), isTestable(32, 1), isTestable(31, 1)]).toEqual([
      true,
      false,
      true,
      false,
    ])
  })

  it('counts the sessions that it is told to', () => {
    const factor = Float64Array.of(1, 2, 3, 9, 5, NaN)
    const forward = Float64Array.of(0, 2, 1, 3, 7, 7)
    const input = { factor, forward, daily: forward }
    expect(leadCorrelation(input, 1, (row) => row < 3)).toEqual({ statistic: expect.closeTo(0.5, 12) as number, n: 3 })
    expect(leadCorrelation(input, 1).n).toBe(5)
  })
})

describe('testMeanCoefficient', () => {
  it.each([
    [1, 0],
    [5, 0.95],
    [21, 0.5],
    [21, 0.9],
  ])(
    'has uniform p-values for coefficients of overlapping returns: horizon %s, persistence %s',
    (horizon, persistence) => {
      const pValues = nullPValues(DRAWS, (seed) => {
        const random = createRandom(seed, 'coefficient', horizon)
        const sums = [0, 1, 2, 3].map(() => {
          const daily = autoregression(SESSIONS, 0, random)
          return { factor: autoregression(SESSIONS, persistence, random), forward: sumsAhead(daily, horizon) }
        })
        const series = new Float64Array(SESSIONS)
        for (const { factor, forward } of sums) for (let t = 0; t < SESSIONS; t++) series[t] += factor[t] * forward[t]
        return testMeanCoefficient(series, horizon).p
      })
      expectUniform(pValues)
    },
  )

  it('looks back 6 horizons or 1.3 roots of the sessions, whichever is longer', () => {
    const series = autoregression(529, 0.5, createRandom(4, 'long'))
    const tWithLag = (lag: number): number => neweyWestT(series, lag) * Math.sqrt(1 - lag / 529)
    // 1.3 x 23 rounds up to 30.
    expect(testMeanCoefficient(series, 1).t).toBeCloseTo(tWithLag(30), 12)
    expect(testMeanCoefficient(series, 6).t).toBeCloseTo(tWithLag(36), 12)
  })

  it('leaves out what is missing and does not test too little', () => {
    const series = autoregression(60, 0, createRandom(3, 'holes'))
    const holed = Float64Array.from([...series].flatMap((value) => [value, NaN]))
    expect(testMeanCoefficient(holed, 2)).toEqual(testMeanCoefficient(series, 2))
    expect(testMeanCoefficient(series, 8)).toMatchObject({ p: NaN, n: 60 })
  })
})
