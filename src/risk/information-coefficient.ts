import { rowOf, type Matrix } from '../core/matrix.js'
import { mean, neweyWestT, spearman } from '../core/statistics.js'
import { ratio, type Ratio } from './units.js'

/** How well scores ordered the sectors. */
export interface InformationCoefficient {
  /** Mean of the sessions' rank correlations. */
  readonly mean: Ratio
  /** Newey-West t statistic of the mean. */
  readonly t: Ratio
  /** Sessions that the mean is taken over. */
  readonly sessions: number
  /** [nDates] rank correlation of each session; NaN where it is not defined. */
  readonly series: Float64Array
}

/** With fewer sectors a rank correlation says next to nothing. */
const LEAST_SECTORS = 3

function sessionCorrelation(scores: Float64Array, outcomes: Float64Array): number {
  let pairs = 0
  for (let i = 0; i < scores.length; i++) if (!Number.isNaN(scores[i]) && !Number.isNaN(outcomes[i])) pairs++
  return pairs < LEAST_SECTORS ? NaN : spearman(scores, outcomes)
}

/**
 * Rank information coefficient: Spearman's correlation, across the sectors of a session, between scores and outcomes; its mean
 * over the sessions and the t statistic of the mean.
 * @param scores - nDates x nAssets, NaN = no forecast
 * @param outcomes - nDates x nAssets, NaN = not known
 * @param lag - autocovariances of the Newey-West estimate: at least the horizon, because labels of neighbouring sessions overlap
 * @returns NaN mean and t when no session counts (under three sectors, or scores that are all equal)
 * @see Grinold and Kahn (1999), Active Portfolio Management
 */
export function rankInformationCoefficient(
  scores: Matrix,
  outcomes: Matrix,
  { lag }: { readonly lag: number },
): InformationCoefficient {
  const series = Float64Array.from({ length: scores.rows }, (_, row) =>
    sessionCorrelation(rowOf(scores, row), rowOf(outcomes, row)),
  )
  const known = series.filter((value) => !Number.isNaN(value))
  return { mean: ratio(mean(known)), t: ratio(neweyWestT(known, lag)), sessions: known.length, series }
}
