import { ConfigError, ShapeError } from '../core/errors.js'
import { rowOf, type Matrix } from '../core/matrix.js'
import { mean, neweyWestT, spearman } from '../core/statistics.js'
import { ratio, type Ratio } from './units.js'

/** Fewest pairs of a session that can be ranked against each other: two are always perfectly ordered or reversed. */
export const MIN_PAIRS = 3

/** How well scores ranked what happened. */
export interface InformationCoefficient {
  /** Spearman's correlation of each session, shape [nDates]; NaN where it is not known. */
  readonly series: Float64Array
  /** Mean over the sessions where it is known; NaN when there is none. */
  readonly mean: Ratio
  /** Newey-West t statistic of the mean; NaN with under two sessions or without variance. */
  readonly t: Ratio
  /** Number of sessions that the mean is taken over. */
  readonly sessions: number
}

function countPairs(a: Float64Array, b: Float64Array): number {
  let pairs = 0
  for (let i = 0; i < a.length; i++) if (!Number.isNaN(a[i]) && !Number.isNaN(b[i])) pairs++
  return pairs
}

/**
 * Rank information coefficient: per session Spearman's correlation between scores and outcome across assets. A session counts
 * when it has at least {@link MIN_PAIRS} pairs without NaN and neither side is all equal.
 * @param scores - nDates x nAssets
 * @param realised - same shape
 * @param options - `lag`: autocovariances allowed for in the t statistic, in sessions that count; the horizon, when labels of
 *   neighbouring sessions overlap
 * @throws ShapeError when the shapes differ; ConfigError when the lag is not a whole number, 0 or more
 * @see Grinold and Kahn (2000), Active Portfolio Management
 */
export function rankInformationCoefficient(
  scores: Matrix,
  realised: Matrix,
  { lag }: { readonly lag: number },
): InformationCoefficient {
  if (scores.rows !== realised.rows || scores.cols !== realised.cols)
    throw new ShapeError(
      `rankInformationCoefficient: realised is ${realised.rows} x ${realised.cols}, expected ${scores.rows} x ${scores.cols}`,
    )
  if (!Number.isSafeInteger(lag) || lag < 0)
    throw new ConfigError(`rankInformationCoefficient: lag "${lag}", expected a whole number of sessions, 0 or more`)
  const series = new Float64Array(scores.rows).fill(NaN)
  for (let row = 0; row < scores.rows; row++) {
    const a = rowOf(scores, row)
    const b = rowOf(realised, row)
    if (countPairs(a, b) >= MIN_PAIRS) series[row] = spearman(a, b)
  }
  const known = series.filter((value) => !Number.isNaN(value))
  return { series, mean: ratio(mean(known)), t: ratio(neweyWestT(known, lag)), sessions: known.length }
}
