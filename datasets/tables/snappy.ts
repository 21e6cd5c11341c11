import { readVarint, type Cursor } from './thrift-fields.js'

function must(holds: boolean): asserts holds {
  if (!holds) throw new RangeError('a packed page is damaged')
}

/** A little-endian number of one to four bytes. */
function littleEndian(cursor: Cursor, size: number): number {
  must(cursor.position + size <= cursor.bytes.length)
  let value = 0
  for (let i = 0; i < size; i++) value += cursor.bytes[cursor.position++] * 2 ** (8 * i)
  return value
}

/**
 * Unpacks Snappy bytes. Every length is checked before it is believed: a damaged page ends with an error and at once.
 * @param length - bytes that come out
 * @throws RangeError when the bytes are damaged, or do not unpack to that length
 * @see Google Snappy, format_description.txt
 */
export function unpackSnappy(bytes: Uint8Array, length: number): Uint8Array {
  const cursor: Cursor = { bytes, position: 0 }
  must(readVarint(cursor) === length)
  const out = new Uint8Array(length)
  let end = 0
  while (cursor.position < bytes.length) {
    const tag = bytes[cursor.position++]
    const kind = tag & 3
    if (kind === 0) {
      const short = tag >> 2
      const size = (short < 60 ? short : littleEndian(cursor, short - 59)) + 1
      must(cursor.position + size <= bytes.length && end + size <= length)
      out.set(bytes.subarray(cursor.position, cursor.position + size), end)
      cursor.position += size
      end += size
      continue
    }
    const size = kind === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1
    const back = kind === 1 ? (tag >> 5) * 256 + littleEndian(cursor, 1) : littleEndian(cursor, kind === 2 ? 2 : 4)
    must(back > 0 && back <= end && end + size <= length)
    // A copy may overlap what it writes: that is how runs are packed.
    if (back >= size) out.copyWithin(end, end - back, end - back + size)
    else for (let i = 0; i < size; i++) out[end + i] = out[end + i - back]
    end += size
  }
  must(end === length)
  return out
}
