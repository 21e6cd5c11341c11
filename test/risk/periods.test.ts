import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../src/core/errors.js'
import { checkPeriods, riskFreePerPeriod } from '../../src/risk/periods.js'

describe('the risk-free rate of a period', () => {
  it('compounds to the annual one', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -0.5, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 365 }),
        (annual, periods) => {
          const rate = riskFreePerPeriod('test', { riskFreeAnnual: annual, periodsPerYear: periods })
          expect(Math.pow(1 + rate, periods) - 1).toBeCloseTo(annual, 10)
        },
      ),
    )
  })

  it('is 0 for a rate of 0, exactly', () => {
    expect(riskFreePerPeriod('test', { riskFreeAnnual: 0, periodsPerYear: 252 })).toBe(0)
  })

  it.each([-1, -2, NaN, Infinity])('refuses a rate of %d in the name of the caller', (riskFreeAnnual) => {
    const convert = (): number => riskFreePerPeriod('someRatio', { riskFreeAnnual, periodsPerYear: 252 })
    expect(convert).toThrow(ConfigError)
    expect(convert).toThrow(`someRatio: riskFreeAnnual "${riskFreeAnnual}", expected a fraction a year above -1`)
  })
})

describe('periods a year', () => {
  it.each([0, -1, NaN, Infinity])('%d is refused in the name of the caller', (periodsPerYear) => {
    const check = (): void => checkPeriods('someMeasure', periodsPerYear)
    expect(check).toThrow(ConfigError)
    expect(check).toThrow(`someMeasure: periodsPerYear "${periodsPerYear}", expected a number above 0`)
  })

  it.each([1, 12, 252, 365.25])('%d is taken', (periodsPerYear) => {
    expect(() => checkPeriods('someMeasure', periodsPerYear)).not.toThrow()
  })
})
