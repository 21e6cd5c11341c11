import { describe, expect, it } from 'vitest'
import { wrapText } from '../../src/export/wrap-text.js'

describe('wrapText', () => {
  it('breaks between words, at most so wide, and leaves a longer word whole', () => {
    expect(wrapText('aa bb cc', 5)).toBe('aa bb\ncc')
    expect(wrapText('aa bb cc', 4)).toBe('aa\nbb\ncc')
    expect(wrapText('a bbbbbb c', 3)).toBe('a\nbbbbbb\nc')
    expect([wrapText('', 3), wrapText('aa', 3)]).toEqual(['', 'aa'])
  })
})
