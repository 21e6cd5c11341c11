import type { Matrix } from '../core/matrix.js'

/** Row of each column's latest missing value before `row`, no further back than the lookback; before all rows, none is known. */
export function latestMissing({ cols, data }: Matrix, row: number, lookback: number): Int32Array {
  const latest = new Int32Array(cols).fill(Math.max(-1, row - lookback))
  for (let i = Math.max(0, row - lookback + 1) * cols; i < row * cols; i++)
    if (Number.isNaN(data[i])) latest[i % cols] = Math.floor(i / cols)
  return latest
}
