import fc from 'fast-check'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { describe, expect, it } from 'vitest'
import { readColumns } from '../../../datasets/tables/read-columns.js'
import { unpackSnappy } from '../../../datasets/tables/snappy.js'
import { dataFile } from './data-file.js'

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
const ascii = (content: string): number[] => [...new TextEncoder().encode(content)]

describe('Snappy', () => {
  it('unpacks the elements of its format', () => {
    // Literal "Wiki", copy of 4 from 4 back (one byte of offset), literal "pedia".
    expect(text(unpackSnappy(Uint8Array.of(13, 3 << 2, ...ascii('Wiki'), 1, 4, 4 << 2, ...ascii('pedia')), 13))).toBe(
      'WikiWikipedia',
    )
    // A copy that overlaps itself, with two bytes of offset, and one with four.
    expect(text(unpackSnappy(Uint8Array.of(8, 0, 97, (6 << 2) | 2, 1, 0), 8))).toBe('aaaaaaaa')
    expect(text(unpackSnappy(Uint8Array.of(4, 1 << 2, ...ascii('ab'), (1 << 2) | 3, 2, 0, 0, 0), 4))).toBe('abab')
    // A literal of 70 bytes says its length behind the tag.
    const long = 'x'.repeat(70)
    expect(text(unpackSnappy(Uint8Array.of(70, 60 << 2, 69, ...ascii(long)), 70))).toBe(long)
    expect(unpackSnappy(Uint8Array.of(0), 0)).toHaveLength(0)
  })

  it.each([
    [[]],
    [[5, 0, 97]],
    [[1, 3 << 2, 97]],
    [[4, 0, 97, 1, 0]],
    [[5, 0, 97, 1, 2]],
    [[4, 0, 97, 1, 1]],
    [[2, 63 << 2, 255, 255, 255, 255]],
    [[255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255]],
  ])('refuses %j', (bytes) => {
    expect(() => unpackSnappy(Uint8Array.from(bytes), bytes[0] ?? 0)).toThrow(RangeError)
  })

  it('ends at once on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(1000), (bytes, length) => {
        try {
          expect(unpackSnappy(bytes, length)).toHaveLength(length)
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError)
        }
      }),
    )
  })

  it('gives back what a Parquet writer packed', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('', 'aa', 'Ngân hàng', 'x'.repeat(300)), { minLength: 1, maxLength: 400 }),
        async (values) => {
          const bytes = parquetWriteBuffer({
            codec: 'SNAPPY',
            columnData: [{ name: 's', data: values, type: 'STRING' }],
          })
          expect((await readColumns(dataFile('a.parquet', new Uint8Array(bytes)))).column('s')).toEqual(values)
        },
      ),
      { numRuns: 30 },
    ))
})
