import type { Performance } from '../backtest/performance.js'
import type { Matrix } from '../core/matrix.js'
import type { Weights } from '../decide/weights.js'
import type { Panel } from '../panel/panel.js'
import { changedElements } from './changed-elements.js'
import { perturbAfter, perturbMatrix, poisonRows, PERTURBATIONS } from './perturb.js'

/** Forecasts of a panel at rows 0 ... lastRow; later rows are not looked at. nDates x nAssets. */
export type Forecaster = (panel: Panel, lastRow: number) => Matrix

/** Decisions from scores at rows up to `lastRow`, and ledgers that carried them out, each in its way; later rows are not looked at. */
export type Rotation = (
  panel: Panel,
  scores: Matrix,
  lastRow: number,
) => { readonly weights: Weights; readonly performances: readonly Performance[] }

const SEED = 20_010_911

/**
 * Evenly spread rows at which the future is cut.
 * @param first - first row allowed, inclusive
 * @param end - last row allowed, exclusive
 */
export function auditRows(first: number, end: number, count: number): number[] {
  const rows = Array.from({ length: count }, (_, i) => first + Math.floor(((end - first) * (i + 0.5)) / count))
  return [...new Set(rows)]
}

/**
 * Changes the future of a panel at each row in every way, for whatever turns a panel into one row of numbers per session: samples,
 * folds, scaler, fit, predict.
 * @returns number of forecasts at or before the row that changed; 0 for an honest forecaster
 */
export function auditForecaster(forecast: Forecaster, panel: Panel, rows: readonly number[]): number {
  const last = Math.max(...rows)
  const honest = forecast(panel, last)
  let changed = 0
  for (const t of rows)
    for (const kind of PERTURBATIONS) {
      const future = perturbAfter(panel, t, kind, SEED)
      const forecasts = forecast(future.panel, t)
      changed += changedElements(honest.data, forecasts.data, (t + 1) * honest.cols)
    }
  return changed
}

/** What a rotation had decided, held and been worth by row t, as numbers. `decided` leaves out decisions of row t itself. */
function historyUntil(
  { weights, performances }: ReturnType<Rotation>,
  t: number,
  decidedUntil: number,
  nAssets: number,
): Float64Array {
  const numbers: number[] = []
  for (const { dateIndex, weights: row } of weights) if (dateIndex <= decidedUntil) numbers.push(dateIndex, ...row)
  for (const { startIndex, equity, cash, shares, trades } of performances) {
    // A ledger that begins only later has no history yet.
    for (let row = startIndex; row <= t && row - startIndex < equity.length; row++) {
      const i = row - startIndex
      numbers.push(row, equity[i], cash[i], ...shares.subarray(i * nAssets, (i + 1) * nAssets))
    }
    for (const { dateIndex, assetIndex, shares: size, price, cost } of trades)
      if (dateIndex <= t) numbers.push(dateIndex, assetIndex, size, price, cost)
  }
  return Float64Array.from(numbers)
}

/**
 * Two demands on decisions and their execution. What is decided and held by row t does not depend on prices or scores after t;
 * and what is held at row t does not depend on the scores of row t: they exist only at its close, and trade no earlier than t+1.
 * @param scores - nDates x nAssets, the forecasts that the decisions are made from
 * @returns number of values that changed
 */
export function auditRotation(rotate: Rotation, panel: Panel, scores: Matrix, rows: readonly number[]): number {
  const nAssets = panel.assets.length
  const honest = rotate(panel, scores, panel.dates.length - 1)
  let changed = 0
  const compare = (other: ReturnType<Rotation>, t: number, decidedUntil: number): void => {
    const a = historyUntil(honest, t, decidedUntil, nAssets)
    const b = historyUntil(other, t, decidedUntil, nAssets)
    changed += Math.abs(a.length - b.length) + changedElements(a, b, Math.min(a.length, b.length))
  }
  for (const t of rows) {
    for (const kind of PERTURBATIONS) {
      const future = perturbAfter(panel, t, kind, SEED)
      compare(rotate(future.panel, perturbMatrix(scores, future, t, kind, SEED + 1), t), t, t)
    }
    compare(rotate(panel, poisonRows(scores, t, SEED), t), t, t - 1)
  }
  return changed
}
