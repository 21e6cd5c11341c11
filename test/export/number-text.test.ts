import { describe, expect, it } from 'vitest'
import { numberText, percentText, signedText, withTrueMinus } from '../../src/export/number-text.js'

describe('numbers as text', () => {
  it('have fixed decimals, a true minus sign and thousands apart', () => {
    expect(numberText(1234567.891)).toBe('1\u202f234\u202f567.89')
    expect(numberText(-1234.5678, 4)).toBe('\u22121\u202f234.5678')
    expect(numberText(999, 0)).toBe('999')
    expect(signedText(0.421)).toBe('+0.42')
    expect(percentText(0.0912)).toBe('9.1%')
    expect(percentText(-0.33714, 2)).toBe('\u221233.71%')
  })

  it('have no sign when they round to zero', () => {
    expect([numberText(-0.001), signedText(0.001), signedText(-0), percentText(-0.0001)]).toEqual([
      '0.00',
      '0.00',
      '0.00',
      '0.0%',
    ])
  })

  it('have a true minus sign in sentences too, and nothing else is touched there', () => {
    expect(withTrueMinus('-50.7% against -5 (-.5), -2x/-3x of long-short')).toBe(
      '\u221250.7% against \u22125 (\u2212.5), \u22122x/\u22123x of long-short',
    )
    const others = 'on 2008-01-02, a1-2, 5%-10%, (a)-1, - 3, x --5, -a'
    expect(withTrueMinus(others)).toBe(others)
  })

  it('read "n/a" when there is none', () => {
    for (const none of [NaN, Infinity, -Infinity, null, undefined])
      expect([numberText(none), signedText(none), percentText(none)]).toEqual(Array<string>(3).fill('n/a'))
  })
})
