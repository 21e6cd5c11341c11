import { ArtifactError } from '../../src/core/errors.js'
import { canonicalJson } from './canonical-json.js'
import { hashOf } from './decision-log.js'

/** What a log is held to, beside itself. */
export interface LogAnchors {
  /** What the first record has to follow; taken from the record when absent. */
  readonly identity?: string | undefined
  /** Hash of the last record; an end that was cut off is seen with it alone. */
  readonly head?: string | undefined
  /** Number of records. */
  readonly count?: number | undefined
}

/** A log whose chain holds. */
export interface VerifiedLog {
  readonly records: number
  /** What the first record follows; null without any record or identity. */
  readonly identity: string | null
  /** Hash of the last record, the identity where there is none. */
  readonly head: string | null
}

interface LogRecord {
  readonly previous: string
  readonly hash: string
}

/** The record of a line; a message where it is none, or not what its hash was made of. */
function recordOf(line: string): LogRecord | string {
  try {
    const value = JSON.parse(line) as unknown
    if (typeof value !== 'object' || value === null) return 'is no record'
    const { hash, ...rest } = value as Partial<LogRecord>
    if (typeof hash !== 'string' || typeof rest.previous !== 'string') return 'is no record: it has no hashes'
    if (canonicalJson(value) !== line) return 'was changed: it is not written as this program writes'
    if (hashOf(rest) !== hash) return 'was changed: its content does not have its hash'
    return { previous: rest.previous, hash }
  } catch {
    return 'is no record: it was cut off or changed'
  }
}

/**
 * Checks a log of decisions record by record: that each is what its hash was made of, and follows the one before.
 * @param file - its name, for messages
 * @throws ArtifactError that names file and line of the first record that is not in order
 */
export function verifyLog(text: string, file: string, { identity, head, count }: LogAnchors): VerifiedLog {
  const broken = (line: number, problem: string): ArtifactError => new ArtifactError(`${file}:${line}: ${problem}`)
  const lines = text.split('\n')
  // A line break ends every record.
  if (lines.pop() !== '') throw broken(lines.length + 1, 'is no record: it was cut off or changed')
  let first = identity
  let previous = identity
  for (const [i, line] of lines.entries()) {
    const record = recordOf(line)
    if (typeof record === 'string') throw broken(i + 1, record)
    first ??= record.previous
    if (record.previous !== (previous ?? first))
      throw broken(
        i + 1,
        i === 0
          ? 'is not the first record of this run: a record before it was removed, or experiment or data are others'
          : 'does not follow the record before it: records were removed, inserted, moved or changed',
      )
    previous = record.hash
    if (i + 1 === count && head !== undefined && record.hash !== head)
      throw broken(i + 1, `is not the last record that was written: its hash was ${head}`)
  }
  const end = lines.length + 1
  if (count !== undefined && lines.length < count) throw broken(end, `is missing: there were ${count} records`)
  if (count !== undefined && lines.length > count) throw broken(count + 1, `was added: there were ${count} records`)
  if (head !== undefined && previous !== head)
    throw broken(end, `is missing, or the record before it was changed: the last hash was ${head}`)
  return { records: lines.length, identity: first ?? null, head: previous ?? null }
}
