import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { ArtifactError, ConfigError } from '../src/core/errors.js'
import { decodeRecord, type PlainRecord } from '../src/core/records.js'

/** Files of a run folder. This module is the only one that writes them. */
export const RUN_FILES = {
  manifest: 'run.json',
  experiment: 'experiment.yaml',
  truth: 'truth.json',
  forecasts: 'forecasts.bin',
  performance: 'performance.bin',
  report: 'report.json',
  scoresJson: 'scores.json',
  scoresCsv: 'scores.csv',
  weights: 'weights.csv',
  decisions: 'decisions.jsonl',
  trades: 'trades.csv',
  events: 'events.csv',
  equity: 'equity.csv',
  portfolios: 'portfolios.csv',
  heatmapSvg: 'heatmap.svg',
  heatmapHtml: 'heatmap.html',
  reportHtml: 'report.html',
  tearSheet: 'tear-sheet.html',
  /** Folder of the sheets of further portfolios. */
  tearSheets: 'tear-sheets',
} as const

/** Folder of the trained models within a run folder. */
export const MODELS_FOLDER = 'models'

/** Beginning of the schema name of every run folder's manifest. */
export const RUN_SCHEMA = 'sectorcast.run/'

/** What the file system calls a failure: ENOTDIR, EACCES. */
function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown'
}

/** The folders that have to be made for one to be there, the innermost first. */
function missingFolders(folder: string): string[] {
  const missing: string[] = []
  for (let path = resolve(folder); !existsSync(path); path = dirname(path)) missing.push(path)
  return missing
}

/**
 * Makes a folder with those above it, one by one: where the file system lets nobody make any (/proc), asking for all at once never returns.
 */
function makeFolder(folder: string): void {
  for (const path of missingFolders(folder).reverse())
    try {
      mkdirSync(path)
    } catch (error) {
      // Another process may have made it meanwhile.
      if (codeOf(error) !== 'EEXIST') throw error
    }
}

function namesIn(folder: string): string[] {
  try {
    makeFolder(folder)
    return readdirSync(folder)
  } catch (error) {
    throw new ConfigError(`folder "${folder}" can not be used (${codeOf(error)})`)
  }
}

function isRunFolder(folder: string): boolean {
  try {
    const manifest = JSON.parse(readFileSync(join(folder, RUN_FILES.manifest), 'utf8')) as { schema?: unknown } | null
    return String(manifest?.schema).startsWith(RUN_SCHEMA)
  } catch {
    return false
  }
}

function requireOwn(folder: string, names: readonly string[]): void {
  if (names.length > 0 && !isRunFolder(folder))
    throw new ConfigError(
      `folder "${folder}" is not empty and no run folder (no ${RUN_FILES.manifest} of this program)`,
    )
}

/**
 * Tries whether a file can be written into a folder, before any work is done for it. A folder that is made for that is removed again.
 * @throws ConfigError when it can not
 */
export function requireWritable(folder: string): void {
  const made = missingFolders(folder)
  try {
    makeFolder(folder)
    const probe = join(folder, `.${process.pid}.partial`)
    writeFileSync(probe, '')
    rmSync(probe)
  } catch (error) {
    throw new ConfigError(`folder "${folder}" can not be used (${codeOf(error)})`)
  } finally {
    for (const path of made)
      try {
        rmdirSync(path)
      } catch {
        // It was never made, or another process has put something there meanwhile.
      }
  }
}

/**
 * Looks whether {@link openRunFolder} may take a folder and files can be written there, and leaves nothing behind: for before the work is done.
 * @throws ConfigError as there
 */
export function requireRunFolder(folder: string): void {
  if (existsSync(folder)) requireOwn(folder, namesIn(folder))
  requireWritable(folder)
}

/**
 * Makes the run folder, or takes one that is empty or holds an earlier run.
 * @throws ConfigError when the folder holds anything else: nothing of anybody's is overwritten
 */
export function openRunFolder(folder: string): void {
  requireOwn(folder, namesIn(folder))
}

/**
 * Makes a folder, or takes an empty one.
 * @throws ConfigError when the folder holds anything
 */
export function openEmptyFolder(folder: string): void {
  if (namesIn(folder).length > 0) throw new ConfigError(`folder "${folder}" is not empty`)
}

/**
 * Writes a file as a whole or not at all: an interrupted run leaves no half of one.
 * @throws ConfigError when it can not be written
 */
export function writeArtifact(folder: string, name: string, content: string | Uint8Array): void {
  const path = join(folder, name)
  // Of this process alone: two runs into one folder must not rename each other's half-written file.
  const staged = `${path}.${process.pid}.partial`
  try {
    makeFolder(dirname(path))
    writeFileSync(staged, content)
    renameSync(staged, path)
  } catch (error) {
    try {
      rmSync(staged, { recursive: true, force: true })
    } catch {
      // Where nothing could be written there may be nothing to remove: below a plain file, not even a name.
    }
    throw new ConfigError(`"${path}" can not be written (${codeOf(error)})`)
  }
}

/**
 * Writes a file part by part, as a whole or not at all: for what is larger than memory should hold.
 * @param write - is given what adds a part
 * @throws ConfigError when it can not be written; what `write` throws
 */
export async function writeArtifactInParts(
  folder: string,
  name: string,
  write: (append: (part: string | Uint8Array) => void) => Promise<void>,
): Promise<void> {
  const path = join(folder, name)
  const staged = `${path}.${process.pid}.partial`
  const attempt = <T>(act: () => T): T => {
    try {
      return act()
    } catch (error) {
      throw new ConfigError(`"${path}" can not be written (${codeOf(error)})`)
    }
  }
  const descriptor = attempt(() => {
    makeFolder(dirname(path))
    return openSync(staged, 'w')
  })
  const remove = (): void => {
    rmSync(staged, { recursive: true, force: true })
  }
  // An interrupt ends the process on the spot.
  process.once('exit', remove)
  try {
    try {
      await write((part) => attempt(() => writeFileSync(descriptor, part)))
      // An interrupt that came with the last part is heard before the file is in place.
      await setImmediate()
    } finally {
      closeSync(descriptor)
    }
    attempt(() => renameSync(staged, path))
  } catch (error) {
    remove()
    throw error
  } finally {
    process.off('exit', remove)
  }
}

/**
 * Writes a file that must not be there yet, for example a lock.
 * @returns false when it is there
 * @throws ConfigError when it can not be written
 */
export function createArtifact(folder: string, name: string, content: string): boolean {
  const path = join(folder, name)
  try {
    makeFolder(dirname(path))
    writeFileSync(path, content, { flag: 'wx' })
    return true
  } catch (error) {
    const code = codeOf(error)
    if (code === 'EEXIST' && existsSync(path)) return false
    throw new ConfigError(`"${path}" can not be written (${code})`)
  }
}

/** Whether a file of that name is there. */
export function hasArtifact(folder: string, name: string): boolean {
  return existsSync(join(folder, name))
}

/** Writes a JSON document with a line break at its end. */
export function writeJson(folder: string, name: string, value: unknown): void {
  writeArtifact(folder, name, `${JSON.stringify(value, null, 2)}\n`)
}

/** Removes files that an earlier run left and this one does not write anew before it ends. */
export function removeArtifacts(folder: string, names: readonly string[]): void {
  for (const name of names) rmSync(join(folder, name), { recursive: true, force: true })
}

function readArtifact(folder: string, name: string): Buffer {
  try {
    return readFileSync(join(folder, name))
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT') throw new ConfigError(`"${folder}" has no ${name}: run the step that writes it first`)
    if (code === 'ENOTDIR' && existsSync(folder) && statSync(folder).isFile())
      throw new ConfigError(`"${folder}" is a file, expected a run folder`)
    throw new ArtifactError(`${join(folder, name)} can not be read (${code})`)
  }
}

/**
 * Text of an artifact.
 * @throws ConfigError when the step that writes it has not been run
 */
export function readText(folder: string, name: string): string {
  return readArtifact(folder, name).toString('utf8')
}

/** @throws ArtifactError when the file is not JSON */
export function readJson(folder: string, name: string): unknown {
  try {
    return JSON.parse(readText(folder, name)) as unknown
  } catch (error) {
    if (error instanceof SyntaxError) throw new ArtifactError(`${join(folder, name)} is not JSON: ${error.message}`)
    throw error
  }
}

/** Raw bytes of an artifact. */
export function readBytes(folder: string, name: string): Uint8Array {
  return new Uint8Array(readArtifact(folder, name))
}

/** @throws ArtifactError naming the file when it is damaged or of another kind */
export function readRecord(folder: string, name: string, kind: string): PlainRecord {
  return inArtifact(folder, name, (bytes) => decodeRecord(bytes, kind))
}

/** Decodes the bytes of an artifact; an ArtifactError on the way gets the file's name. */
export function inArtifact<T>(folder: string, name: string, decode: (bytes: Uint8Array) => T): T {
  try {
    return decode(readBytes(folder, name))
  } catch (error) {
    if (error instanceof ArtifactError) throw new ArtifactError(`${join(folder, name)}: ${error.message}`)
    throw error
  }
}
