import type { FeaturePanel } from '../features/run-stages.js'
import type { Samples } from './samples.js'
import type { Target } from './target.js'

/** Which rows become samples. */
export interface SampleRange {
  /** First panel row, inclusive. */
  readonly start: number
  /** Last panel row, exclusive. */
  readonly end: number
  /** Take every `stride`-th session, counted back from the end (1 = all). Labels of neighbouring sessions overlap. */
  readonly stride?: number
  /** Leave out rows whose target is not known. */
  readonly labelled?: boolean
}

/**
 * Gathers samples, session by session and asset by asset. An asset is sampled where it is seasoned; features may still be NaN.
 * @param window - sessions of features per sample; rows before the first session of the panel are NaN
 */
export function buildSamples(features: FeaturePanel, target: Target, window: number, range: SampleRange): Samples {
  const nAssets = features.assets.length
  const nFeatures = features.names.length
  const rows: number[] = []
  for (let row = range.end - 1; row >= range.start; row -= range.stride ?? 1) rows.push(row)
  rows.reverse()
  const cells: number[] = []
  for (const row of rows)
    for (let cell = row * nAssets; cell < (row + 1) * nAssets; cell++) {
      if (features.seasoned[cell] === 0) continue
      if (range.labelled === true && Number.isNaN(target.values.data[cell])) continue
      cells.push(cell)
    }
  const nSamples = cells.length
  const x = new Float64Array(nSamples * window * nFeatures).fill(NaN)
  const y = new Float64Array(nSamples)
  const dateIndex = new Int32Array(nSamples)
  const assetIndex = new Int32Array(nSamples)
  const labelEnd = new Int32Array(nSamples)
  for (const [i, cell] of cells.entries()) {
    dateIndex[i] = Math.floor(cell / nAssets)
    assetIndex[i] = cell % nAssets
    labelEnd[i] = dateIndex[i] + target.horizon
    y[i] = target.values.data[cell]
    for (let step = Math.max(0, window - 1 - dateIndex[i]); step < window; step++) {
      const source = cell - (window - 1 - step) * nAssets
      const destination = (i * window + step) * nFeatures
      for (let f = 0; f < nFeatures; f++) x[destination + f] = features.values[f].data[source]
    }
  }
  return { x, y, dateIndex, assetIndex, labelEnd, nSamples, window, featureNames: features.names }
}
