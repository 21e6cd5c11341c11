import { closeSync, fstatSync, openSync, read } from 'node:fs'
import { promisify } from 'node:util'
import { crc32 } from 'node:zlib'
import { ArtifactError } from '../../src/core/errors.js'

/** Bytes that one checksum stands for. Pieces are read side by side: the pages of fresh memory are the dearest part of it. */
const PIECE = 4 * 2 ** 20

function bytesOf(column: Float64Array): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength)
}

function pieces(bytes: Uint8Array): Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / PIECE) }, (_, i) => bytes.subarray(i * PIECE, (i + 1) * PIECE))
}

/** A column as it is written: its bytes, and CRC-32 of each piece of them. Nothing is copied. */
export function encodeColumn(column: Float64Array): { readonly bytes: Uint8Array; readonly checksums: number[] } {
  const bytes = bytesOf(column)
  return { bytes, checksums: pieces(bytes).map((piece) => crc32(piece)) }
}

/** Where a column lies, and what must be found there. */
export interface ColumnFile {
  readonly path: string
  /** Number of values. */
  readonly length: number
  readonly checksums: readonly number[]
}

const readAt = promisify(read)

async function fill(piece: Uint8Array, descriptor: number, start: number): Promise<boolean> {
  let done = 0
  while (done < piece.length) {
    const { bytesRead } = await readAt(descriptor, piece, done, piece.length - done, start + done)
    if (bytesRead === 0) return false
    done += bytesRead
  }
  return true
}

interface OpenColumn extends ColumnFile {
  readonly descriptor: number
}

function openColumn(file: ColumnFile): OpenColumn {
  try {
    return { ...file, descriptor: openSync(file.path, 'r') }
  } catch (error) {
    throw new ArtifactError(`${file.path} can not be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`)
  }
}

/** @throws ArtifactError when the file is not as long as the column */
function requireLength({ path, length, checksums, descriptor }: OpenColumn): void {
  const { size } = fstatSync(descriptor)
  if (size !== length * Float64Array.BYTES_PER_ELEMENT || checksums.length !== Math.ceil(size / PIECE))
    throw new ArtifactError(`${path} is damaged: it has another size`)
}

/** Memory for all columns at once: the runtime looks for garbage whenever a large piece is taken. */
function roomFor(files: readonly ColumnFile[]): Float64Array[] {
  const room = new Float64Array(files.reduce((sum, { length }) => sum + length, 0))
  let start = 0
  return files.map(({ length }) => room.subarray(start, (start += length)))
}

async function fillColumn({ path, checksums, descriptor }: OpenColumn, column: Float64Array): Promise<void> {
  const right = await Promise.all(
    pieces(bytesOf(column)).map(
      async (piece, i) => (await fill(piece, descriptor, i * PIECE)) && crc32(piece) === checksums[i],
    ),
  )
  if (right.includes(false)) throw new ArtifactError(`${path} is damaged: a checksum differs`)
}

/**
 * Reads columns that {@link encodeColumn} gave the bytes of, as views on one piece of memory. All pieces are under way when the call returns: threads of the
 * runtime read while the caller does other work.
 * @throws ArtifactError when a file is missing, has another size, or any of its bytes is not what was written
 */
export async function readColumns(files: readonly ColumnFile[]): Promise<Float64Array[]> {
  const opened: OpenColumn[] = []
  try {
    for (const file of files) opened.push(openColumn(file))
    for (const file of opened) requireLength(file)
    const columns = roomFor(opened)
    const filled = await Promise.allSettled(opened.map((file, i) => fillColumn(file, columns[i])))
    for (const outcome of filled) if (outcome.status === 'rejected') throw outcome.reason
    return columns
  } finally {
    for (const { descriptor } of opened) closeSync(descriptor)
  }
}
