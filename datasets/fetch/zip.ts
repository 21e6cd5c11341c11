import { DataError } from '../../src/core/errors.js'
import { quoted } from '../text/quoted.js'
import { unzipEntry, zipEntries } from '../text/zip-entries.js'

/**
 * Content of a zip archive that holds a single file. The name within the archive is never used as a path.
 * @param label - what messages call the archive
 * @param mostBytes - largest content that is unpacked
 * @throws DataError when it is no zip archive, is damaged, encrypted, packed by another method or beyond 4 GB (zip64), holds no
 *   file or several, or is larger than allowed or than it says
 */
export function unzipSingleFile(bytes: Uint8Array, label: string, mostBytes: number): Uint8Array {
  const entries = zipEntries(bytes)
  if (typeof entries === 'string') throw new DataError({ file: label }, entries)
  const files = entries.filter(({ name }) => !name.endsWith('/'))
  if (files.length !== 1)
    throw new DataError({ file: label }, `is a zip archive of ${files.length} files, expected one`)
  const content = unzipEntry(bytes, files[0], mostBytes)
  if (typeof content === 'string')
    throw new DataError({ file: label }, `${quoted(files[0].name)} in the zip archive ${content}`)
  return content
}
