import { ArtifactError } from './errors.js'

/** Arrays that a record may hold. */
export type RecordArray = Float64Array | Float32Array | Int32Array | Uint8Array

/** Plain data: a JSON header and named typed arrays. */
export interface PlainRecord {
  readonly kind: string
  readonly header: unknown
  readonly arrays: Readonly<Record<string, RecordArray>>
}

const MAGIC = 0x54534353 // "SCST", little-endian
const VERSION = 1
const CONSTRUCTORS = { f64: Float64Array, f32: Float32Array, i32: Int32Array, u8: Uint8Array } as const
type ArrayType = keyof typeof CONSTRUCTORS

const CRC_TABLE = Int32Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1
  return c
})

/** CRC-32 (IEEE 802.3) of the bytes from `start`. */
function crc32(bytes: Uint8Array, start: number): number {
  let crc = -1
  for (let i = start; i < bytes.length; i++) crc = (crc >>> 8) ^ CRC_TABLE[(crc ^ bytes[i]) & 0xff]
  return (crc ^ -1) >>> 0
}

function typeOf(array: RecordArray): ArrayType {
  for (const type of Object.keys(CONSTRUCTORS) as ArrayType[]) if (array instanceof CONSTRUCTORS[type]) return type
  throw new Error('bug: a record holds an array of another type')
}

/**
 * Writes a record as bytes. Layout, little-endian, every array aligned to 8 bytes:
 * ```
 * magic u32 | version u32 | crc32 of all that follows u32 | header length u32 | header JSON | padding | arrays ...
 * ```
 */
export function encodeRecord(record: PlainRecord): Uint8Array {
  const names = Object.keys(record.arrays)
  const arrays = names.map((name) => ({ name, type: typeOf(record.arrays[name]), length: record.arrays[name].length }))
  const header = new TextEncoder().encode(JSON.stringify({ kind: record.kind, header: record.header, arrays }))
  const align = (n: number): number => Math.ceil(n / 8) * 8
  const dataStart = align(16 + header.length)
  const total = names.reduce((size, name) => size + align(record.arrays[name].byteLength), dataStart)
  const bytes = new Uint8Array(total)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, MAGIC, true)
  view.setUint32(4, VERSION, true)
  view.setUint32(12, header.length, true)
  bytes.set(header, 16)
  let offset = dataStart
  for (const name of names) {
    const array = record.arrays[name]
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), offset)
    offset += align(array.byteLength)
  }
  view.setUint32(8, crc32(bytes, 12), true)
  return bytes
}

interface Header {
  readonly kind: string
  readonly header: unknown
  readonly arrays: readonly { readonly name: string; readonly type: ArrayType; readonly length: number }[]
}

/** The JSON header: a right checksum only says that these are the bytes that somebody wrote. */
function parseHeader(bytes: Uint8Array, kind: string): Header {
  let parsed: Partial<Header> | null
  try {
    parsed = JSON.parse(new TextDecoder().decode(bytes)) as Partial<Header> | null
  } catch {
    throw new ArtifactError(`${kind} is damaged: its header is not JSON`)
  }
  const arrays: unknown = parsed?.arrays
  const isArray = (entry: Partial<Header['arrays'][number]> | null): boolean =>
    typeof entry?.name === 'string' &&
    typeof entry.type === 'string' &&
    Object.hasOwn(CONSTRUCTORS, entry.type) &&
    Number.isSafeInteger(entry.length) &&
    Number(entry.length) >= 0
  if (typeof parsed?.kind !== 'string' || !Array.isArray(arrays) || !arrays.every(isArray))
    throw new ArtifactError(`${kind} is damaged: its header does not list its arrays`)
  return parsed as Header
}

/**
 * Reads a record back; arrays are copies.
 * @throws ArtifactError when the bytes are not a record, are damaged, of another version or of another kind
 */
export function decodeRecord(bytes: Uint8Array, kind: string): PlainRecord {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 16 || view.getUint32(0, true) !== MAGIC) throw new ArtifactError(`not a sectorcast ${kind}`)
  const version = view.getUint32(4, true)
  if (version !== VERSION) throw new ArtifactError(`${kind} of format version ${version}, expected ${VERSION}`)
  if (view.getUint32(8, true) !== crc32(bytes, 12)) throw new ArtifactError(`${kind} is damaged: checksum differs`)
  const headerLength = view.getUint32(12, true)
  const parsed = parseHeader(bytes.subarray(16, 16 + headerLength), kind)
  if (parsed.kind !== kind) throw new ArtifactError(`a sectorcast ${parsed.kind}, expected ${kind}`)
  const arrays: Record<string, RecordArray> = {}
  let offset = Math.ceil((16 + headerLength) / 8) * 8
  for (const { name, type, length } of parsed.arrays) {
    const Constructor = CONSTRUCTORS[type]
    const size = length * Constructor.BYTES_PER_ELEMENT
    if (offset + size > bytes.length) throw new ArtifactError(`${kind} is damaged: array "${name}" is cut off`)
    arrays[name] = new Constructor(bytes.slice(offset, offset + size).buffer)
    offset += Math.ceil(size / 8) * 8
  }
  return { kind, header: parsed.header, arrays }
}
