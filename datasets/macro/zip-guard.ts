import { crc32, inflateRawSync } from 'node:zlib'

const LOCAL_HEADER = 0x04034b50
const DIRECTORY_ENTRY = 0x02014b50
const END_OF_DIRECTORY = 0x06054b50
const TOO_MUCH = 'unpacks to too much'

/** What an archive may hold at most. */
interface ZipLimits {
  readonly entries: number
  /** Sum of all entries when unpacked. */
  readonly bytes: number
}

function findEnd(view: DataView): number {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 0xffff); at--)
    if (view.getUint32(at, true) === END_OF_DIRECTORY) return at
  return -1
}

/** Content of an entry, or what is wrong with it. */
function unpack(bytes: Uint8Array, view: DataView, at: number, room: number): Uint8Array | string {
  const method = view.getUint16(at + 10, true)
  const size = view.getUint32(at + 20, true)
  const start = view.getUint32(at + 42, true)
  if (start + 30 > bytes.length || view.getUint32(start, true) !== LOCAL_HEADER)
    return 'an entry is not where it should be'
  const streamed = (view.getUint16(start + 6, true) & 8) !== 0
  // A reader may trust either header: they must not tell different stories.
  if (!streamed && view.getUint32(start + 18, true) !== size) return 'the headers of an entry disagree'
  const data = start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true)
  if (data + size > bytes.length) return 'an entry is cut off'
  const packed = bytes.subarray(data, data + size)
  if (method === 0) return packed
  if (method !== 8) return 'an entry is packed in an unknown way'
  try {
    // The size that an archive states may be a lie; what unpacks is counted.
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, room) })
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? TOO_MUCH : 'an entry is damaged'
  }
}

/**
 * Looks whether an archive is whole (every checksum right) and small, before it is given to a reader that believes it.
 * @returns what is wrong; undefined when nothing is
 */
export function problemOfZip(bytes: Uint8Array, limits: ZipLimits): string | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 22 || view.getUint32(0, true) !== LOCAL_HEADER) return 'is not a zip archive'
  const end = findEnd(view)
  if (end < 0) return 'has no directory'
  const entries = view.getUint16(end + 10, true)
  if (entries > limits.entries) return `has ${entries} entries, expected at most ${limits.entries}`
  let at = view.getUint32(end + 16, true)
  let total = 0
  for (let i = 0; i < entries; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== DIRECTORY_ENTRY) return 'its directory is damaged'
    const content = unpack(bytes, view, at, limits.bytes - total)
    if (typeof content === 'string') return content
    total += content.length
    if (total > limits.bytes) return TOO_MUCH
    if (crc32(content) !== view.getUint32(at + 16, true)) return 'the checksum of an entry differs'
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return undefined
}
