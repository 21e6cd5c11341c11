import type { Matrix } from '../core/matrix.js'
import type { Rows } from '../kernels/kernels.js'
import { cellwise } from './stage-compute.js'
import { appliedName, stageName, type StageFamily } from './stage.js'
import { rootMeanSquare } from './volatility.js'
import { windowedFamily } from './windowed.js'

/**
 * Loss from the largest close of the last `window` rows, t among them: 0 or less, a fraction. NaN where one is missing. Plus 1 it is the
 * nearness to the high of George and Hwang (2004).
 */
const drawdown = windowedFamily('drawdown', 2, 252, (window) => ({
  inputs: ['close', appliedName('rolling_max', [window], ['close'])],
  lookback: 1,
  width: 'asset',
  formula: 'close[t] / largest close of the last window rows - 1',
  source: 'Grossman and Zhou (1993), Mathematical Finance 3(3), over the last window rows',
  compute: cellwise((close, peak) => close / peak - 1),
}))

/** Sessions since the latest largest close of the last `window` rows: 0 ... window - 1. NaN where one is missing. */
const timeUnderWater = windowedFamily('time_under_water', 2, 252, (window) => ({
  inputs: ['close'],
  lookback: window,
  width: 'asset',
  formula: 'rows since the latest largest close of the last window rows',
  source: 'Bailey and Lopez de Prado (2014), The Triple Penance Rule, SSRN 2201302, over the last window rows',
  rolling: { statistic: 'sinceMax', window },
}))

/**
 * Deepest fall inside each window of rows, as a fraction. Every window is the end of one block of `window` rows and the beginning of
 * the next (van Herk 1992), so that a row costs the same whatever the window. Minima, maxima and quotients of two prices are
 * exact or rounded monotonically, so where the blocks lie does not show, not even in the last bit.
 */
function deepestFalls({ cols, data }: Matrix, window: number, out: Matrix, rows: Rows): void {
  const peakOfEnd = new Float64Array(window)
  const deepestOfEnd = new Float64Array(window)
  for (let col = 0; col < cols; col++)
    for (let start = Math.max(0, rows.from - window + 1); start + window <= rows.to; start += window) {
      let [trough, peak, deepest] = [Infinity, 0, 1]
      for (let k = window - 1; k >= 0; k--) {
        const price = data[(start + k) * cols + col]
        trough = Math.min(trough, price)
        peakOfEnd[k] = peak = Math.max(peak, price)
        deepestOfEnd[k] = deepest = Math.min(deepest, trough / price)
      }
      out.data[(start + window - 1) * cols + col] = deepest - 1
      ;[trough, peak, deepest] = [Infinity, 0, 1]
      for (let k = 1; k < window && start + window + k <= rows.to; k++) {
        const i = (start + window - 1 + k) * cols + col
        trough = Math.min(trough, data[i])
        peak = Math.max(peak, data[i])
        deepest = Math.min(deepest, data[i] / peak)
        out.data[i] = Math.min(deepestOfEnd[k], deepest, trough / peakOfEnd[k]) - 1
      }
    }
}

/** Deepest fall from a close to a later one, both of the last `window` rows: 0 or less, a fraction. NaN where one is missing. */
const maxDrawdown = windowedFamily('max_drawdown', 2, 126, (window) => ({
  inputs: ['close'],
  lookback: window,
  width: 'asset',
  formula: 'least close[j] / close[i] - 1 for i <= j, both of the last window rows',
  source: 'Magdon-Ismail and Atiya (2004), Risk 17(10), over the last window rows',
  compute([close], out, rows) {
    deepestFalls(close, window, out, rows)
  },
}))

/**
 * Ulcer index: root mean square of the drawdowns of the last `window` rows, each from the peak of its own last `window` rows; a
 * fraction, not percent. It looks back on 2 window - 1 rows.
 */
const ulcer = windowedFamily('ulcer', 2, 63, (window) => ({
  formula: 'root mean square of drawdown_window over the last window rows',
  source: "Martin and McCann (1989), The Investor's Guide to Fidelity Funds",
  ...rootMeanSquare(stageName('drawdown', window), window),
}))

/** Losses from the peak of the last rows: the lookback is finite, so a peak that lies further back is forgotten. */
export const drawdownStages: readonly StageFamily[] = [drawdown, timeUnderWater, maxDrawdown, ulcer]
