import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coordinate, element, fitText, textWidth } from '../../src/export/svg.js'

describe('coordinate', () => {
  it('has at most two decimals and no negative zero', () => {
    expect([1 / 3, -0.001, 2, 1e-9, -12.345].map(coordinate)).toEqual(['0.33', '0', '2', '0', '-12.34'])
  })

  it('refuses a number that is missing', () => {
    expect(() => coordinate(NaN)).toThrow('bug: a coordinate is "NaN"')
  })
})

describe('element', () => {
  it('closes shapes itself and gives every other element an end tag', () => {
    expect(element('rect', { x: 1.005, y: undefined, class: 'a"b' })).toBe('<rect x="1" class="a&quot;b"/>')
    expect(element('td', {})).toBe('<td></td>')
  })
})

describe('fitText', () => {
  it('keeps what fits and ends the rest with an ellipsis', () => {
    expect(fitText('Energy', 13, 200)).toBe('Energy')
    expect(fitText('Communication Services', 10, 90)).toBe('Communication…')
  })

  it('is never wider than asked, and never splits a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 20, max: 300 }), (text, width) => {
        const fitted = fitText(text, 12, width)
        expect(textWidth(fitted, 12)).toBeLessThanOrEqual(width)
        expect(/\p{Cs}/u.test(fitted)).toBe(false)
      }),
    )
  })
})
