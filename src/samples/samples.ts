/**
 * Supervised rows. Sample i is one asset at one session: its features over the last `window` sessions, oldest first, and the
 * target that follows.
 */
export interface Samples {
  /** [nSamples, window, nFeatures], row-major; NaN = missing feature. */
  readonly x: Float64Array
  /** [nSamples], target in its own unit; NaN where it is not known. */
  readonly y: Float64Array
  /** [nSamples], row of the panel. */
  readonly dateIndex: Int32Array
  /** [nSamples], column of the panel. */
  readonly assetIndex: Int32Array
  /** [nSamples], last panel row that the target depends on. */
  readonly labelEnd: Int32Array
  readonly nSamples: number
  readonly window: number
  readonly featureNames: readonly string[]
}

/** The chosen samples, copied, in the order given. */
export function selectSamples(samples: Samples, indices: ArrayLike<number>): Samples {
  const nSamples = indices.length
  const stride = samples.window * samples.featureNames.length
  const x = new Float64Array(nSamples * stride)
  const y = new Float64Array(nSamples)
  const dateIndex = new Int32Array(nSamples)
  const assetIndex = new Int32Array(nSamples)
  const labelEnd = new Int32Array(nSamples)
  for (let k = 0; k < nSamples; k++) {
    const i = indices[k]
    x.set(samples.x.subarray(i * stride, (i + 1) * stride), k * stride)
    y[k] = samples.y[i]
    dateIndex[k] = samples.dateIndex[i]
    assetIndex[k] = samples.assetIndex[i]
    labelEnd[k] = samples.labelEnd[i]
  }
  return { ...samples, x, y, dateIndex, assetIndex, labelEnd, nSamples }
}
