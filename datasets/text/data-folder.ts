import { createHash } from 'node:crypto'
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  type Dirent,
} from 'node:fs'
import { isAbsolute, join, relative, sep } from 'node:path'
import { ConfigError, DataError } from '../../src/core/errors.js'
import { quoted } from './quoted.js'

/** Content of one file. */
export interface DataFile {
  /** The name as it is shown in messages. */
  readonly file: string
  readonly bytes: Uint8Array
  /** SHA-256 of the bytes, hexadecimal. */
  readonly sha256: string
}

/** Larger files are refused before they are read: a string of this program can not hold them. */
const MOST_BYTES = 2 ** 29

/**
 * The folder that data are read from. Nothing outside of it is ever opened: names that lead out, absolute ones and symbolic
 * links to elsewhere are refused.
 */
export interface DataFolder {
  /** The folder as it was named. */
  readonly root: string
  /** The same folder, seen from one of its subfolders: `.` is the folder itself. */
  within(subfolder: string): DataFolder
  /** Whether a file of that name exists (a link out of the folder does not). */
  has(name: string): boolean
  /**
   * Names of all files below, relative to the folder, `/` between folders, sorted; hidden files and links out of it are left out.
   * @throws DataError when the folder, or one below it, is missing, lies outside of the data folder or can not be read
   */
  list(): string[]
  /** @throws DataError when the file is missing, not a regular file, too large, or lies outside of the folder */
  read(name: string): DataFile
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown'
}

/** Whether a resolved path lies in a resolved folder. */
function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way))
}

/** @throws DataError when the folder lies outside of the top one, is missing or can not be read */
function entriesOf(top: string, folder: string, shown: string): Dirent[] {
  try {
    if (!isInside(top, realpathSync(folder))) throw new DataError({ file: shown }, 'lies outside of the data folder')
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    if (error instanceof DataError) throw error
    const code = codeOf(error)
    throw new DataError({ file: shown }, code === 'ENOENT' ? 'no such folder' : `can not be read (${code})`)
  }
}

function namesBelow(top: string, folder: string, root: string, prefix: string): string[] {
  return entriesOf(top, folder, join(root, prefix)).flatMap((entry) => {
    if (entry.name.startsWith('.')) return []
    const name = prefix === '' ? entry.name : `${prefix}/${entry.name}`
    // Linked folders are not walked: they may lead in a circle.
    if (entry.isDirectory()) return namesBelow(top, join(folder, entry.name), root, name)
    if (entry.isFile()) return [name]
    return entry.isSymbolicLink() && linksToFileInside(top, join(folder, entry.name)) ? [name] : []
  })
}

function linksToFileInside(top: string, path: string): boolean {
  try {
    return isInside(top, realpathSync(path)) && statSync(path).isFile()
  } catch {
    return false
  }
}

function readInside(top: string, path: string, file: string): DataFile {
  let descriptor: number | undefined
  try {
    const real = realpathSync(path)
    if (!isInside(top, real)) throw new DataError({ file }, 'lies outside of the data folder')
    // A pipe without a writer would wait for ever.
    descriptor = openSync(real, constants.O_RDONLY | constants.O_NONBLOCK)
    const status = fstatSync(descriptor)
    if (!status.isFile()) throw new DataError({ file }, 'is not a regular file')
    if (status.size > MOST_BYTES)
      throw new DataError({ file }, `has ${status.size} bytes, expected at most ${MOST_BYTES}`)
    const { buffer, byteOffset, byteLength } = readFileSync(descriptor)
    // No Buffer: its `slice` is a view of a shared pool where that of other arrays is a copy.
    const bytes = new Uint8Array(buffer, byteOffset, byteLength)
    return { file, bytes, sha256: createHash('sha256').update(bytes).digest('hex') }
  } catch (error) {
    if (error instanceof DataError) throw error
    const code = codeOf(error)
    throw new DataError({ file }, code === 'ENOENT' ? 'no such file' : `can not be read (${code})`)
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

/** Told of every file that is read: its name relative to the folder that was opened, `/` between folders, and its SHA-256. */
export type OnFileRead = (name: string, sha256: string) => void

/**
 * Opens a folder of data.
 * @throws ConfigError when there is no such folder
 */
export function openDataFolder(root: string, onRead?: OnFileRead): DataFolder {
  let top: string
  try {
    top = realpathSync(root)
    readdirSync(top)
  } catch (error) {
    throw new ConfigError(`data folder ${quoted(root)} can not be opened (${codeOf(error)})`)
  }
  return folderAt(root, top, top, onRead)
}

function folderAt(root: string, top: string, here: string, onRead: OnFileRead | undefined): DataFolder {
  const pathOf = (name: string): string => {
    const path = join(here, name)
    if (name === '' || name.includes('\0') || isAbsolute(name) || !isInside(top, path))
      throw new DataError({ file: join(root, name.replaceAll('\0', '?')) }, 'lies outside of the data folder')
    return path
  }
  return {
    root,
    within: (subfolder) =>
      subfolder === '.'
        ? folderAt(root, top, here, onRead)
        : folderAt(join(root, subfolder), top, pathOf(subfolder), onRead),
    has(name) {
      try {
        return isInside(top, realpathSync(pathOf(name)))
      } catch {
        return false
      }
    },
    list: () => namesBelow(top, here, root, '').sort(),
    read(name) {
      const path = pathOf(name)
      const file = readInside(top, path, join(root, name))
      onRead?.(relative(top, path).split(sep).join('/'), file.sha256)
      return file
    },
  }
}
