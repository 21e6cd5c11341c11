import type { Matrix } from '../core/matrix.js'

/**
 * Out-of-sample scores of several models on one calendar. The last model listed may be an ensemble of the others.
 */
export interface Forecasts {
  /** Session days of the panel; shape [nDates]. */
  readonly dates: Int32Array
  readonly assets: readonly string[]
  readonly sectors: readonly string[]
  /** Sessions after t that a score of session t speaks about. */
  readonly horizon: number
  /** Per model: nDates x nAssets, NaN where nothing was forecast (not listed, before the first test session). */
  readonly scores: Readonly<Record<string, Matrix>>
  /** nDates x nAssets in [0, 1]: agreement between the models; NaN where nothing was forecast. */
  readonly confidence: Matrix
  readonly simulated: boolean
}
