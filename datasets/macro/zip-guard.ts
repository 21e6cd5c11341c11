import { quoted } from '../text/quoted.js'
import { unzipEntry, zipEntries } from '../text/zip-entries.js'

/** What an archive may hold at most. */
interface ZipLimits {
  readonly entries: number
  /** Sum of all entries when unpacked. */
  readonly bytes: number
}

/**
 * Looks whether an archive is whole (every checksum right) and small, before it is given to a reader that believes it.
 * @returns what is wrong; undefined when nothing is
 */
export function problemOfZip(bytes: Uint8Array, limits: ZipLimits): string | undefined {
  const entries = zipEntries(bytes, limits.entries)
  if (typeof entries === 'string') return entries
  let room = limits.bytes
  for (const entry of entries) {
    if (entry.size > room) return 'unpacks to too much'
    const content = unzipEntry(bytes, entry, room)
    if (typeof content === 'string') return `${quoted(entry.name)} ${content}`
    room -= content.length
  }
  return undefined
}
