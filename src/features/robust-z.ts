import { MAD_TO_DEVIATION } from '../core/statistics.js'

/** Up to so many values insertion takes less time than the general sort. */
const FEW = 48

function sortInPlace(values: Float64Array): void {
  if (values.length > FEW) {
    values.sort()
    return
  }
  for (let i = 1; i < values.length; i++) {
    const value = values[i]
    let k = i
    for (; k > 0 && values[k - 1] > value; k--) values[k] = values[k - 1]
    values[k] = value
  }
}

/** As quantiles are interpolated, so that the bits are those of the other medians. */
function midpoint(a: number, b: number): number {
  return a + (b - a) / 2
}

/** Median distance of ascending values from their median, found outwards from the middle. */
function medianDistance(sorted: Float64Array, centre: number): number {
  const n = sorted.length
  let below = (n - 1) >> 1
  let above = below + 1
  let [previous, latest] = [0, 0]
  for (let k = 0; k <= n >> 1; k++) {
    previous = latest
    const down = below >= 0 ? centre - sorted[below] : Infinity
    const up = above < n ? sorted[above] - centre : Infinity
    latest = Math.min(down, up)
    if (down <= up) below--
    else above++
  }
  return n % 2 === 1 ? latest : midpoint(previous, latest)
}

/**
 * How far a value lies from a baseline that it is no part of: (value - median) / (1.4826 MAD); NaN without any spread. To the last
 * bit what `median` and `medianDeviation` give, in a third of the time or less: it is called for every cell of a panel.
 * @param baseline - one value or more, none of them NaN; sorted in place
 */
export function robustZ(value: number, baseline: Float64Array): number {
  sortInPlace(baseline)
  const n = baseline.length
  const centre = midpoint(baseline[(n - 1) >> 1], baseline[n >> 1])
  const deviation = MAD_TO_DEVIATION * medianDistance(baseline, centre)
  return deviation > 0 ? (value - centre) / deviation : NaN
}
