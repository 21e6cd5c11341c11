import { CODES, type BinnedFeatures } from './binning.js'

/** Numbers that one feature occupies in a histogram: sum of gradients and count of rows, alternating, for each code. */
export const HISTOGRAM_STRIDE = 2 * CODES

/**
 * Adds up the gradients of a node's rows, and counts the rows, by feature and bin.
 * @param rows - training rows of the node
 * @param gradients - [rows.length], the gradient of rows[i] at i: gathered once, then read in order for every feature
 * @param features - features to do; the room of the others is left as it was
 * @param out - [nFeatures, 256, (sum of gradients, count)], overwritten
 */
export function buildHistogram(
  binned: BinnedFeatures,
  rows: Int32Array,
  gradients: Float64Array,
  features: Int32Array,
  out: Float64Array,
): void {
  for (const feature of features) {
    // Views of one feature keep the inner loop on small indices; they are the only objects made here.
    const codes = binned.codes.subarray(feature * binned.nRows, (feature + 1) * binned.nRows)
    const bins = out.subarray(feature * HISTOGRAM_STRIDE, (feature + 1) * HISTOGRAM_STRIDE)
    addFeature(codes, rows, gradients, bins)
  }
}

function addFeature(codes: Uint8Array, rows: Int32Array, gradients: Float64Array, bins: Float64Array): void {
  bins.fill(0)
  for (let i = 0; i < rows.length; i++) {
    const at = codes[rows[i]] << 1
    bins[at] += gradients[i]
    bins[at + 1] += 1
  }
}

/**
 * Turns the histogram of a parent into that of one child by taking the other child away: counts are exact, sums of gradients
 * correct to rounding. It costs the number of bins instead of the number of rows.
 * @param parent - overwritten with parent - child
 * @param features - features to do
 */
export function subtractHistogram(parent: Float64Array, child: Float64Array, features: Int32Array): void {
  for (const feature of features) {
    const end = (feature + 1) * HISTOGRAM_STRIDE
    for (let at = feature * HISTOGRAM_STRIDE; at < end; at++) parent[at] -= child[at]
  }
}
