import { DataError } from '../../src/core/errors.js'
import type { DataFile } from './data-folder.js'

/**
 * Text of a file: UTF-8, a byte order mark taken off.
 * @throws DataError for UTF-16, bytes that are not UTF-8 (naming the line), and NUL characters
 */
export function decodeText({ file, bytes }: Pick<DataFile, 'file' | 'bytes'>): string {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    throw new DataError({ file, line: 1 }, 'is UTF-16 text, expected UTF-8')
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new DataError({ file, line: lineOfBadByte(bytes) }, 'is not UTF-8 text')
  }
  const nul = text.indexOf('\0')
  if (nul >= 0) throw new DataError({ file, line: lineAt(text, nul) }, 'holds a NUL character')
  return text
}

function lineAt(text: string, position: number): number {
  let line = 1
  for (let i = text.indexOf('\n'); i >= 0 && i < position; i = text.indexOf('\n', i + 1)) line++
  return line
}

function lineOfBadByte(bytes: Uint8Array): number {
  const text = new TextDecoder('utf-8').decode(bytes)
  return lineAt(text, Math.max(0, text.indexOf('\uFFFD')))
}
