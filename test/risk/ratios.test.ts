import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { trackingError } from '../../src/risk/active.js'
import { cagr, cagrFromTotal } from '../../src/risk/growth.js'
import {
  calmarRatio,
  informationRatio,
  returnOverMaxDrawdown,
  sharpeFromCagr,
  sharpeRatio,
  sortinoFromCagr,
  sortinoRatio,
} from '../../src/risk/ratios.js'
import { formatRatio, fraction } from '../../src/risk/units.js'
import { volatility } from '../../src/risk/volatility.js'

const returns = fc.array(
  fc.integer({ min: -200, max: 200 }).map((value) => value / 1000),
  { minLength: 3, maxLength: 60 },
)
const NO_RATE = { riskFreeAnnual: 0, periodsPerYear: 252 }

describe('ratios', () => {
  it.each([
    ['strategy, 5 years', 0.547, 5, 0.096, '0.69'],
    ['index, 5 years', 0.917, 5, 0.19, '0.60'],
    ['strategy, 3 years', 0.233, 3, 0.115, '0.41'],
    ['index, 3 years', 0.479, 3, 0.228, '0.50'],
  ])('growth over 2.5%% per volatility gives the published Sharpe ratio: %s', (_, total, years, deviation, text) => {
    const growth = cagrFromTotal(fraction(total), years)
    expect(formatRatio(sharpeFromCagr(growth, fraction(deviation), fraction(0.025)))).toBe(text)
  })

  it.each([
    [0.091, 0.068, 0.9706],
    [0.139, 0.138, 0.8261],
    [0.072, 0.082, 0.5732],
    [0.139, 0.167, 0.6826],
  ])('growth %d over 2.5%% per downside volatility %d is %d', (growth, downside, expected) => {
    expect(sortinoFromCagr(fraction(growth), fraction(downside), fraction(0.025))).toBeCloseTo(expected, 4)
  })

  it('the Sharpe ratio of returns is not that of compound growth', () => {
    const series = [0.1, -0.1, 0.1, -0.1]
    expect(sharpeRatio(series, NO_RATE)).toBeCloseTo(0, 12)
    expect(sharpeFromCagr(cagr(series, 252), volatility(series, 252), fraction(0))).toBeLessThan(-0.3)
  })

  it('the annual risk-free rate compounds over the year', () => {
    const perMonth = Math.pow(1.06, 1 / 12) - 1
    const series = [0.02, -0.01, 0.03]
    const excess = series.map((value) => value - perMonth)
    const expected = sharpeRatio(excess, { riskFreeAnnual: 0, periodsPerYear: 12 })
    expect(sharpeRatio(series, { riskFreeAnnual: 0.06, periodsPerYear: 12 })).toBeCloseTo(expected, 12)
  })

  it('scaling the returns keeps Sharpe, Sortino and information ratio', () => {
    fc.assert(
      fc.property(returns, fc.double({ min: 0.1, max: 4, noNaN: true }), (series, scale) => {
        const scaled = series.map((value) => value * scale)
        const zero = series.map(() => 0)
        const measures = [
          (values: number[]) => sharpeRatio(values, NO_RATE),
          (values: number[]) => sortinoRatio(values, NO_RATE),
          (values: number[]) => informationRatio(values, zero, 252),
        ]
        for (const measure of measures) {
          const plain = measure(series)
          if (Number.isNaN(plain)) expect(measure(scaled)).toBeNaN()
          else expect(measure(scaled)).toBeCloseTo(plain, 6)
        }
      }),
    )
  })

  it('against a benchmark of nothing the information ratio is the Sharpe ratio, the tracking error the volatility', () => {
    fc.assert(
      fc.property(returns, (series) => {
        const zero = series.map(() => 0)
        expect(informationRatio(series, zero, 252)).toBe(sharpeRatio(series, NO_RATE))
        expect(trackingError(series, zero, 252)).toBe(volatility(series, 252))
      }),
    )
  })

  it('Calmar is per year, return over maximum drawdown is not', () => {
    const series = [0.21, -0.1, 0.1]
    expect(returnOverMaxDrawdown(series)).toBeCloseTo((1.21 * 0.9 * 1.1 - 1) / 0.1, 10)
    expect(calmarRatio(series, 1)).toBeCloseTo(cagr(series, 1) / 0.1, 10)
    expect(calmarRatio([0.1, 0.2], 252)).toBeNaN()
    expect(returnOverMaxDrawdown([0.1, 0.2])).toBeNaN()
  })

  it('returns that do not vary have no ratio, also when rounding makes them seem to', () => {
    const constant = Array.from({ length: 1000 }, () => 0.001)
    expect(sharpeRatio(constant, NO_RATE)).toBeNaN()
    expect(sortinoRatio(constant, NO_RATE)).toBeNaN()
    const copied = [0.01, -0.02, 0.013].map((value) => (1 + value) * 3)
    expect(
      informationRatio(
        [0.01, -0.02, 0.013],
        copied.map((value) => value / 3 - 1),
        252,
      ),
    ).toBeNaN()
    expect(sharpeFromCagr(fraction(0.1), fraction(0), fraction(0))).toBeNaN()
  })

  it('is NaN where it is not known', () => {
    for (const series of [[], [0.01, NaN, -0.02]]) {
      expect(sharpeRatio(series, NO_RATE)).toBeNaN()
      expect(sortinoRatio(series, NO_RATE)).toBeNaN()
      expect(calmarRatio(series, 252)).toBeNaN()
      expect(returnOverMaxDrawdown(series)).toBeNaN()
      expect(informationRatio(series, series, 252)).toBeNaN()
    }
  })

  it('wrong options and lengths are refused', () => {
    expect(() => sharpeRatio([0.1], { riskFreeAnnual: -1, periodsPerYear: 252 })).toThrow(
      'sharpeRatio: riskFreeAnnual "-1", expected a fraction a year above -1',
    )
    expect(() => sortinoRatio([0.1], { riskFreeAnnual: 0, periodsPerYear: -1 })).toThrow('sortinoRatio: periodsPerYear')
    expect(() => informationRatio([0.1], [0.1], 0)).toThrow('informationRatio: periodsPerYear "0"')
    expect(() => informationRatio([0.1], [0.1, 0.2], 252)).toThrow('activeReturns: 2 benchmark returns, expected 1')
  })
})
