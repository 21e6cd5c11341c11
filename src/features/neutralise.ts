import { appliedFamily } from './family.js'
import { acrossAssets } from './stage-compute.js'
import type { StageFamily } from './stage.js'

/** Fewer pairs fit a line exactly: nothing would be left over. */
const LEAST_PAIRS = 3

/** Residuals of x on a constant and y over the pairs present, into `out`; all three [nAssets]. */
function residuals(x: Float64Array, y: Float64Array, out: Float64Array): void {
  const pairs: number[] = []
  for (let i = 0; i < x.length; i++) if (!Number.isNaN(x[i]) && !Number.isNaN(y[i])) pairs.push(i)
  const n = pairs.length
  if (n < LEAST_PAIRS) return
  // Distances from the first pair: equal values have exactly that mean, and no variance.
  const [x0, y0] = [x[pairs[0]], y[pairs[0]]]
  let [meanX, meanY] = [0, 0]
  for (const i of pairs) {
    meanX += (x[i] - x0) / n
    meanY += (y[i] - y0) / n
  }
  let [covariance, variance] = [0, 0]
  for (const i of pairs) {
    const dy = y[i] - y0 - meanY
    covariance += (x[i] - x0 - meanX) * dy
    variance += dy * dy
  }
  const slope = variance > 0 ? covariance / variance : 0
  for (const i of pairs) out[i] = x[i] - x0 - meanX - slope * (y[i] - y0 - meanY)
}

/**
 * What y does not explain of x across the assets of a session: neutralised against beta_252, or against size. Missing where x or y
 * is, and where fewer than three assets have both; x less its mean where y is the same for all.
 */
const neutralise = appliedFamily('neutralise', ['momentum_126', 'beta_252'], (...inputs) => ({
  inputs,
  lookback: 1,
  width: 'inputs',
  isLevel: 'mixed',
  formula: 'residual of the regression of x on a constant and y across the assets present',
  source: 'Grinold and Kahn (2000), Active Portfolio Management, chapter 14',
  compute: acrossAssets((out, x, y) => {
    // A value of the session is that of every asset.
    residuals(x, y.length === x.length ? y : new Float64Array(x.length).fill(y[0]), out)
  }),
}))

/** What is left of a column without another. */
export const neutraliseStages: readonly StageFamily[] = [neutralise]
