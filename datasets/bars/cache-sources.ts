import { realpathSync, statSync } from 'node:fs'
import { DataError } from '../../src/core/errors.js'
import type { DataFolder } from '../text/data-folder.js'

/** A file that something was made of, as it was then. */
export interface CachedSource {
  readonly name: string
  /** Size, times of change in nanoseconds, device and inode: when all are the same, nobody has written to the file. */
  readonly signature: string
  /** SHA-256 of the bytes, hexadecimal. */
  readonly sha256: string
  /**
   * False when the file had changed so shortly before it was read that a change right after it could have left the same times
   * (git calls such an entry "racily clean"): then only its content tells.
   */
  readonly settled: boolean
}

/** Clocks of file systems tick as seldom as every two seconds (FAT). */
const GRANULARITY_MS = 2000

/** What the file system says of a file. */
export interface FileState {
  readonly name: string
  readonly signature: string
  /** Time of the last change, nanoseconds since 1970. */
  readonly changedAtNs: bigint
}

/**
 * States of files in a folder, in the order of their names. Nothing is opened.
 * @returns undefined when one of them is not there
 */
export function fileStates(folder: DataFolder, names: readonly string[]): FileState[] | undefined {
  try {
    const root = realpathSync(folder.root)
    return names.map((name) => {
      const { size, mtimeNs, ctimeNs, dev, ino } = statSync(`${root}/${name}`, { bigint: true })
      const signature = `${size}:${mtimeNs}:${ctimeNs}:${dev}:${ino}`
      return { name, signature, changedAtNs: mtimeNs > ctimeNs ? mtimeNs : ctimeNs }
    })
  } catch {
    return undefined
  }
}

/**
 * What to note of files that were read after `readAtMs`.
 * @param before - their states before the reading began
 * @param sha256 - of the bytes that were read, by name
 * @returns undefined when a file changed meanwhile, or other files were read than those
 */
export function cachedSources(
  folder: DataFolder,
  before: readonly FileState[],
  sha256: Readonly<Record<string, string>>,
  readAtMs: number,
): CachedSource[] | undefined {
  const after = fileStates(
    folder,
    before.map(({ name }) => name),
  )
  const checksums = new Map(Object.entries(sha256))
  if (after === undefined || checksums.size !== before.length) return undefined
  const settledBeforeNs = BigInt(Math.floor(readAtMs) - GRANULARITY_MS) * 1_000_000n
  const sources: CachedSource[] = []
  for (const [i, { name, signature, changedAtNs }] of before.entries()) {
    const checksum = checksums.get(name)
    if (checksum === undefined || after[i].signature !== signature) return undefined
    sources.push({ name, signature, sha256: checksum, settled: changedAtNs < settledBeforeNs })
  }
  return sources
}

function hasContent(folder: DataFolder, { name, sha256 }: CachedSource): boolean {
  try {
    return folder.read(name).sha256 === sha256
  } catch (error) {
    if (error instanceof DataError) return false
    throw error
  }
}

/** Whether the files are exactly those that were noted, unchanged. */
export function areUnchanged(folder: DataFolder, names: readonly string[], noted: readonly CachedSource[]): boolean {
  if (names.length !== noted.length) return false
  const states = fileStates(folder, names)
  return (
    states !== undefined &&
    noted.every(
      (source, i) =>
        states[i].name === source.name &&
        states[i].signature === source.signature &&
        (source.settled || hasContent(folder, source)),
    )
  )
}
