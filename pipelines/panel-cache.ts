import { createHash } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { homedir, endianness } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { encodeColumn, readColumns } from '../datasets/bars/cache-columns.js'
import { areUnchanged, cachedSources, fileStates, type CachedSource } from '../datasets/bars/cache-sources.js'
import type { DataFolder } from '../datasets/text/data-folder.js'
import { ArtifactError, ConfigError } from '../src/core/errors.js'
import { encodeRecord, type PlainRecord } from '../src/core/records.js'
import { matrixLengths, panelOfParts, partsOfPanel } from '../src/panel/panel-codec.js'
import type { Panel } from '../src/panel/panel.js'
import { readRecord, writeArtifact } from './artifacts.js'
import type { Progress } from './progress.js'
import { packageVersion } from './run-folder.js'

/** To be raised whenever a reader gives other numbers for the same files, or the entries change their form. */
const FORMAT = 2
const ENTRY = 'entry.bin'
const KIND = 'panel'

/** A panel and the files that it was read from. */
export interface PanelFromFiles<Beside> {
  readonly panel: Panel
  /** SHA-256 of each file by name in the folder. */
  readonly files: Readonly<Record<string, string>>
  /** What the reading gave beside the panel, such as notes: plain data, kept as JSON. */
  readonly beside: Beside
}

/** What is to be read, and how. */
export interface CachedPanelRequest<Beside> {
  readonly folder: DataFolder
  /** Names of all files that are read, relative to the folder. */
  readonly names: readonly string[]
  /** Everything else that the panel depends on, as plain data: source, dialect, symbols, sectors, range, adjustment ... */
  readonly options: unknown
  /** Reads the files themselves. */
  readonly read: () => PanelFromFiles<Beside> | Promise<PanelFromFiles<Beside>>
}

interface EntryHeader {
  readonly sources: readonly CachedSource[]
  readonly beside: unknown
  /** CRC-32 of the pieces of each matrix. */
  readonly checksums: readonly (readonly number[])[]
  /** Header of the panel's own record. */
  readonly panel: unknown
}

/**
 * Folder of the cache: SECTORCAST_CACHE, else `sectorcast` in XDG_CACHE_HOME (when that is an absolute path, as the XDG base
 * directory specification demands) or in ~/.cache.
 * @returns undefined when SECTORCAST_CACHE is "off"
 */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const { SECTORCAST_CACHE: own, XDG_CACHE_HOME: xdg } = environment
  if (own === 'off') return undefined
  if (own !== undefined && own !== '') return own
  return join(xdg !== undefined && isAbsolute(xdg) ? xdg : join(homedir(), '.cache'), 'sectorcast')
}

/** What is asked for, and where it lies. Another version of the program never takes this one's numbers for its own. */
function entryFolder(
  cache: string,
  { folder, options }: Pick<CachedPanelRequest<unknown>, 'folder' | 'options'>,
): string {
  const key = JSON.stringify([FORMAT, packageVersion(), endianness(), realpathSync(folder.root), options])
  return join(cache, createHash('sha256').update(key).digest('hex').slice(0, 32))
}

function matrixFile(i: number): string {
  return `matrix-${i}.bin`
}

function isEntryHeader(header: Partial<EntryHeader> | null): header is EntryHeader {
  return Array.isArray(header?.sources) && Array.isArray(header.checksums) && header.checksums.every(Array.isArray)
}

/** @throws ArtifactError when the entry is damaged; ConfigError when there is none */
async function readEntry<Beside>(
  place: string,
  { folder, names }: CachedPanelRequest<Beside>,
): Promise<PanelFromFiles<Beside> | undefined> {
  const entry = readRecord(place, ENTRY, KIND)
  const header = entry.header as Partial<EntryHeader> | null
  if (!isEntryHeader(header)) throw new ArtifactError(`${join(place, ENTRY)}: is not an entry of the cache`)
  const record: PlainRecord = { ...entry, header: header.panel }
  const columns = matrixLengths(record).map((length, i) => ({
    path: join(place, matrixFile(i)),
    length,
    checksums: header.checksums[i] ?? [],
  }))
  const reading = readColumns(columns)
  // Asking for the state of thousands of files takes as long as reading: both at once.
  const unchanged = areUnchanged(folder, names, header.sources)
  const matrices = await reading
  if (!unchanged) return undefined
  return {
    panel: panelOfParts({ record, matrices }),
    files: Object.fromEntries(header.sources.map(({ name, sha256 }) => [name, sha256])),
    beside: header.beside as Beside,
  }
}

function writeEntry(place: string, { panel, beside }: PanelFromFiles<unknown>, sources: readonly CachedSource[]): void {
  const { record, matrices } = partsOfPanel(panel)
  const checksums = matrices.map((matrix, i) => {
    const encoded = encodeColumn(matrix)
    writeArtifact(place, matrixFile(i), encoded.bytes)
    return encoded.checksums
  })
  const header: EntryHeader = { sources, beside, checksums, panel: record.header }
  // Last: where it stands beside matrices of another reading, their checksums differ.
  writeArtifact(place, ENTRY, encodeRecord({ ...record, header }))
}

function isWritingError(error: unknown): error is Error {
  return error instanceof ConfigError || (error instanceof Error && 'code' in error)
}

async function fromCache<Beside>(
  place: string,
  request: CachedPanelRequest<Beside>,
  progress: Progress,
): Promise<PanelFromFiles<Beside> | undefined> {
  try {
    return await readEntry(place, request)
  } catch (error) {
    // There is no entry yet.
    if (error instanceof ConfigError) return undefined
    if (!(error instanceof ArtifactError)) throw error
    progress(`cache: ${error.message}; the files are read again`)
    return undefined
  }
}

/**
 * The panel of files, from the cache when every file is the one that it was made of, else read anew and noted for the next
 * time. An entry is trusted when size, times, device and inode of all files are the same, when the content is too for those
 * that had changed within two seconds of their reading, and when the checksums of all its own bytes are right; any other one is passed
 * over and written again. A cache that can not be written is a line of progress and no error.
 * @param cache - folder of the cache, as {@link cacheFolder} gives it; undefined reads the files every time
 * @throws what `request.read` throws
 */
export async function readPanelCached<Beside>(
  request: CachedPanelRequest<Beside>,
  progress: Progress,
  cache: string | undefined,
): Promise<PanelFromFiles<Beside> & { readonly fromCache: boolean }> {
  if (cache === undefined) return { ...(await request.read()), fromCache: false }
  const place = entryFolder(cache, request)
  const found = await fromCache(place, request, progress)
  if (found !== undefined) return { ...found, fromCache: true }
  const before = fileStates(request.folder, request.names)
  const readAtMs = Date.now()
  const read = await request.read()
  const sources = before === undefined ? undefined : cachedSources(request.folder, before, read.files, readAtMs)
  if (sources === undefined) progress('cache: the files changed while they were read; nothing is noted')
  else
    try {
      writeEntry(place, read, sources)
    } catch (error) {
      if (!isWritingError(error)) throw error
      progress(`cache: ${error.message}`)
    }
  return { ...read, fromCache: false }
}
