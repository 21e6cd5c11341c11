import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  conditionalDrawdownAtRisk,
  cornishFisherValueAtRisk,
  expectedShortfall,
  gaussianExpectedShortfall,
  gaussianValueAtRisk,
  tailRatio,
  valueAtRisk,
} from '../../src/risk/tail-risk.js'
import { drawdowns, maxDrawdown } from '../../src/risk/drawdown.js'
import { mean } from '../../src/core/statistics.js'

const ALL = [
  valueAtRisk,
  gaussianValueAtRisk,
  cornishFisherValueAtRisk,
  expectedShortfall,
  gaussianExpectedShortfall,
  conditionalDrawdownAtRisk,
  tailRatio,
]
const returns = fc.array(fc.double({ min: -0.5, max: 0.5, noNaN: true }), { minLength: 1, maxLength: 50 })
const tail = fc.double({ min: 0.001, max: 0.999, noNaN: true })

describe('tail risk', () => {
  it('the expected shortfall counts the return on the border in proportion', () => {
    const series = [-0.1, -0.04, 0.01, 0.02, 0.03]
    expect(expectedShortfall(series, 0.2)).toBeCloseTo(-0.1, 15)
    // 1.5 of 5 returns: all of the worst and a half of the next.
    expect(expectedShortfall(series, 0.3)).toBeCloseTo((-0.1 - 0.5 * 0.04) / 1.5, 15)
    expect(expectedShortfall(series, 0.01)).toBeCloseTo(-0.1, 15)
  })

  it('the conditional drawdown lies between the largest one and the mean of all', () => {
    // Equity 1, 0.9, 0.72, 0.9, 1.08: drawdowns -0.1, -0.28, -0.1, 0.
    const series = [-0.1, -0.2, 0.25, 0.2]
    expect(conditionalDrawdownAtRisk(series, 0.25)).toBeCloseTo(-0.28, 12)
    expect(conditionalDrawdownAtRisk(series, 0.5)).toBeCloseTo((-0.28 - 0.1) / 2, 12)
    fc.assert(
      fc.property(returns, tail, (values, part) => {
        const value = conditionalDrawdownAtRisk(values, part)
        expect(value).toBeGreaterThanOrEqual(maxDrawdown(values) - 1e-12)
        expect(value).toBeLessThanOrEqual(mean(drawdowns(values)) + 1e-12)
      }),
    )
  })

  it('the expected shortfall never lies above the value at risk, nor below the worst return', () => {
    fc.assert(
      fc.property(returns, tail, (values, part) => {
        const shortfall = expectedShortfall(values, part)
        expect(shortfall).toBeLessThanOrEqual(valueAtRisk(values, part) + 1e-12)
        expect(shortfall).toBeGreaterThanOrEqual(Math.min(...values) - 1e-12)
      }),
    )
  })

  it('of a symmetric series Cornish and Fisher correct the kurtosis alone', () => {
    const series = [-0.03, -0.01, 0, 0.01, 0.03]
    // z = -1.6449 at 5%; g2 = 5 * 1.64 / 4 - 3 = -0.95 (fourth powers over squared squares)
    const z = -1.6448536269514722
    const corrected = z + ((z ** 3 - 3 * z) * -0.95) / 24
    expect(cornishFisherValueAtRisk(series, 0.05)).toBeCloseTo(corrected * Math.sqrt(0.002 / 4), 10)
    expect(gaussianValueAtRisk(series, 0.05)).toBeCloseTo(z * Math.sqrt(0.002 / 4), 10)
  })

  it('the tail ratio turns over with the sign of the returns', () => {
    const series = [-0.02, -0.01, 0, 0.01, 0.04]
    const mirrored = series.map((value) => -value)
    expect(tailRatio(series, 0.25)).toBe(1)
    expect(tailRatio(series, 0.1) * tailRatio(mirrored, 0.1)).toBeCloseTo(1, 12)
    expect(tailRatio([0, 0, 0.1], 0.05)).toBeNaN()
  })

  it.each(ALL)('%o is NaN when not known and refuses a tail that is no probability', (measure) => {
    expect(measure([], 0.05)).toBeNaN()
    expect(measure([0.01, NaN, -0.02], 0.05)).toBeNaN()
    for (const wrong of [0, 1, -0.1, 5, NaN])
      expect(() => measure([0.1], wrong)).toThrow(
        `${measure.name === 'tailRatio' ? 'valueAtRisk' : measure.name}: tail "${wrong}", expected a probability`,
      )
  })
})
