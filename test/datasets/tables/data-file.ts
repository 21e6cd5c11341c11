import { createHash } from 'node:crypto'
import type { DataFile } from '../../../datasets/text/data-folder.js'

/** A file that exists only in the test. */
export function dataFile(file: string, content: string | Uint8Array): DataFile {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  return { file, bytes, sha256: createHash('sha256').update(bytes).digest('hex') }
}
