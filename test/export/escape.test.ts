import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeText } from '../../src/export/escape.js'
import { element } from '../../src/export/svg.js'
import { parseXml, textOf } from './parse-xml.js'

const wild = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('<', '>', '&', '"', "'", ';', '/', '-', '!', 'script', '\u0000', '\ud800', '\udc00'),
  }),
)

describe('escapeText', () => {
  it('makes markup harmless and keeps it readable', () => {
    expect(escapeText('<script>alert("x & y")</script>')).toBe(
      '&lt;script&gt;alert(&quot;x &amp; y&quot;)&lt;/script&gt;',
    )
    expect(escapeText("it's")).toBe('it&#39;s')
  })

  it('replaces characters that no document may hold, and keeps pairs of surrogates', () => {
    expect(escapeText('a\u0000b\u001bc\ud800d\udc00e')).toBe('a\ufffdb\ufffdc\ufffdd\ufffde')
    expect(escapeText('tab\tline\n😀')).toBe('tab\tline\n😀')
  })

  it('lets no text end its element or its attribute, and a strict reader gets the text back', () => {
    fc.assert(
      fc.property(wild, (text) => {
        const read = parseXml(element('a', { title: text }, escapeText(text)))
        const legal = (character: string): boolean => {
          const code = character.codePointAt(0) ?? 0
          const control = (code < 32 && !'\t\n\r'.includes(character)) || (code >= 127 && code < 160)
          return !control && code !== 0xfffe && code !== 0xffff && !(code >= 0xd800 && code < 0xe000)
        }
        const expected = Array.from(text, (character) => (legal(character) ? character : '\ufffd')).join('')
        expect(textOf(read)).toBe(expected)
        expect(read.attributes.title).toBe(expected)
      }),
    )
  })
})
