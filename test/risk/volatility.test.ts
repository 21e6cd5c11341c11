import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { downsideDeviation, downsideVolatility, volatility } from '../../src/risk/volatility.js'

const returns = fc.array(fc.double({ min: -0.2, max: 0.2, noNaN: true }), { minLength: 2, maxLength: 60 })

describe('volatility', () => {
  it('is the sample deviation, annualised', () => {
    expect(volatility([0.01, 0.03], 252)).toBeCloseTo(Math.sqrt(0.0002 * 252), 12)
  })

  it('the deviation of the negative returns is not the downside deviation', () => {
    const series = [-0.01, -0.03, 0.05, 0.02]
    expect(downsideVolatility(series, 1)).toBeCloseTo(Math.sqrt(0.0002), 12)
    expect(downsideDeviation(series, { target: 0, periodsPerYear: 1 })).toBeCloseTo(Math.sqrt(0.001 / 4), 12)
    expect(downsideDeviation(series, { target: 0.03, periodsPerYear: 1 })).toBeCloseTo(Math.sqrt(0.0053 / 4), 12)
  })

  it('scales with the returns, and grows with the square root of the periods', () => {
    fc.assert(
      fc.property(returns, fc.double({ min: 0.1, max: 5, noNaN: true }), (series, scale) => {
        const scaled = series.map((value) => value * scale)
        expect(volatility(scaled, 252)).toBeCloseTo(volatility(series, 252) * scale, 8)
        const plain = downsideDeviation(series, { target: 0, periodsPerYear: 4 })
        expect(downsideDeviation(scaled, { target: 0, periodsPerYear: 4 })).toBeCloseTo(plain * scale, 8)
        expect(plain).toBeCloseTo(2 * downsideDeviation(series, { target: 0, periodsPerYear: 1 }), 10)
      }),
    )
  })

  it('is NaN where it is not known', () => {
    expect(volatility([0.1], 252)).toBeNaN()
    expect(volatility([0.1, NaN, 0.2], 252)).toBeNaN()
    expect(downsideVolatility([0.1, -0.1, 0.2], 252)).toBeNaN()
    expect(downsideVolatility([NaN, -0.1, -0.2], 252)).toBeNaN()
    expect(downsideDeviation([], { target: 0, periodsPerYear: 252 })).toBeNaN()
    expect(downsideDeviation([0.1, NaN], { target: 0, periodsPerYear: 252 })).toBeNaN()
    expect(downsideDeviation([0.1, 0.2], { target: 0, periodsPerYear: 252 })).toBe(0)
  })

  it.each([0, -252, NaN, Infinity])('%d periods a year are refused', (periodsPerYear) => {
    expect(() => volatility([0.1, 0.2], periodsPerYear)).toThrow('volatility: periodsPerYear')
    expect(() => downsideVolatility([0.1, 0.2], periodsPerYear)).toThrow('downsideVolatility: periodsPerYear')
    expect(() => downsideDeviation([0.1], { target: 0, periodsPerYear })).toThrow('downsideDeviation: periodsPerYear')
  })
})
