import { crc32, inflateRawSync } from 'node:zlib'
import { DataError } from '../../src/core/errors.js'
import { quoted } from '../text/quoted.js'

const END_SIGNATURE = 0x06054b50
const ENTRY_SIGNATURE = 0x02014b50
const LOCAL_SIGNATURE = 0x04034b50
const END_LENGTH = 22
const ENTRY_LENGTH = 46
const LOCAL_LENGTH = 30
const STORED = 0
const DEFLATED = 8
const ENCRYPTED = 1

interface Entry {
  readonly name: string
  readonly flags: number
  readonly method: number
  readonly crc: number
  readonly packed: number
  readonly size: number
  readonly offset: number
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Position of the end record: it stands at the end, before a comment of at most 65,535 bytes. */
function endOf(bytes: Uint8Array): number {
  const view = viewOf(bytes)
  for (let at = bytes.length - END_LENGTH; at >= 0 && at >= bytes.length - END_LENGTH - 0xffff; at--)
    if (view.getUint32(at, true) === END_SIGNATURE) return at
  return -1
}

function entriesOf(bytes: Uint8Array, fail: (problem: string) => never): Entry[] {
  const end = endOf(bytes)
  if (end < 0) fail('is not a zip archive')
  const view = viewOf(bytes)
  const count = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  const entries: Entry[] = []
  for (let i = 0; i < count; i++) {
    if (at + ENTRY_LENGTH > end || view.getUint32(at, true) !== ENTRY_SIGNATURE) fail('is a damaged zip archive')
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

function inflate(packed: Uint8Array, entry: Entry, mostBytes: number): Uint8Array | undefined {
  try {
    // The stated size is the writer's word only: what comes out is limited as well.
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, Math.min(entry.size, mostBytes)) })
  } catch {
    return undefined
  }
}

/**
 * Content of a zip archive that holds a single file (APPNOTE.TXT 6.3.10: central directory, stored or deflated). The name within
 * the archive is never used as a path.
 * @param label - what messages call the archive
 * @param mostBytes - largest content that is unpacked
 * @throws DataError when it is no zip archive, is damaged, encrypted, packed by another method or beyond 4 GB (zip64), holds no
 *   file or several, or is larger than allowed or than it says
 */
export function unzipSingleFile(bytes: Uint8Array, label: string, mostBytes: number): Uint8Array {
  const fail = (problem: string): never => {
    throw new DataError({ file: label }, problem)
  }
  const files = entriesOf(bytes, fail).filter(({ name }) => !name.endsWith('/'))
  if (files.length !== 1) fail(`is a zip archive of ${files.length} files, expected one`)
  const [entry] = files
  const name = quoted(entry.name)
  if ((entry.flags & ENCRYPTED) !== 0) fail(`${name} in the zip archive is encrypted`)
  if (entry.method !== STORED && entry.method !== DEFLATED)
    fail(`${name} in the zip archive is packed by method ${entry.method}, expected 0 or 8`)
  if (entry.size > mostBytes) fail(`${name} in the zip archive has ${entry.size} bytes, expected at most ${mostBytes}`)
  const view = viewOf(bytes)
  const { offset } = entry
  if (offset + LOCAL_LENGTH > bytes.length || view.getUint32(offset, true) !== LOCAL_SIGNATURE)
    fail('is a damaged zip archive')
  const start = offset + LOCAL_LENGTH + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true)
  const packed = bytes.subarray(start, start + entry.packed)
  if (packed.length !== entry.packed) fail('is a damaged zip archive')
  const content = entry.method === STORED ? packed : inflate(packed, entry, mostBytes)
  if (content === undefined || content.length !== entry.size || crc32(content) !== entry.crc)
    return fail(`${name} in the zip archive is damaged: its size or checksum differs`)
  return content
}
