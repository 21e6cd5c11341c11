import { mean } from '../core/statistics.js'
import { longestBlock } from './stationary-bootstrap.js'

/** Autocovariances of a series at lags 0 to most, over n. */
function autocovariances(values: ArrayLike<number>, most: number): Float64Array {
  const n = values.length
  const centre = mean(values)
  const out = new Float64Array(most + 1)
  for (let lag = 0; lag <= most; lag++)
    for (let i = lag; i < n; i++) out[lag] += ((values[i] - centre) * (values[i - lag] - centre)) / n
  return out
}

/** Flat-top window: 1 to the half, then down to 0 at 1. */
function flatTop(t: number): number {
  return t <= 0.5 ? 1 : Math.max(0, 2 * (1 - t))
}

/**
 * The lag behind which correlations are negligible: followed by a run of insignificant ones, or else the last significant one.
 */
function lastLag(correlations: Float64Array, run: number, band: number): number {
  const isSmall = (lag: number): boolean => Math.abs(correlations[lag]) < band
  for (let lag = 0; lag + run < correlations.length; lag++) {
    let small = 0
    while (small < run && isSmall(lag + small + 1)) small++
    if (small === run) return lag
  }
  return Math.max(
    1,
    correlations.findLastIndex((_, lag) => lag > 0 && !isSmall(lag)),
  )
}

/**
 * Mean block length that makes the stationary bootstrap's variance of the mean most accurate, from the series' own
 * autocorrelations. For other statistics it is a guide.
 * @param values - [nPeriods], without NaN
 * @returns periods, from 1 to the smaller of 3 sqrt(n) and n / 3, rounded up; 1 for a series that is short, constant or not known
 * @see Politis and White (2004), Econometric Reviews 23(1); Patton, Politis and White (2009), 28(4), with the corrected constant
 */
export function automaticBlockLength(values: ArrayLike<number>): number {
  const n = values.length
  if (n < 10) return 1
  const run = Math.max(5, Math.ceil(Math.sqrt(Math.log10(n))))
  const mostLag = Math.min(n - 1, Math.ceil(Math.sqrt(n)) + run)
  const covariances = autocovariances(values, mostLag)
  if (!(covariances[0] > 0)) return 1
  const correlations = covariances.map((covariance) => covariance / covariances[0])
  const band = 2 * Math.sqrt(Math.log10(n) / n)
  const window = Math.min(2 * Math.max(1, lastLag(correlations, run, band)), mostLag)
  let spectrum = covariances[0]
  let slope = 0
  for (let lag = 1; lag <= window; lag++) {
    const weighted = 2 * flatTop(lag / window) * covariances[lag]
    spectrum += weighted
    slope += lag * weighted
  }
  const longest = Math.min(Math.ceil(3 * Math.sqrt(n)), longestBlock(n))
  const length = Math.cbrt((slope * slope * n) / (spectrum * spectrum))
  return Number.isNaN(length) ? 1 : Math.min(longest, Math.max(1, length))
}
