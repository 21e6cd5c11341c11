/** Code of a missing value; present values have the codes 0 ... 254. */
export const MISSING_CODE = 255

/** Codes that a feature can have: the room for one feature in a histogram. */
export const CODES = 256

/** Training rows with every feature replaced by the number of its bin. */
export interface BinnedFeatures {
  readonly nRows: number
  readonly nFeatures: number
  /** [nFeatures, nRows], one feature after the other: a histogram reads one feature of many rows. */
  readonly codes: Uint8Array
  /** Per feature, the upper edges of all bins but the last: bin b holds edges[b-1] < value <= edges[b]. Strictly ascending. */
  readonly edges: readonly Float64Array[]
}

/** A number that has `lower` at or below it and `upper` above it, halfway where floating point can express that. */
function between(lower: number, upper: number): number {
  const middle = (lower + upper) / 2
  return middle >= lower && middle < upper ? middle : lower
}

/**
 * Edges that part a feature into bins of about equal numbers of rows. Up to `maxBins` distinct values get a bin each, with the
 * edges midway between neighbours; beyond that an edge lies midway between the two rows around every (1 / maxBins)-quantile,
 * and edges that coincide (a value so frequent that it fills several bins) are one.
 * @param values - one feature over the training rows; NaN is left out; not changed
 * @param maxBins - most bins for present values, 2 to 255
 * @returns strictly ascending, shape [bins - 1]; empty when fewer than two distinct values are present
 * @see scikit-learn's HistGradientBoostingRegressor, which places its edges by the same rule
 */
export function binEdges(values: Float64Array, maxBins: number): Float64Array {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort()
  const last = sorted.length - 1
  const midpoints: number[] = []
  for (let i = 0; i < last && midpoints.length < maxBins; i++)
    if (sorted[i] !== sorted[i + 1]) midpoints.push(between(sorted[i], sorted[i + 1]))
  if (midpoints.length < maxBins) return Float64Array.from(midpoints)

  const edges: number[] = []
  for (let k = 1; k < maxBins; k++) {
    const position = (last * k) / maxBins
    const edge = between(sorted[Math.floor(position)], sorted[Math.ceil(position)])
    // At or above the largest value an edge would part nothing.
    if (edge < sorted[last] && !(edge <= edges[edges.length - 1])) edges.push(edge)
  }
  return Float64Array.from(edges)
}

/** Bin of a value by binary search: the number of edges below it. NaN has the bin of what is missing. */
function codeOf(value: number, edges: Float64Array): number {
  if (Number.isNaN(value)) return MISSING_CODE
  let low = 0
  let high = edges.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (value <= edges[middle]) high = middle
    else low = middle + 1
  }
  return low
}

/**
 * Bins the chosen rows, with edges learned from these rows alone.
 * @param x - features, row-major [any number of rows, nFeatures]; NaN = missing
 * @param rows - rows of x to take; row k of the result is row rows[k] of x
 * @param maxBins - most bins for present values, 2 to 255
 */
export function binFeatures(x: Float64Array, nFeatures: number, rows: Int32Array, maxBins: number): BinnedFeatures {
  const nRows = rows.length
  const codes = new Uint8Array(nFeatures * nRows)
  const edges: Float64Array[] = []
  const column = new Float64Array(nRows)
  for (let feature = 0; feature < nFeatures; feature++) {
    for (let k = 0; k < nRows; k++) column[k] = x[rows[k] * nFeatures + feature]
    const featureEdges = binEdges(column, maxBins)
    edges.push(featureEdges)
    for (let k = 0; k < nRows; k++) codes[feature * nRows + k] = codeOf(column[k], featureEdges)
  }
  return { nRows, nFeatures, codes, edges }
}
