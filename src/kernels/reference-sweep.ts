import { createMatrix, rowOf, type Matrix } from '../core/matrix.js'
import { heldReturn, SWEEP_COLUMNS, sweepRow, sweepRows, type Sweep } from './sweep.js'

/**
 * Momentum: the sum of close[t] / close[t - lookback] over the lookbacks, which ranks as the mean of the returns does.
 * @returns the shape of the closes; NaN where one of them is missing
 */
export function formationScores(closes: Matrix, lookbacks: readonly number[]): Matrix {
  const { rows, cols, data } = closes
  const scores = createMatrix(rows, cols)
  for (let at = Math.max(...lookbacks) * cols; at < data.length; at++)
    scores.data[at] = lookbacks.reduce((sum, lookback) => sum + data[at] / data[at - lookback * cols], 0)
  return scores
}

/** Columns of the highest scores, best first, ties to the earlier column; all that have a score where they are fewer than `top`. */
export function bestColumns(scores: Float64Array, top: number): number[] {
  return Array.from(scores.keys())
    .filter((column) => !Number.isNaN(scores[column]))
    .sort((a, b) => scores[b] - scores[a] || a - b)
    .slice(0, top)
}

/** How a rotation is carried out. */
export interface RotationTerms {
  readonly top: number
  /** Rows between decisions, of which row 0 is the first. */
  readonly every: number
  /** Cost of a change of weights, as a fraction of it. */
  readonly costRate: number
}

/** One rotation, row by row; each of shape [nDates]. */
export interface RotationRows {
  /** Simple returns after costs; -1 where costs and losses take all. */
  readonly returns: Float64Array
  /** Sum of |weight - weight before| over the assets, of the decision of the row. */
  readonly traded: Float64Array
}

/**
 * One rotation into the best assets: decided at the close of every `every`-th row, held in equal weights from the next row on, the
 * weights kept equal from row to row. Without any score everything is cash.
 * @param closes - nDates x nAssets
 * @param scores - the same shape; NaN is never held
 */
export function rotationRows(closes: Matrix, scores: Matrix, { top, every, costRate }: RotationTerms): RotationRows {
  const returns = new Float64Array(closes.rows)
  const traded = new Float64Array(closes.rows)
  let weights = new Float64Array(closes.cols)
  for (let row = 0; row < closes.rows; row++) {
    if (row > 0) {
      const [before, now] = [rowOf(closes, row - 1), rowOf(closes, row)]
      returns[row] = weights.reduce((sum, weight, i) => sum + weight * heldReturn(before[i], now[i]), 0)
    }
    if (row % every === 0) {
      const best = bestColumns(rowOf(scores, row), top)
      const next = new Float64Array(closes.cols)
      for (const column of best) next[column] = 1 / best.length
      traded[row] = next.reduce((sum, weight, i) => sum + Math.abs(weight - weights[i]), 0)
      weights = next
    }
    returns[row] = Math.max(-1, returns[row] - costRate * traded[row])
  }
  return { returns, traded }
}

/** The specification of a sweep: each rotation by itself, day by day. */
export function referenceSweep(sweep: Sweep): Matrix {
  const { closes, formations, tops, everies, costRate } = sweep
  const out = createMatrix(sweepRows(sweep), SWEEP_COLUMNS.length)
  for (const [f, lookbacks] of formations.entries()) {
    const scores = formationScores(closes, lookbacks)
    for (const [k, top] of tops.entries())
      for (const [e, every] of everies.entries()) {
        const { returns, traded } = rotationRows(closes, scores, { top, every, costRate })
        let [equity, peak, worst, sum, squares] = [1, 1, 1, 0, 0]
        for (const r of returns) {
          equity *= 1 + r
          peak = Math.max(peak, equity)
          worst = Math.min(worst, equity / peak)
          sum += r
          squares += r * r
        }
        const changes = traded.reduce((total, change) => total + change, 0)
        rowOf(out, sweepRow(sweep, f, k, e)).set([equity, worst, sum, squares, changes])
      }
  }
  return out
}
