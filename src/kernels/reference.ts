import { createMatrix, type Matrix } from '../core/matrix.js'
import { MAD_TO_DEVIATION, median, medianDeviation, ranks } from '../core/statistics.js'
import type { Kernels, Lagged, RollingStatistic, Rows } from './kernels.js'
import { coMomentsOf, momentsOf, sumOf, trendOf } from './moments.js'
import { referenceSweep } from './reference-sweep.js'

/** Position of the latest extreme, counted back from the newest value. */
function since(values: Float64Array, isBeyond: (a: number, b: number) => boolean): number {
  let best = 0
  for (let k = 1; k < values.length; k++) if (!isBeyond(values[best], values[k])) best = k
  return values.length - 1 - best
}

function rankOfNewest(values: Float64Array): number {
  const newest = values[values.length - 1]
  let below = 0
  let equal = 0
  for (const value of values) {
    if (value < newest) below++
    if (value === newest) equal++
  }
  return (below + (equal + 1) / 2) / values.length
}

/** Each statistic of one complete window, as the interface defines it. */
const STATISTICS: Readonly<Record<RollingStatistic, (x: Float64Array, y: Float64Array) => number>> = {
  sum: (x) => sumOf(x),
  mean: (x) => momentsOf(x).mean,
  deviation(x) {
    const { n, m2 } = momentsOf(x)
    return Math.sqrt(m2 * (1 / (n - 1)))
  },
  z(x) {
    const { n, mean, m2 } = momentsOf(x)
    return (x[n - 1] - mean) / Math.sqrt(m2 * (1 / (n - 1)))
  },
  skewness(x) {
    const { n, m2, m3 } = momentsOf(x)
    return ((n * Math.sqrt(n - 1)) / (n - 2)) * (m3 / (m2 * Math.sqrt(m2)))
  },
  kurtosis(x) {
    const { n, m2, m4 } = momentsOf(x)
    const scale = (n * (n + 1) * (n - 1)) / ((n - 2) * (n - 3))
    return scale * (m4 / (m2 * m2)) - (3 * (n - 1) * (n - 1)) / ((n - 2) * (n - 3))
  },
  weightedMean(x) {
    const { n, mean, c } = trendOf(x)
    return mean + c * (1 / ((n * (n + 1)) / 2))
  },
  slope(x) {
    const { n, c } = trendOf(x)
    return c * (1 / ((n * (n * n - 1)) / 12))
  },
  max: (x) => x.reduce((a, b) => Math.max(a, b)),
  min: (x) => x.reduce((a, b) => Math.min(a, b)),
  sinceMax: (x) => since(x, (a, b) => a > b),
  sinceMin: (x) => since(x, (a, b) => a < b),
  rank: rankOfNewest,
  median: (x) => median(x),
  medianDeviation: (x) => medianDeviation(x),
  robustZ(x) {
    const baseline = x.subarray(0, x.length - 1)
    const deviation = MAD_TO_DEVIATION * medianDeviation(baseline)
    return deviation > 0 ? (x[x.length - 1] - median(baseline)) / deviation : NaN
  },
  covariance(x, y) {
    const { n, c } = coMomentsOf(x, y)
    return c * (1 / (n - 1))
  },
  correlation(x, y) {
    const r = coMomentsOf(x, y).c / Math.sqrt(momentsOf(x).m2 * momentsOf(y).m2)
    return Math.max(-1, Math.min(1, r))
  },
  beta: (x, y) => coMomentsOf(x, y).c / momentsOf(y).m2,
}

/** Copies rows end - window + 1 ... end of a column; a matrix of one column stands for all. @returns whether all are present */
function readWindow({ cols, data }: Matrix, col: number, end: number, values: Float64Array): boolean {
  const own = cols === 1 ? 0 : col
  for (let k = 0; k < values.length; k++) {
    const value = data[(end - values.length + 1 + k) * cols + own]
    if (Number.isNaN(value)) return false
    values[k] = value
  }
  return true
}

function lagged({ matrix, lag }: Lagged, row: number, col: number): number {
  if (row < lag) return NaN
  return matrix.data[(row - lag) * matrix.cols + (matrix.cols === 1 ? 0 : col)]
}

function eachCell(out: Matrix, rows: Rows, value: (row: number, col: number) => number): void {
  for (let row = rows.from; row < rows.to; row++)
    for (let col = 0; col < out.cols; col++) out.data[row * out.cols + col] = value(row, col)
}

/** The specification: every value is computed anew from its own window. */
export const referenceKernels: Kernels = {
  allocate: (rows, cols) => createMatrix(rows, cols, 0),
  share: (matrix) => matrix,
  rolling(inputs, requests, rows) {
    for (const { statistic, window, out } of requests) {
      const [x, y] = inputs.map(() => new Float64Array(window))
      eachCell(out, rows, (row, col) => {
        if (row < window - 1) return NaN
        if (!readWindow(inputs[0], col, row, x) || (inputs.length > 1 && !readWindow(inputs[1], col, row, y)))
          return NaN
        return STATISTICS[statistic](x, y)
      })
    }
  },
  rank(input, out, rows) {
    for (let row = rows.from; row < rows.to; row++) {
      const values = input.data.subarray(row * input.cols, (row + 1) * input.cols)
      const present = values.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0)
      out.data.set(
        ranks(values).map((rank) => rank / present),
        row * out.cols,
      )
    }
  },
  logRatio(numerator, denominator, out, rows) {
    eachCell(out, rows, (row, col) => {
      const above = lagged(numerator, row, col)
      const ratio = denominator === undefined ? above : above / lagged(denominator, row, col)
      return ratio > 0 && ratio < Infinity ? Math.log(ratio) : NaN
    })
  },
  difference(input, lag, out, rows) {
    eachCell(
      out,
      rows,
      (row, col) => lagged({ matrix: input, lag: 0 }, row, col) - lagged({ matrix: input, lag }, row, col),
    )
  },
  sweep: referenceSweep,
}
