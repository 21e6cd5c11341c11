import { matrixOver, rowOf, type Matrix } from '../core/matrix.js'

/** What is known at the close of the session at which is decided. Nothing later exists for a decision. */
export interface DecisionContext {
  readonly assets: readonly string[]
  /** [nAssets] canonical sector ids. */
  readonly sectors: readonly string[]
  /** [nAssets]; NaN where the model has no score: such an asset can not be chosen. */
  readonly scores: Float64Array
  /** [nAssets] benchmark weights over the assets with a score, summing to 1 (all 0 when there is none). */
  readonly benchmarkWeights: Float64Array
  /** [nAssets] fractions of equity held at this close: the decision before, drifted with prices since; 0 before the first. */
  readonly held: Float64Array
  /** Loss of the decisions' own equity, before costs, from its highest close among the latest sessions, this one included; in [-1, 0]. */
  readonly drawdown: (sessions: number) => number
  /** Simple returns from close to close of the latest sessions up to this one, oldest first; fewer at the start of the data. NaN = missing. */
  readonly returns: (sessions: number) => Matrix
  readonly sessionsPerYear: number
  /** Cost of trading as a fraction of the traded value: of all assets, or [nAssets] one for each. */
  readonly costRate: number | Float64Array
  /** Probability of a turbulent market in [0, 1], from what is known at this close (filtered, never smoothed); absent or NaN where nobody tells. */
  readonly turbulence?: number | undefined
}

/**
 * Simple returns of the sessions up to a row, for as many of them as are asked for.
 * @param closes - nDates x nAssets; rows after `row` are not read
 */
export function returnsUntil(closes: Matrix, row: number): DecisionContext['returns'] {
  return (sessions) => {
    const first = Math.max(1, row - sessions + 1)
    const rows = Math.max(0, row - first + 1)
    const { cols } = closes
    const out = new Float64Array(rows * cols)
    for (let t = 0; t < rows; t++) {
      const before = rowOf(closes, first + t - 1)
      const now = rowOf(closes, first + t)
      for (let i = 0; i < cols; i++) out[t * cols + i] = now[i] / before[i] - 1
    }
    return matrixOver(rows, cols, out)
  }
}
