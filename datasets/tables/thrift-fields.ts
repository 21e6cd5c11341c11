/** A place in bytes that a reader moves through. */
export interface Cursor {
  readonly bytes: Uint8Array
  position: number
}

/** Fields of a structure by their number: whole numbers, truth values as 0 and 1, and structures; others are passed over. */
export type ThriftFields = ReadonlyMap<number, number | { readonly fields: ThriftFields }>

const STRUCT = 12
const DEEPEST = 16

function nextByte(cursor: Cursor): number {
  if (cursor.position >= cursor.bytes.length) throw new RangeError('the bytes end within a structure')
  return cursor.bytes[cursor.position++]
}

/** An unsigned number of seven bits a byte, the lowest first; as a double, so that no size wraps around. */
export function readVarint(cursor: Cursor): number {
  let value = 0
  for (let shift = 0; shift < 70; shift += 7) {
    const byte = nextByte(cursor)
    value += (byte & 0x7f) * 2 ** shift
    if (byte < 0x80) return value
  }
  throw new RangeError('a number is longer than 64 bits')
}

function readSigned(cursor: Cursor): number {
  const value = readVarint(cursor)
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2
}

/**
 * A structure of Thrift's compact protocol, in which Parquet writes the header of a page.
 * @throws RangeError when the bytes end within it, or hold a type that no page header has
 * @see the specification of the Thrift compact protocol
 */
export function readThriftFields(cursor: Cursor, depth = 0): ThriftFields {
  if (depth > DEEPEST) throw new RangeError('structures lie too deep in each other')
  const fields = new Map<number, number | { readonly fields: ThriftFields }>()
  let id = 0
  for (;;) {
    const byte = nextByte(cursor)
    const type = byte & 0x0f
    if (type === 0) return fields
    id = byte >> 4 === 0 ? readSigned(cursor) : id + (byte >> 4)
    const value = readValue(cursor, type, depth)
    if (value !== undefined) fields.set(id, value)
  }
}

function readValue(
  cursor: Cursor,
  type: number,
  depth: number,
): number | { readonly fields: ThriftFields } | undefined {
  if (type === 1 || type === 2) return type === 1 ? 1 : 0
  if (type === 3) return nextByte(cursor)
  if (type >= 4 && type <= 6) return readSigned(cursor)
  if (type === STRUCT) return { fields: readThriftFields(cursor, depth + 1) }
  if (type === 7) cursor.position += 8
  // Statistics: the smallest and the largest value, as bytes.
  else if (type === 8) cursor.position += readVarint(cursor)
  else throw new RangeError(`type ${type} in the header of a page`)
  return undefined
}
