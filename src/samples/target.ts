import { ConfigError } from '../core/errors.js'
import { createMatrix, rowOf, type Matrix } from '../core/matrix.js'
import { rankFractions, zScores } from '../core/statistics.js'
import type { Panel } from '../panel/panel.js'

/** How the forward relative return becomes the number to learn. */
export const TARGET_KINDS = ['return', 'rank', 'z'] as const
export type TargetKind = (typeof TARGET_KINDS)[number]

/** What is to be forecast at each session. */
export interface Target {
  readonly kind: TargetKind
  readonly horizon: number
  /** nDates x nAssets in units of `kind`; NaN where the future is not known. Row t lies wholly in (t, t + horizon]. */
  readonly values: Matrix
  /** Forward relative log return whatever the kind; same shape. */
  readonly forwardReturns: Matrix
}

/**
 * Forward relative log return over (t, t + horizon]: the asset's log return less the benchmark's, from the close of t.
 * @returns nDates x nAssets; NaN in the last `horizon` rows and where either end is missing (a fund that dies within the
 *   horizon has no label)
 */
export function forwardRelativeReturns(panel: Panel, horizon: number): Matrix {
  const close = panel.fields.close
  const benchmark = panel.series['benchmark.close']
  const out = createMatrix(close.rows, close.cols)
  for (let row = 0; row + horizon < close.rows; row++) {
    const benchmarkReturn = Math.log(benchmark[row + horizon] / benchmark[row])
    for (let col = 0; col < close.cols; col++) {
      const i = row * close.cols + col
      out.data[i] = Math.log(close.data[i + horizon * close.cols] / close.data[i]) - benchmarkReturn
    }
  }
  return out
}

/**
 * The target of each session.
 * @param seasoned - nDates * nAssets, 1 where the asset belongs to the universe: ranks and z-scores are taken across these
 * @param horizon - sessions, 1 or more
 * @param kind - `return`: as it is; `rank`: rank across assets in [-0.5, 0.5]; `z`: z-score across assets
 * @throws ConfigError when the horizon is not shorter than the data
 */
export function buildTarget(panel: Panel, seasoned: Uint8Array, horizon: number, kind: TargetKind): Target {
  if (horizon >= panel.dates.length)
    throw new ConfigError(`horizon "${horizon}" is longer than the data, which have ${panel.dates.length} sessions`)
  const forwardReturns = forwardRelativeReturns(panel, horizon)
  for (let i = 0; i < seasoned.length; i++) if (seasoned[i] === 0) forwardReturns.data[i] = NaN
  if (kind === 'return') return { kind, horizon, values: forwardReturns, forwardReturns }
  const values = createMatrix(forwardReturns.rows, forwardReturns.cols)
  for (let row = 0; row < values.rows; row++) {
    const returns = rowOf(forwardReturns, row)
    values.data.set(
      kind === 'z' ? zScores(returns) : rankFractions(returns).map((rank) => rank - 0.5),
      row * values.cols,
    )
  }
  return { kind, horizon, values, forwardReturns }
}
