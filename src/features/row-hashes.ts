import type { Matrix } from '../core/matrix.js'
import type { Rows } from '../kernels/kernels.js'

/** Content of each row of a matrix in 64 bits: two words per row, [2 * rows]. */
export type RowHashes = Int32Array

/**
 * Hashes every row. Each step is a bijection of the state for a given value and of the value for a given state, so that one changed
 * value always shows; several changed ones of a row cancel out with a chance of 2^-64. Not proof against an adversary.
 * Every NaN is the same; 0 and -0 differ.
 */
export function rowHashes({ rows, cols, data }: Matrix): RowHashes {
  const words = new Int32Array(data.buffer, data.byteOffset, 2 * data.length)
  const hashes = new Int32Array(2 * rows)
  for (let row = 0; row < rows; row++) {
    let a = 0x2545f491
    let b = 0x4f6cdd1d
    const end = (row + 1) * cols
    for (let i = row * cols; i < end; i++) {
      const isMissing = Number.isNaN(data[i])
      a = Math.imul(a ^ (isMissing ? 0 : words[2 * i]), 0x85ebca6b)
      b = Math.imul(b ^ (isMissing ? 0x7ff80000 : words[2 * i + 1]), 0xc2b2ae35)
      a = (((a << 15) | (a >>> 17)) + b) | 0
      b = (((b << 13) | (b >>> 19)) + a) | 0
    }
    hashes[2 * row] = a
    hashes[2 * row + 1] = b
  }
  return hashes
}

/** Rows of `after`, from the first to the last, whose content is not that of `before`; rows beyond the end of `before` are among them. */
export function changedRows(before: RowHashes, after: RowHashes): Rows {
  const nRows = after.length / 2
  const common = Math.min(before.length, after.length) / 2
  const isSame = (row: number): boolean =>
    before[2 * row] === after[2 * row] && before[2 * row + 1] === after[2 * row + 1]
  let from = 0
  while (from < common && isSame(from)) from++
  let to = nRows
  if (nRows === common) while (to > from && isSame(to - 1)) to--
  return { from, to }
}

/** The least rows that hold both; an empty one adds nothing. */
export function joinRows(a: Rows, b: Rows): Rows {
  if (a.from >= a.to) return b
  if (b.from >= b.to) return a
  return { from: Math.min(a.from, b.from), to: Math.max(a.to, b.to) }
}
