import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unzipSingleFile } from '../../../datasets/fetch/zip.js'
import { DataError } from '../../../src/core/errors.js'
import { zipOf } from '../../fixtures/payloads.js'

const golden = JSON.parse(readFileSync('test/golden/fetch.json', 'utf8')) as {
  archives: { text: string; cases: { name: string; zip: string }[] }
}

const unzip = (bytes: Uint8Array, most = 1 << 20): string =>
  new TextDecoder().decode(unzipSingleFile(bytes, 'x.zip', most))

describe('an archive with one file', () => {
  it.each(golden.archives.cases)('as Python writes it, $name, gives its text', ({ zip }) => {
    expect(unzip(Buffer.from(zip, 'base64'))).toBe(golden.archives.text)
  })

  it('may hold nothing, and any name: it is never a path', () => {
    expect(unzip(zipOf([{ name: 'empty', text: '' }]))).toBe('')
    expect(unzip(zipOf([{ name: '../../etc/passwd', text: 'harmless' }]))).toBe('harmless')
  })

  it.each([
    ['no archive', Buffer.from('Date,Close\n'), 'x.zip: is not a zip archive'],
    ['nothing', Buffer.alloc(0), 'is not a zip archive'],
    ['no file', zipOf([]), 'is a zip archive of 0 files, expected one'],
    ['two files', zipOf(['a', 'b'].map((name) => ({ name, text: 'x' }))), 'is a zip archive of 2 files, expected one'],
    ['a secret', zipOf([{ name: 'a', text: 'x', flags: 1 }]), '"a" in the zip archive is encrypted'],
    ['another method', zipOf([{ name: 'a', text: 'x', method: 12 }]), 'packed by method 12, expected 0 or 8'],
    ['a wrong checksum', zipOf([{ name: 'a', text: 'x', crc: 1 }]), 'is damaged: its size or checksum differs'],
    [
      'a bomb that says so',
      zipOf([{ name: 'a', text: 'x'.repeat(2 << 20) }]),
      'has 2097152 bytes, expected at most 1048576',
    ],
    ['a bomb that lies', zipOf([{ name: 'a', text: 'x'.repeat(2 << 20), size: 9 }]), 'is damaged'],
    ['a size beyond its content', zipOf([{ name: 'a', text: 'x', size: 5 }]), 'is damaged'],
    [
      'a name of control characters',
      zipOf([{ name: '\u001b[2J\n', text: 'x', flags: 1 }]),
      '"\\u001b[2J\\n" in the zip',
    ],
  ])('%s is refused', (_, bytes, problem) => {
    expect(() => unzip(bytes)).toThrow(DataError)
    expect(() => unzip(bytes)).toThrow(problem)
  })

  it('a damaged byte or a cut never gives another text', () => {
    const text = 'date,value\n'.repeat(20)
    const whole = zipOf([{ name: 'F.CSV', text }])
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), fc.boolean(), (at, flip, isCut) => {
        const bytes = isCut ? whole.subarray(0, at) : Buffer.from(whole)
        if (!isCut) bytes[at] ^= flip
        let got: string | undefined
        try {
          got = unzip(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(DataError)
        }
        expect([undefined, text]).toContain(got)
      }),
      { numRuns: 400 },
    )
  })
})
