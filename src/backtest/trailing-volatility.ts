import { createMatrix, type Matrix } from '../core/matrix.js'
import { standardDeviation } from '../core/statistics.js'

/** Sessions of a month. */
const WINDOW = 21

/**
 * Daily volatility for the cost of impact: sample standard deviation of the log returns of the last sessions, the row's own included.
 * @param close - nDates x nAssets, adjusted for splits and distributions
 * @param window - returns, 2 or more
 * @returns nDates x nAssets, fractions; NaN where a close of the window is missing
 */
export function trailingVolatility({ rows, cols, data }: Matrix, window = WINDOW): Matrix {
  const out = createMatrix(rows, cols)
  const returns = data.map((price, i) => (i < cols ? NaN : Math.log(price / data[i - cols])))
  const values = new Float64Array(window)
  for (let row = window; row < rows; row++)
    for (let col = 0; col < cols; col++) {
      for (let k = 0; k < window; k++) values[k] = returns[(row - k) * cols + col]
      out.data[row * cols + col] = standardDeviation(values)
    }
  return out
}
