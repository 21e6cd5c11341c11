import { rowOf, type Matrix } from '../core/matrix.js'
import { centreOf, presentOf } from '../core/statistics.js'
import type { Rows } from '../kernels/kernels.js'
import type { ComputedStage } from './stage.js'

type Compute = ComputedStage['compute']

/** The values of a matrix as one of so many columns: a single column stands for all assets (a value per session). */
function spread({ cols, data }: Matrix, width: number, rows: Rows): Float64Array {
  if (cols === width) return data.subarray(rows.from * cols, rows.to * cols)
  const out = new Float64Array((rows.to - rows.from) * width)
  for (let row = rows.from; row < rows.to; row++)
    out.fill(data[row], (row - rows.from) * width, (row - rows.from + 1) * width)
  return out
}

/** Row by row, cell by cell: `value` of the inputs' values in the same cell. At most four inputs. */
export function cellwise(value: (a: number, b: number, c: number, d: number) => number): Compute {
  return (inputs, out, rows) => {
    const [a, b = a, c = a, d = a] = inputs.map((input) => spread(input, out.cols, rows))
    const target = out.data.subarray(rows.from * out.cols, rows.to * out.cols)
    for (let i = 0; i < target.length; i++) target[i] = value(a[i], b[i], c[i], d[i])
  }
}

/** Cell by cell, of the first input's value now and `lag` rows earlier; missing in the first `lag` rows. */
export function withLag(lag: number, value: (now: number, before: number) => number): Compute {
  return ([input], out, rows) => {
    const { cols, data } = input
    for (let i = Math.max(rows.from, lag) * cols; i < rows.to * cols; i++)
      out.data[i] = value(data[i], data[i - lag * cols])
  }
}

/** One row of assets at a time: `values` fills `out`, both [nAssets]; further inputs follow as rows of their own. */
export function acrossAssets(
  values: (out: Float64Array, row: Float64Array, ...others: readonly Float64Array[]) => void,
): Compute {
  return (inputs, out, rows) => {
    for (let row = rows.from; row < rows.to; row++) {
      const [first, ...others] = inputs.map((input) => rowOf(input, row))
      values(rowOf(out, row), first, ...others)
    }
  }
}

/** One row of assets at a time, each value by itself: missing values stay missing and do not count. */
export function amongPresent(transform: (present: Float64Array) => (value: number) => number): Compute {
  return acrossAssets((out, row) => {
    const present = presentOf(row)
    if (present.length === 0) return
    const transformed = transform(present)
    for (let i = 0; i < row.length; i++) out[i] = Number.isNaN(row[i]) ? NaN : transformed(row[i])
  })
}

/** Values less their mean across the assets present; of equal values, and of a single one, exactly 0. */
export const lessMean: Compute = amongPresent((present) => {
  const centre = centreOf(present)
  return (value) => value - centre
})
