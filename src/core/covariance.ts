import type { Matrix } from './matrix.js'

/** Columns less their mean, where rows count by weights that sum to 1; a copy. */
function centred({ rows, cols, data }: Matrix, weightOf: (row: number) => number): Float64Array {
  const out = Float64Array.from(data)
  for (let col = 0; col < cols; col++) {
    let centre = 0
    for (let row = 0; row < rows; row++) centre += weightOf(row) * data[row * cols + col]
    for (let row = 0; row < rows; row++) out[row * cols + col] -= centre
  }
  return out
}

/** Columns less their mean; shape [rows * cols], a copy. */
export function centredColumns(returns: Matrix): Float64Array {
  return centred(returns, () => 1 / returns.rows)
}

/**
 * Sum over rows of products of every column of one table with every column of another, rows counting by weights.
 * @param a - [rows * n], row-major
 * @param b - [rows * n], row-major
 * @returns [n * n]; element (i, j) is the sum of weight a[., i] b[., j]
 */
export function crossProducts(
  a: Float64Array,
  b: Float64Array,
  n: number,
  weightOf: (row: number) => number,
): Float64Array {
  const out = new Float64Array(n * n)
  for (let row = 0; row < a.length / n; row++) {
    const weight = weightOf(row)
    for (let i = 0; i < n; i++) {
      const left = a[row * n + i]
      for (let j = 0; j < n; j++) out[i * n + j] += weight * (left * b[row * n + j])
    }
  }
  return out
}

/**
 * Sample covariance of the columns, over rows - 1.
 * @param returns - without NaN, 2 rows or more
 * @returns [cols * cols], symmetric
 */
export function sampleCovariance(returns: Matrix): Float64Array {
  const deviations = centredColumns(returns)
  return crossProducts(deviations, deviations, returns.cols, () => 1 / (returns.rows - 1))
}

/**
 * Exponentially weighted covariance of the columns around their weighted mean: the newest row, the last one, counts most, one `halfLife`
 * rows before it counts half. Weights sum to 1; the bias of small samples is not corrected.
 * @param returns - without NaN, 2 rows or more
 * @param halfLife - in rows, above 0
 * @returns [cols * cols], symmetric
 * @see pandas DataFrame.ewm(halflife).cov(bias=True)
 */
export function ewmaCovariance(returns: Matrix, halfLife: number): Float64Array {
  const { rows, cols } = returns
  const ages = Float64Array.from({ length: rows }, (_, row) => 0.5 ** ((rows - 1 - row) / halfLife))
  const total = ages.reduce((sum, weight) => sum + weight, 0)
  const weightOf = (row: number): number => ages[row] / total
  const deviations = centred(returns, weightOf)
  return crossProducts(deviations, deviations, cols, weightOf)
}
