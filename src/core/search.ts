/**
 * First position whose value is not below `value`, by bisection.
 * @param sorted - ascending, without NaN; shape [n]
 * @returns 0 to n; n when all values are below it
 */
export function lowerBound(sorted: ArrayLike<number>, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle] < value) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * First position whose value is above `value`: the number of values at or below it.
 * @param sorted - ascending, without NaN; shape [n]
 * @returns 0 to n; n when no value is above it
 */
export function upperBound(sorted: ArrayLike<number>, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle] <= value) low = middle + 1
    else high = middle
  }
  return low
}

/** Position of a value in ascending values; -1 when it is not among them. */
export function positionOf(sorted: ArrayLike<number>, value: number): number {
  const position = lowerBound(sorted, value)
  return sorted[position] === value ? position : -1
}
