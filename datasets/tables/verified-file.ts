import { DataError } from '../../src/core/errors.js'
import { decodeText } from '../text/decode-text.js'
import type { DataFile, DataFolder } from '../text/data-folder.js'
import { quoted } from '../text/quoted.js'

/**
 * Reads a file and compares it with the checksum beside it: `NAME.sha256` holds the SHA-256 in hexadecimal, with or without the
 * file's name behind it (the format of `sha256sum`). Where there is no such file nothing is compared.
 * @throws DataError when the checksum differs or is none, or when the file can not be read
 */
export function readVerified(folder: DataFolder, name: string): DataFile {
  const source = folder.read(name)
  if (!folder.has(`${name}.sha256`)) return source
  const checksum = folder.read(`${name}.sha256`)
  const stated = decodeText(checksum).trim().split(/\s+/)[0].toLowerCase()
  if (!/^[0-9a-f]{64}$/.test(stated))
    throw new DataError({ file: checksum.file, line: 1 }, `${quoted(stated)} is not a SHA-256 checksum`)
  if (stated !== source.sha256)
    throw new DataError({ file: source.file }, `has the SHA-256 ${source.sha256}, expected ${stated}`)
  return source
}
