import { rowOf, type Matrix } from '../../src/core/matrix.js'
import { bestColumns } from '../../src/kernels/reference-sweep.js'
import { heldReturn } from '../../src/kernels/sweep.js'

const MONTHS_A_YEAR = 12

/** A rotation over the months that are held. */
export interface HeldMonths {
  /** Of each month, after the cost of the decision before it. */
  readonly returns: Float64Array
  /** One-way, a year: half of what is traded, the first purchase left out. */
  readonly turnover: number
}

/**
 * Holds the best of each month end in equal weights over the next month. What is traded is the change from the weights that prices
 * have left to the equal ones, so that keeping weights equal costs too.
 * @param prices - nMonths x nAssets; what is paid for an asset at each month end
 * @param scores - the same shape; NaN is never held
 * @param held - rows [start, end), of which the first is decided at row start - 1; two or more
 * @param costRate - as a fraction of what is traded
 */
export function holdMonths(
  prices: Matrix,
  scores: Matrix,
  top: number,
  [start, end]: readonly [number, number],
  costRate: number,
): HeldMonths {
  const returns = new Float64Array(end - start)
  let drifted = new Float64Array(prices.cols)
  let changes = 0
  for (let row = start; row < end; row++) {
    const best = bestColumns(rowOf(scores, row - 1), top)
    const weights = new Float64Array(prices.cols)
    for (const column of best) weights[column] = 1 / best.length
    const traded = weights.reduce((sum, weight, i) => sum + Math.abs(weight - drifted[i]), 0)
    const [before, now] = [rowOf(prices, row - 1), rowOf(prices, row)]
    const gross = weights.reduce((sum, weight, i) => sum + weight * heldReturn(before[i], now[i]), 0)
    returns[row - start] = gross - costRate * traded * (1 + gross)
    drifted = weights.map((weight, i) => (weight * (1 + heldReturn(before[i], now[i]))) / (1 + gross))
    if (row > start) changes += traded
  }
  return { returns, turnover: (changes / 2 / (end - start - 1)) * MONTHS_A_YEAR }
}
