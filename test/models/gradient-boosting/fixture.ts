import type { Samples } from '../../../src/samples/samples.js'

/** One sample per row, one a session, unless `assets` of them share each session; the label ends `horizon` sessions later. */
export function samplesOf(
  rows: readonly (readonly number[])[],
  y: readonly number[],
  assets = 1,
  horizon = 1,
): Samples {
  const dateIndex = Int32Array.from(y, (_, i) => Math.floor(i / assets))
  return {
    x: Float64Array.from(rows.flat()),
    y: Float64Array.from(y),
    dateIndex,
    assetIndex: Int32Array.from(y, (_, i) => i % assets),
    labelEnd: dateIndex.map((date) => date + horizon),
    nSamples: y.length,
    window: 1,
    featureNames: (rows[0] ?? []).map((_, j) => `feature_${j}`),
  }
}
