import { ConfigError } from '../core/errors.js'
import { columnOf, createMatrix, type Matrix } from '../core/matrix.js'
import { centreOf } from '../core/statistics.js'

/** Which prices gMA(x, y) takes the mean of: the x - y + 1 from x to y periods before the latest. */
export interface AverageSpan {
  /** Periods back to the oldest price, 1 or more and not below y. */
  readonly x: number
  /** Periods back to the newest price of the mean, 0 or more. */
  readonly y: number
}

/** @throws ConfigError unless x and y are whole numbers, x >= y >= 0 and x >= 1 */
export function checkSpan({ x, y }: AverageSpan): void {
  if (!Number.isSafeInteger(x) || x < 1) throw new ConfigError(`gMA: x "${x}", expected a whole number, 1 or more`)
  if (!Number.isSafeInteger(y) || y < 0) throw new ConfigError(`gMA: y "${y}", expected a whole number, 0 or more`)
  if (x < y) throw new ConfigError(`gMA: y "${y}" lies above x = ${x}, expected x >= y: both count periods back`)
}

/**
 * Weighted moving average WMA(N) = 2 / (N (N + 1)) * sum of k p_k, k = 1 oldest ... N latest, of all the prices given; of equal
 * prices exactly that price.
 * @param prices - shape [N], oldest first
 * @returns in the unit of the prices; NaN when empty or when any price is NaN
 */
export function weightedMovingAverage(prices: ArrayLike<number>): number {
  const n = prices.length
  let sum = 0
  for (let k = 1; k <= n; k++) sum += k * (prices[k - 1] - prices[0])
  return prices[0] + (2 / (n * (n + 1))) * sum
}

/**
 * General moving average gMA(x, y) = p_N - mean(p_(N-x) ... p_(N-y)) of the latest price: how far it stands above the mean of
 * x - y + 1 prices before it. Exactly 0 where all prices are equal.
 * @param prices - shape [N], oldest first
 * @returns in the unit of the prices; NaN with under x + 1 prices, or when one that is needed is NaN
 * @throws ConfigError unless x and y are whole numbers, x >= y >= 0 and x >= 1
 */
export function generalMovingAverage(prices: Float64Array, span: AverageSpan): number {
  checkSpan(span)
  return gapAt(prices, prices.length - 1, span, false)
}

function gapAt(prices: Float64Array, t: number, { x, y }: AverageSpan, normalised: boolean): number {
  if (t < x) return NaN
  const average = centreOf(prices.subarray(t - x, t - y + 1))
  return normalised ? prices[t] / average - 1 : prices[t] - average
}

/**
 * gMA of every column at every row, missing for the first x rows.
 * @param prices - periods x columns; NaN = missing
 * @param normalised - as a fraction of the mean, gMA / MA: a price of 200 and one of 20 then compare
 * @returns periods x columns; NaN where the mean or the price is missing
 * @throws ConfigError unless x and y are whole numbers, x >= y >= 0 and x >= 1
 */
export function generalMovingAverages(prices: Matrix, span: AverageSpan, normalised: boolean): Matrix {
  checkSpan(span)
  const out = createMatrix(prices.rows, prices.cols)
  for (let col = 0; col < prices.cols; col++) {
    const column = columnOf(prices, col)
    for (let t = span.x; t < prices.rows; t++) out.data[t * prices.cols + col] = gapAt(column, t, span, normalised)
  }
  return out
}
