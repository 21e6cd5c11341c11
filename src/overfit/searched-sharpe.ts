import { standardDeviation } from '../core/statistics.js'
import {
  deflatedSharpeRatio,
  expectedMaximumSharpe,
  minimumTrackRecord,
  probabilisticSharpeRatio,
  type SharpeSample,
} from './deflated-sharpe.js'
import type { EffectiveTrials } from './effective-trials.js'

/** The best of a search, deflated for a number of trials. */
export interface Deflated {
  readonly trials: number
  /** Largest Sharpe ratio a year that luck alone is expected to find in as many trials. */
  readonly expectedMaximumSharpe: number
  readonly deflatedSharpe: number
}

/** What a Sharpe ratio that was searched for is worth. */
export interface SearchedSharpe {
  /** Per year; an information ratio where the returns are those over another portfolio. */
  readonly sharpe: number
  readonly skewness: number
  readonly kurtosis: number
  /** Number of returns. */
  readonly periods: number
  /** As if it had been the only trial. */
  readonly probabilisticSharpe: number
  /** Periods; Infinity where the ratio is not above 0. */
  readonly minimumTrackRecord: number
  /** With everything that was tried counted as a trial of its own: the strictest, and the one that a verdict is about. */
  readonly deflatedSharpe: number
  readonly byCount: Deflated
  /** Average correlation of the trials that differ. */
  readonly averageCorrelation: number
  /** With the effective number of trials that it leaves. */
  readonly byCorrelation: Deflated
  /** With that from the eigenvalues of their correlations: the mildest. */
  readonly byEigenvalues: Deflated
}

/** What the best was chosen from. */
export interface Search {
  /** Sharpe ratios per period of what was tried, as far as they exist. */
  readonly sharpes: readonly number[]
  /** How many were tried. */
  readonly count: number
  readonly effective: EffectiveTrials
}

/** The best of a search, deflated by each count of its trials. */
export function searchedSharpe(best: SharpeSample, search: Search, periodsPerYear: number): SearchedSharpe {
  const { sharpes, count, effective } = search
  const annual = Math.sqrt(periodsPerYear)
  const deviation = sharpes.length > 1 ? standardDeviation(sharpes) : 0
  const deflated = (number: number): Deflated => {
    // Rounding may leave a little less than one.
    const trials = { count: Math.max(1, number), variance: deviation * deviation }
    return {
      trials: trials.count,
      expectedMaximumSharpe: expectedMaximumSharpe(trials) * annual,
      deflatedSharpe: deflatedSharpeRatio(best, trials),
    }
  }
  const byCount = deflated(count)
  return {
    sharpe: best.sharpe * annual,
    skewness: best.skewness,
    kurtosis: best.kurtosis,
    periods: best.periods,
    probabilisticSharpe: probabilisticSharpeRatio(best),
    minimumTrackRecord: minimumTrackRecord(best),
    deflatedSharpe: byCount.deflatedSharpe,
    byCount,
    averageCorrelation: effective.averageCorrelation,
    byCorrelation: deflated(effective.byCorrelation),
    byEigenvalues: deflated(effective.byEigenvalues),
  }
}
