/** Arithmetic mean; NaN when empty or when any value is NaN. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]
  return sum / values.length
}

/** Mean that of equal values is exactly that value; NaN when empty or when any value is NaN. */
export function centreOf(values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i] - values[0]
  return values[0] + sum / values.length
}

/** Whether all values are the same; false where any is NaN. Their mean need not be that value: it is rounded. */
function isConstant(values: ArrayLike<number>): boolean {
  for (let i = 0; i < values.length; i++) if (values[i] !== values[0]) return false
  return true
}

/** Largest absolute value; 0 when empty, NaN when any is NaN. */
export function largestSize(values: ArrayLike<number>): number {
  let largest = 0
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]))
  return largest
}

/** Some thousand times what a double rounds off: a deviation up to this part of the largest value is no movement. */
const ROUNDING = 1e-12

/**
 * Whether a deviation is no more than the rounding of the values that it is computed from, so that nothing may be divided by it.
 * @param deviation - standard deviation, or largest residual, in the unit of the values; found by two passes or from shifted sums, since
 *   sums of raw squares lose it long before
 * @param largest - {@link largestSize} of the values before anything was subtracted from them
 * @returns true as well where either is NaN
 */
export function isRounding(deviation: number, largest: number): boolean {
  return !(deviation > ROUNDING * largest)
}

/**
 * Standard deviation around the mean, by two passes; exactly 0 where all values are equal.
 * @param ddof - delta degrees of freedom: 1 (default) is the sample estimate, 0 the population's
 * @returns NaN when there are not more than ddof values or when any is NaN
 */
export function standardDeviation(values: ArrayLike<number>, ddof = 1): number {
  if (values.length <= ddof) return NaN
  if (isConstant(values)) return 0
  const centre = mean(values)
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += (values[i] - centre) * (values[i] - centre)
  return Math.sqrt(sum / (values.length - ddof))
}

/** Quantile by linear interpolation between order statistics (type 7, NumPy's default); NaN when empty. Values without NaN. */
export function quantile(values: ArrayLike<number>, probability: number): number {
  return quantileOfSorted(Float64Array.from(values).sort(), probability)
}

/** As {@link quantile}, of values that are in ascending order already. */
export function quantileOfSorted(sorted: Float64Array, probability: number): number {
  if (sorted.length === 0) return NaN
  const position = (sorted.length - 1) * probability
  const below = Math.floor(position)
  const above = Math.min(below + 1, sorted.length - 1)
  if (sorted[above] === sorted[below] || position === below) return sorted[below]
  return sorted[below] + (position - below) * (sorted[above] - sorted[below])
}

/** The values that are not NaN, in order; a copy. */
export function presentOf(values: Float64Array): Float64Array {
  const present = new Float64Array(values.length)
  let n = 0
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i])) present[n++] = values[i]
  return present.subarray(0, n)
}

/** Middle value (mean of the two middle ones); NaN when empty or when any value is NaN. */
export function median(values: ArrayLike<number>): number {
  // Typed arrays sort NaN last, which would hide it.
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) return NaN
  return quantile(values, 0.5)
}

/** Makes the {@link medianDeviation} of normal data estimate its standard deviation (Hampel 1974): 1 / inverse normal CDF of 3/4. */
export const MAD_TO_DEVIATION = 1.482602218505602

/** Median absolute deviation (MAD): the median of |x - centre|, not scaled; NaN as {@link median}. */
export function medianDeviation(values: ArrayLike<number>, centre = median(values)): number {
  return median(Float64Array.from(values, (value) => Math.abs(value - centre)))
}

/**
 * Ranks 1 ... n in ascending order, ties averaged; a NaN keeps the rank NaN and is not counted.
 * @returns shape [n]
 */
export function ranks(values: ArrayLike<number>): Float64Array {
  const order: number[] = []
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i])) order.push(i)
  order.sort((a, b) => values[a] - values[b])
  const out = new Float64Array(values.length).fill(NaN)
  for (let start = 0; start < order.length;) {
    let end = start + 1
    while (end < order.length && values[order[end]] === values[order[start]]) end++
    for (let k = start; k < end; k++) out[order[k]] = (start + 1 + end) / 2
    start = end
  }
  return out
}

/**
 * Ranks scaled to [0, 1] (lowest 0, highest 1, ties averaged); NaN stays NaN, a single value gets 0.5.
 * @returns shape [n]
 */
export function rankFractions(values: ArrayLike<number>): Float64Array {
  const out = ranks(values)
  let count = 0
  for (let i = 0; i < out.length; i++) if (!Number.isNaN(out[i])) count++
  for (let i = 0; i < out.length; i++) out[i] = count > 1 ? (out[i] - 1) / (count - 1) : out[i] - 0.5
  return out
}

/**
 * Z-scores across the values that are present, with the population deviation; NaN stays NaN, all equal gives 0.
 * @returns shape [n]
 */
export function zScores(values: ArrayLike<number>): Float64Array {
  const present = Float64Array.from(values).filter((value) => !Number.isNaN(value))
  const centre = mean(present)
  const deviation = standardDeviation(present, 0)
  return Float64Array.from(values, (value) => {
    if (Number.isNaN(value)) return NaN
    return deviation > 0 ? (value - centre) / deviation : 0
  })
}

/** The pairs in which both values are present. */
function completePairs(a: ArrayLike<number>, b: ArrayLike<number>): readonly [number[], number[]] {
  const pairedA: number[] = []
  const pairedB: number[] = []
  for (let i = 0; i < a.length; i++) {
    if (Number.isNaN(a[i]) || Number.isNaN(b[i])) continue
    pairedA.push(a[i])
    pairedB.push(b[i])
  }
  return [pairedA, pairedB]
}

/** Pearson's correlation in [-1, 1] over the pairs in which both values are present; NaN with under two pairs or no variance. */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [pairedA, pairedB] = completePairs(a, b)
  if (isConstant(pairedA) || isConstant(pairedB)) return NaN
  const meanA = mean(pairedA)
  const meanB = mean(pairedB)
  let covariance = 0
  let varianceA = 0
  let varianceB = 0
  for (let i = 0; i < pairedA.length; i++) {
    covariance += (pairedA[i] - meanA) * (pairedB[i] - meanB)
    varianceA += (pairedA[i] - meanA) * (pairedA[i] - meanA)
    varianceB += (pairedB[i] - meanB) * (pairedB[i] - meanB)
  }
  if (!(varianceA > 0 && varianceB > 0)) return NaN
  // On a straight line the quotient may be rounded past its bounds.
  return Math.max(-1, Math.min(1, covariance / Math.sqrt(varianceA * varianceB)))
}

/** Spearman's rank correlation over the pairs in which both values are present, ties averaged; NaN as {@link correlation}. */
export function spearman(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [pairedA, pairedB] = completePairs(a, b)
  return correlation(ranks(pairedA), ranks(pairedB))
}

/**
 * Newey-West (Bartlett kernel) t statistic of the mean of a serially correlated series.
 * @param values - the series, without NaN
 * @param lag - number of autocovariances used, 0 or more
 * @returns mean / standard error; NaN with under two values or when the estimated variance is not positive
 * @see Newey and West (1987), Econometrica 55(3)
 */
export function neweyWestT(values: ArrayLike<number>, lag: number): number {
  const n = values.length
  if (n < 2 || isConstant(values)) return NaN
  const centre = mean(values)
  let longRun = 0
  for (let k = 0; k <= Math.min(lag, n - 1); k++) {
    let covariance = 0
    for (let i = k; i < n; i++) covariance += (values[i] - centre) * (values[i - k] - centre)
    longRun += (k === 0 ? 1 : 2 * (1 - k / (lag + 1))) * (covariance / n)
  }
  return longRun > 0 ? centre / Math.sqrt(longRun / n) : NaN
}
