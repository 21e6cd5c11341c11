/** Parts of 1 in proportion to sizes of 0 or more, not all 0. */
export function inProportion(sizes: Float64Array): Float64Array {
  const total = sizes.reduce((sum, size) => sum + size, 0)
  return sizes.map((size) => size / total)
}
