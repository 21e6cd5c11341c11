import type { Matrix } from '../core/matrix.js'
import { presentOf, standardDeviation } from '../core/statistics.js'
import { plainFamily } from './family.js'
import { acrossAssets } from './stage-compute.js'
import { appliedName, stageName, type ComputedStage, type StageFamily } from './stage.js'
import { windowedFamily } from './windowed.js'

/** A close at its average but for rounding is not above it, whatever the last bit says. */
const ROUNDING = 1e-12
const PRING = 'Pring (2014), Technical Analysis Explained, 5th edition, on market breadth'

/** Share of assets for which `holds`, among those with both values; missing where nobody has. */
function shareOfAssets(holds: (a: number, b: number) => boolean): ComputedStage['compute'] {
  return acrossAssets((out, a, b = a) => {
    let [count, present] = [0, 0]
    for (let i = 0; i < a.length; i++) {
      if (Number.isNaN(a[i]) || Number.isNaN(b[i])) continue
      present++
      if (holds(a[i], b[i])) count++
    }
    if (present > 0) out[0] = count / present
  })
}

/** Share of assets above their own moving average, 0 ... 1, among those listed over the window. */
const breadth = windowedFamily('breadth', 2, 50, (window) => ({
  inputs: ['close', appliedName('rolling_mean', [window], ['close'])],
  lookback: 1,
  width: 'session',
  formula: 'share of assets with close[t] > mean of close over the last window rows',
  source: PRING,
  compute: shareOfAssets((close, average) => close > average * (1 + ROUNDING)),
}))

/** Share of assets that rose, 0 ... 1, among those listed today and yesterday. */
const advanceShare = plainFamily('advance_share', {
  inputs: ['momentum_1'],
  lookback: 1,
  width: 'session',
  formula: 'share of assets with close[t] > close[t-1]',
  source: PRING,
  compute: shareOfAssets((change) => change > 0),
})

/** Share of assets at a new high, 0 ... 1, among those listed over the window. */
const newHighShare = windowedFamily('new_high_share', 2, 252, (window) => ({
  inputs: ['close', appliedName('lag', [1], [appliedName('rolling_max', [window - 1], ['close'])])],
  lookback: 1,
  width: 'session',
  formula: 'share of assets with close[t] > all closes of rows t-window+1 ... t-1',
  source: PRING,
  compute: shareOfAssets((close, before) => close > before),
}))

/** How far apart assets have moved. Missing with fewer than two assets. */
const dispersion = windowedFamily('dispersion', 1, 21, (window) => ({
  inputs: [stageName('momentum', window)],
  lookback: 1,
  width: 'session',
  formula: 'sample deviation of momentum_window across the assets present',
  source: 'Stivers and Sun (2010), Journal of Financial and Quantitative Analysis 45(4)',
  compute: acrossAssets((out, returns) => {
    out[0] = standardDeviation(presentOf(returns))
  }),
}))

/**
 * Mean correlation of all pairs of assets over `window` rows ending at `row`, of assets with all returns and any variance.
 * The variance of a sum of n standardised returns is the sum of all correlations, n of which are 1.
 */
function averageCorrelationOf({ cols, data }: Matrix, row: number, window: number): number {
  const start = (row - window + 1) * cols
  const end = (row + 1) * cols
  // Distances from the window's first return: equal returns have exactly that mean, and no variance.
  const first = data.subarray(start, start + cols)
  const means = new Float64Array(cols)
  const squares = new Float64Array(cols)
  for (let at = start; at < end; at += cols)
    for (let col = 0; col < cols; col++) means[col] += (data[at + col] - first[col]) / window
  for (let at = start; at < end; at += cols)
    for (let col = 0; col < cols; col++) {
      const distance = data[at + col] - first[col] - means[col]
      squares[col] += distance * distance
    }
  const used = Int32Array.from([...squares.keys()].filter((col) => squares[col] > 0))
  const n = used.length
  if (n < 2) return NaN
  const scales = squares.map((square) => 1 / Math.sqrt(square))
  let variance = 0
  for (let at = start; at < end; at += cols) {
    let sum = 0
    for (let k = 0; k < n; k++) {
      const col = used[k]
      sum += (data[at + col] - first[col] - means[col]) * scales[col]
    }
    variance += sum * sum
  }
  return Math.min(1, (variance - n) / (n * (n - 1)))
}

/** How much assets move as one. Missing with fewer than two assets that move and were listed over the window. */
const averageCorrelation = windowedFamily('average_correlation', 3, 63, (window) => ({
  inputs: ['momentum_1'],
  lookback: window,
  width: 'session',
  formula: 'mean correlation of momentum_1 over the last window rows, of all pairs of assets',
  source: 'Pollet and Wilson (2010), Journal of Financial Economics 96(3), equally weighted',
  compute([returns], out, rows) {
    for (let row = Math.max(rows.from, window - 1); row < rows.to; row++)
      out.data[row] = averageCorrelationOf(returns, row, window)
  },
}))

/** All assets of a session in one number. */
export const breadthStages: readonly StageFamily[] = [
  breadth,
  advanceShare,
  newHighShare,
  dispersion,
  averageCorrelation,
]
