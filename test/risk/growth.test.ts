import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cagr, cagrFromTotal, totalReturn } from '../../src/risk/growth.js'
import { formatPercent, fraction } from '../../src/risk/units.js'

const monthly = fc.array(fc.double({ min: 0.001, max: 0.2, noNaN: true }), { minLength: 12, maxLength: 12 })

describe('growth', () => {
  it.each([
    [0.547, 5, 9.118, '9.1%'],
    [0.917, 5, 13.9, '13.9%'],
    [0.233, 3, 7.231, '7.2%'],
    [0.479, 3, 13.935, '13.9%'],
  ])('a total return of %d over %d years is %d percent a year', (total, years, percent, text) => {
    const growth = cagrFromTotal(fraction(total), years)
    expect(growth * 100).toBeCloseTo(percent, 3)
    expect(formatPercent(growth)).toBe(text)
  })

  it('returns compound: +10% and -10% lose 1%', () => {
    expect(totalReturn([0.1, -0.1])).toBeCloseTo(-0.01, 12)
    expect(cagr([0.1, -0.1], 1)).toBeCloseTo(Math.sqrt(0.99) - 1, 12)
  })

  it('a yearly return is the compound of the monthly ones and exceeds their sum when all are gains', () => {
    fc.assert(
      fc.property(monthly, (months) => {
        const year = totalReturn(months)
        const sum = months.reduce((total, value) => total + value, 0)
        const compounded = months.reduce((equity, value) => equity * (1 + value), 1) - 1
        expect(year).toBeCloseTo(compounded, 10)
        expect(year).toBeGreaterThan(sum)
        expect(cagr(months, 12)).toBeCloseTo(year, 10)
      }),
    )
  })

  it('the total return of months equals that of the sessions within them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -0.1, max: 0.1, noNaN: true }), { minLength: 6, maxLength: 60 }),
        fc.integer({ min: 1, max: 5 }),
        (returns, cut) => {
          const parts = [returns.slice(0, cut), returns.slice(cut)].map(totalReturn)
          expect(totalReturn(parts)).toBeCloseTo(totalReturn(returns), 10)
        },
      ),
    )
  })

  it('losing everything is -100% a year, and what is not known is NaN', () => {
    expect(cagr([0.1, -1, 0.5], 252)).toBe(-1)
    expect(totalReturn([])).toBeNaN()
    expect(cagr([], 252)).toBeNaN()
    expect(totalReturn([0.1, NaN])).toBeNaN()
    expect(cagr([0.1, NaN], 252)).toBeNaN()
  })

  it('no time and no periods are refused', () => {
    expect(() => cagrFromTotal(fraction(0.1), 0)).toThrow('cagrFromTotal: years "0", expected a number above 0')
    expect(() => cagr([0.1], 0)).toThrow('cagr: periodsPerYear "0", expected a number above 0')
    expect(() => cagr([0.1], NaN)).toThrow('cagr: periodsPerYear "NaN", expected a number above 0')
  })
})
