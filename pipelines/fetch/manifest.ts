import { createHash } from 'node:crypto'
import { z } from 'zod'
import { FETCH_MANIFEST as MANIFEST, FETCH_SCHEMA } from '../../datasets/fetch/kept-files.js'
import { ArtifactError } from '../../src/core/errors.js'
import { hasArtifact, readBytes, readJson, writeJson } from '../artifacts.js'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
/** Names that this program gives: they stay in the folder. */
const relativePath = z.string().regex(/^(?!.*\.\.)[A-Za-z0-9_][^/\\]*(\/[A-Za-z0-9_][^/\\]*)*$/)

const version = z.strictObject({
  source: z.string(),
  name: z.string(),
  /** Without the key. */
  url: z.string(),
  /** YYYYMMDDThhmmssZ */
  time: z.string(),
  status: z.number(),
  etag: z.string().optional(),
  lastModified: z.string().optional(),
  bytes: z.number(),
  sha256,
  raw: relativePath,
  /** Files that are made of it, as they are written here. */
  files: z.array(z.strictObject({ name: relativePath, sha256 })),
  /** Whether the files beside it were made of it, now or earlier; not so for a restated history that waits to be accepted. */
  isAccepted: z.boolean(),
})
const manifest = z.strictObject({ schema: z.literal(FETCH_SCHEMA), versions: z.array(version) })

/** One raw answer that is kept. */
export type Version = z.infer<typeof version>

/** Checksum of bytes or text (UTF-8), hexadecimal. */
export function checksum(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex')
}

/**
 * All answers kept in a folder, oldest first.
 * @throws ArtifactError when the manifest is damaged, or not of this program
 */
export function readManifest(folder: string): Version[] {
  if (!hasArtifact(folder, MANIFEST)) return []
  const parsed = manifest.safeParse(readJson(folder, MANIFEST))
  if (parsed.success) return parsed.data.versions
  const [issue] = parsed.error.issues
  throw new ArtifactError(
    `${folder}/${MANIFEST} is no list of fetched answers: ${issue.path.join('.')}: ${issue.message}`,
  )
}

export function writeManifest(folder: string, versions: readonly Version[]): void {
  writeJson(folder, MANIFEST, { schema: FETCH_SCHEMA, versions })
}

/**
 * The raw bytes of a kept answer.
 * @throws ArtifactError when they are not those that were kept
 */
export function readRaw(folder: string, { raw, sha256: expected }: Version): Uint8Array {
  if (!hasArtifact(folder, raw)) throw new ArtifactError(`${folder}/${raw} is missing, ${MANIFEST} lists it`)
  const bytes = readBytes(folder, raw)
  if (checksum(bytes) !== expected)
    throw new ArtifactError(`${folder}/${raw} is damaged: its checksum is not that of ${MANIFEST}`)
  return bytes
}
