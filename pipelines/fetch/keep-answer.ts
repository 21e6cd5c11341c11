import type { ConvertedAnswer, FetchSource } from '../../datasets/fetch/answer.js'
import { compareHistories } from '../../datasets/fetch/compare-histories.js'
import {
  explainRestatement,
  restatementText,
  type ExplainedRestatement,
} from '../../datasets/fetch/explain-restatement.js'
import { RAW_FOLDER, RESTATED_FOLDER } from '../../datasets/fetch/kept-files.js'
import { DataError } from '../../src/core/errors.js'
import { hasArtifact, readBytes, writeArtifact, writeJson } from '../artifacts.js'
import { checksum, readRaw, writeManifest, type Version } from './manifest.js'

/** Differences that are listed one by one: both raw answers are kept, and a library of portfolios may change a million numbers. */
const MOST_LISTED = 10_000

/** An answer that has come, not yet kept. */
export type NewAnswer = Pick<Version, 'url' | 'time' | 'status' | 'etag' | 'lastModified'> & {
  readonly body: Uint8Array
  readonly extension: string
}

/** What became of the answer for a name. */
export interface Kept {
  readonly status: 'new' | 'updated' | 'unchanged' | 'restated' | 'accepted'
  readonly files: readonly string[]
  readonly rows: number
  readonly raw: string
  readonly notes: readonly string[]
  /** What differs from the copy before, in one line, and the document that lists it. */
  readonly restated?: { readonly text: string; readonly document: string }
}

/** All answers of a folder, and those of one name among them. */
export interface Shelf {
  readonly folder: string
  readonly source: FetchSource
  readonly name: string
  /** Of the whole folder, oldest first; grows. */
  readonly versions: Version[]
}

/** Answers of this shelf's name, oldest first. */
export function ownVersions({ source, name, versions }: Shelf): Version[] {
  return versions.filter((version) => version.source === source.name && version.name === name)
}

function extensionOf(file: string): string {
  return file.slice(file.lastIndexOf('.') + 1)
}

/** Converts a kept answer again. */
function convertKept({ folder, source, name }: Shelf, version: Version): ConvertedAnswer {
  const body = readRaw(folder, version)
  return source.convert({ name, label: version.raw, extension: extensionOf(version.raw), body })
}

/** Keeps the raw answer, unless it is byte by byte the newest one. */
function keepRaw(shelf: Shelf, answer: NewAnswer, converted: ConvertedAnswer): Version {
  const { folder, source, name, versions } = shelf
  const sha256 = checksum(answer.body)
  const files = converted.files.map(({ name: file, text }) => ({ name: file, sha256: checksum(text) }))
  const newest = ownVersions(shelf).at(-1)
  if (newest?.sha256 === sha256) {
    // The same bytes may come under another tag.
    Object.assign(newest, { url: answer.url, etag: answer.etag, lastModified: answer.lastModified })
    writeManifest(folder, versions)
    return newest
  }
  const { body, extension, ...head } = answer
  const raw = `${RAW_FOLDER}/${source.name}/${source.stemOf(name)}/${answer.time}-${sha256.slice(0, 12)}.${extension}`
  const version = { source: source.name, name, ...head, bytes: body.length, sha256, raw, files, isAccepted: false }
  if (!hasArtifact(folder, raw)) writeArtifact(folder, raw, body)
  versions.push(version)
  writeManifest(folder, versions)
  return version
}

/** A file may only be replaced by the name that wrote it, and only as it was written. */
function requireOwn(shelf: Shelf, file: string, text: string): void {
  const { folder, name, source, versions } = shelf
  if (!hasArtifact(folder, file)) return
  const present = checksum(readBytes(folder, file))
  if (present === checksum(text)) return
  const writers = versions.filter((version) => version.files.some((one) => one.name === file))
  const other = writers.find((version) => version.source !== source.name || version.name !== name)
  if (other !== undefined)
    throw new DataError({ file: `${folder}/${file}` }, `belongs to ${other.source} ${other.name}: use another folder`)
  if (!writers.some((version) => version.files.some((one) => one.name === file && one.sha256 === present)))
    throw new DataError(
      { file: `${folder}/${file}` },
      'is not as it was written here: move it away, it is not replaced',
    )
}

/** Writes the files of an answer. @returns whether any of them changed */
function writeFiles({ folder }: Shelf, { files }: ConvertedAnswer): boolean {
  const stale = files.filter(
    ({ name, text }) => !hasArtifact(folder, name) || checksum(readBytes(folder, name)) !== checksum(text),
  )
  for (const { name, text } of stale) writeArtifact(folder, name, text)
  return stale.length > 0
}

function restatementOf(
  shelf: Shelf,
  before: Version,
  after: Version,
  converted: ConvertedAnswer,
): ExplainedRestatement | undefined {
  if (before === after) return undefined
  const old = convertKept(shelf, before)
  const isSameKind = (old.latest === undefined) === (converted.latest === undefined)
  const [from, to] = isSameKind
    ? [old.history, converted.history]
    : [old.latest ?? old.history, converted.latest ?? converted.history]
  const restatement = compareHistories(from, to)
  return restatement === undefined ? undefined : explainRestatement(restatement, from, to)
}

function writeRestatement(shelf: Shelf, before: Version, after: Version, restatement: ExplainedRestatement): string {
  const document = `${RESTATED_FOLDER}/${shelf.source.stemOf(shelf.name)}-${after.time}.json`
  const describe = ({ raw, time, sha256 }: Version): object => ({ raw, time, sha256 })
  writeJson(shelf.folder, document, {
    source: shelf.source.name,
    name: shelf.name,
    before: describe(before),
    after: describe(after),
    count: restatement.differences.length,
    ...restatement,
    differences: restatement.differences.slice(0, MOST_LISTED),
  })
  return document
}

/**
 * Keeps an answer and writes the files made of it. Where it tells another past than the copy before, the difference is written to
 * `restated/` and the files stay as they are, unless restated history is accepted.
 * @param answer - a new one; undefined when the newest kept one still stands
 * @throws DataError when the answer is no data (then nothing is kept), or a file in its place is not its own
 */
export function keepAnswer(shelf: Shelf, answer: NewAnswer | undefined, acceptRestated: boolean): Kept {
  const { folder, source, name, versions } = shelf
  const newest = ownVersions(shelf).at(-1)
  if (answer === undefined && newest === undefined) throw new Error('bug: nothing is kept that could still stand')
  const converted =
    answer === undefined
      ? convertKept(shelf, newest as Version)
      : source.convert({ name, label: answer.url, extension: answer.extension, body: answer.body })
  for (const { name: file, text } of converted.files) requireOwn(shelf, file, text)
  const before = ownVersions(shelf).findLast(({ isAccepted }) => isAccepted)
  const version = answer === undefined ? (newest as Version) : keepRaw(shelf, answer, converted)
  const restatement = before === undefined ? undefined : restatementOf(shelf, before, version, converted)
  const kept = {
    files: converted.files.map((file) => file.name),
    rows: converted.history.size,
    raw: version.raw,
    notes: converted.notes,
    ...(before === undefined || restatement === undefined
      ? {}
      : {
          restated: {
            text: restatementText(restatement),
            document: writeRestatement(shelf, before, version, restatement),
          },
        }),
  }
  if (restatement !== undefined && !acceptRestated) return { status: 'restated', ...kept }
  const hasChanged = writeFiles(shelf, converted)
  if (!version.isAccepted) {
    version.isAccepted = true
    writeManifest(folder, versions)
  }
  if (restatement !== undefined) return { status: 'accepted', ...kept }
  return { status: before === undefined ? 'new' : hasChanged ? 'updated' : 'unchanged', ...kept }
}
