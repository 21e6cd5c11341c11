import { createMatrix, type Matrix } from '../../../src/core/matrix.js'

/** As in the script that made the golden files: MurmurHash3's finaliser, as a fraction of 2 ** 32. */
function uniform(row: number, column: number, salt: number): number {
  let h = (row * 64 + column + Math.imul(salt, 0x9e3779b1)) | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return ((h ^ (h >>> 16)) >>> 0) / 4294967296
}

const noise = (row: number, column: number): number =>
  uniform(row, column, 1) + uniform(row, column, 2) + uniform(row, column, 3) - 1.5

/** Returns with a factor in common, of unequal means, variances and correlations; at most 63 columns. */
export function hashReturns(rows: number, n: number): Matrix {
  const returns = createMatrix(rows, n)
  for (let k = 0; k < rows * n; k++) {
    const [row, i] = [Math.floor(k / n), k % n]
    const scale = 0.005 + 0.02 * uniform(0, i, 8)
    returns.data[k] = 0.002 * (uniform(0, i, 9) - 0.3) + scale * (noise(row, i) + uniform(0, i, 7) * noise(row, 63))
  }
  return returns
}
