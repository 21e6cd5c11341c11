import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimalText, percentageText } from '../../src/allocate/decimal-text.js'
import { productOf, quotientOf, Rational, sumOf } from '../../src/allocate/rational.js'
import { ConfigError } from '../../src/core/errors.js'

/** Of a magnitude that money can have. */
const finite = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .filter((x) => x === 0 || (Math.abs(x) > 1e-250 && Math.abs(x) < 1e250))
const whole = fc.integer({ min: -1_000_000, max: 1_000_000 })

describe('Rational', () => {
  it('takes a double for the decimal it is written as', () => {
    expect(sumOf([0.1, 0.2])).toBe(0.3)
    expect(productOf(87.7, 190)).toBe(16663)
    expect(productOf(1.1, 1.1)).toBe(1.21)
    expect(quotientOf(0.3, 0.1)).toBe(3)
  })

  it('gives every double back', () => {
    const value = fc.oneof(finite, fc.constantFrom(1e249, 1e21, -1e-7, 2 ** 53 - 1))
    fc.assert(fc.property(value, (x) => Rational.of(x).toNumber() === x))
  })

  it('gives the nearest double of a quotient, as division of whole numbers does', () => {
    fc.assert(fc.property(whole, fc.integer({ min: 1, max: 1_000_000 }), (a, b) => quotientOf(a, b) === a / b))
    expect(quotientOf(1, -3)).toBe(-1 / 3)
  })

  it('of a number just above the middle of two doubles gives the upper one: 2^53 + 1 and a trace', () => {
    const middle = Rational.of(2 ** 53).plus(Rational.ONE)
    expect(middle.toNumber()).toBe(2 ** 53)
    expect(middle.plus(Rational.of(1e-30)).toNumber()).toBe(2 ** 53 + 2)
  })

  it('rounds a half away from 0, truncates towards 0, and floors', () => {
    const unit = Rational.of(0.1)
    const rounded = (x: number): number[] =>
      [Rational.of(x).roundTo(unit), Rational.of(x).truncateTo(unit), Rational.of(x).floorTo(unit)].map((r) =>
        r.toNumber(),
      )
    expect(rounded(0.25)).toEqual([0.3, 0.2, 0.2])
    expect(rounded(-0.25)).toEqual([-0.3, -0.2, -0.3])
    expect(rounded(0.3)).toEqual([0.3, 0.3, 0.3])
    expect(rounded(-0.3)).toEqual([-0.3, -0.3, -0.3])
  })

  it('compares exactly', () => {
    const third = Rational.of(1).over(Rational.of(3))
    expect(third.times(Rational.of(3)).compare(Rational.ONE)).toBe(0)
    expect(third.compare(Rational.of(1 / 3))).toBe(1)
    expect(third.min(Rational.ZERO)).toBe(Rational.ZERO)
  })

  it('refuses what is no number, and division by nothing', () => {
    for (const bad of [NaN, Infinity, -Infinity]) expect(() => Rational.of(bad)).toThrow(ConfigError)
    expect(() => Rational.ONE.over(Rational.ZERO)).toThrow('bug: division by zero')
  })
})

describe('decimalText', () => {
  it('groups thousands, rounds a half away from 0 and keeps no sign of zero', () => {
    expect(decimalText(1234567.885, 2)).toBe('1,234,567.89')
    expect(decimalText(-1800, 0)).toBe('-1,800')
    expect(decimalText(-0.001, 2)).toBe('0.00')
    expect(decimalText(0.1234567, 6)).toBe('0.123457')
    expect(decimalText(999, 0)).toBe('999')
  })

  it('of a fraction in percent', () => {
    expect(percentageText(0.16663, 2)).toBe('16.66%')
    expect(percentageText(0.16665, 2)).toBe('16.67%')
    expect(percentageText(0.2002, 2)).toBe('20.02%')
  })
})
