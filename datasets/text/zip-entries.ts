import { crc32, inflateRawSync } from 'node:zlib'

const END_SIGNATURE = 0x06054b50
const ENTRY_SIGNATURE = 0x02014b50
const LOCAL_SIGNATURE = 0x04034b50
const END_LENGTH = 22
const ENTRY_LENGTH = 46
const LOCAL_LENGTH = 30
const STORED = 0
const DEFLATED = 8
const ENCRYPTED = 1
/** Flag of an entry whose local header has no sizes: it was written before they were known. */
const STREAMED = 8

/** What the directory of an archive says of one entry. */
export interface ZipEntry {
  /** For messages alone: it is never a path. */
  readonly name: string
  readonly flags: number
  readonly method: number
  readonly crc: number
  /** Bytes packed, and bytes unpacked as stated. */
  readonly packed: number
  readonly size: number
  readonly offset: number
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Position of the end record: it stands at the end, before a comment of at most 65,535 bytes; -1 when there is none. */
function endOf(bytes: Uint8Array): number {
  const view = viewOf(bytes)
  for (let at = bytes.length - END_LENGTH; at >= 0 && at >= bytes.length - END_LENGTH - 0xffff; at--)
    if (view.getUint32(at, true) === END_SIGNATURE) return at
  return -1
}

/**
 * The central directory of a zip archive (APPNOTE.TXT 6.3.10; without zip64).
 * @returns its entries, or what is wrong with it in words
 */
export function zipEntries(bytes: Uint8Array, mostEntries = 0xffff): readonly ZipEntry[] | string {
  const end = endOf(bytes)
  const view = viewOf(bytes)
  if (end < 0)
    return bytes.length >= 4 && view.getUint32(0, true) === LOCAL_SIGNATURE
      ? 'has no directory'
      : 'is not a zip archive'
  const count = view.getUint16(end + 10, true)
  if (count > mostEntries) return `has ${count} entries, expected at most ${mostEntries}`
  let at = view.getUint32(end + 16, true)
  const entries: ZipEntry[] = []
  for (let i = 0; i < count; i++) {
    if (at + ENTRY_LENGTH > end || view.getUint32(at, true) !== ENTRY_SIGNATURE) return 'its directory is damaged'
    const nameLength = view.getUint16(at + 28, true)
    entries.push({
      name: new TextDecoder('latin1').decode(bytes.subarray(at + ENTRY_LENGTH, at + ENTRY_LENGTH + nameLength)),
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    })
    at += ENTRY_LENGTH + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return entries
}

/** Where the packed bytes of an entry begin; NaN when its local header is not there, or tells of other sizes than the directory. */
function startOf(bytes: Uint8Array, { offset, packed, size }: ZipEntry): number {
  const view = viewOf(bytes)
  if (offset + LOCAL_LENGTH > bytes.length || view.getUint32(offset, true) !== LOCAL_SIGNATURE) return NaN
  const isStreamed = (view.getUint16(offset + 6, true) & STREAMED) !== 0
  // A reader may trust either header: they must not tell different stories.
  const agrees = view.getUint32(offset + 18, true) === packed && view.getUint32(offset + 22, true) === size
  if (!isStreamed && !agrees) return NaN
  return offset + LOCAL_LENGTH + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true)
}

/**
 * Content of an entry.
 * @param mostBytes - largest content that is unpacked
 * @returns its bytes, or what is wrong with it in words: encrypted, packed by another method than store or deflate, larger than
 *   allowed, damaged, of another size or checksum than stated
 */
export function unzipEntry(bytes: Uint8Array, entry: ZipEntry, mostBytes: number): Uint8Array | string {
  const { flags, method, packed, size, crc } = entry
  if ((flags & ENCRYPTED) !== 0) return 'is encrypted'
  if (method !== STORED && method !== DEFLATED) return `is packed by method ${method}, expected 0 or 8`
  if (size > mostBytes) return `has ${size} bytes, expected at most ${mostBytes}`
  const start = startOf(bytes, entry)
  if (!(start + packed <= bytes.length)) return 'is not where it should be'
  const content = bytes.subarray(start, start + packed)
  const unpacked = method === STORED ? content : inflate(content, size)
  if (unpacked === undefined || unpacked.length !== size || crc32(unpacked) !== crc)
    return 'is damaged: its size or checksum differs'
  return unpacked
}

/** The size that an archive states may be a lie: what unpacks is limited to it. */
function inflate(packed: Uint8Array, size: number): Uint8Array | undefined {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, size) })
  } catch {
    return undefined
  }
}
