import { ConfigError } from '../core/errors.js'
import { cumulativeNormal, inverseNormal } from '../core/normal.js'
import { isRounding, largestSize, mean, standardDeviation } from '../core/statistics.js'
import { fraction, ratio, sessions, type Fraction, type Ratio, type Sessions } from '../risk/units.js'

/** What the distribution of a Sharpe ratio's estimate depends on; nothing in it is annualised. */
export interface SharpeSample {
  /** Sharpe ratio per period. */
  readonly sharpe: Ratio
  /** Third standardised moment of the returns; 0 for normal ones. */
  readonly skewness: number
  /** Fourth standardised moment, not in excess: 3 for normal returns. */
  readonly kurtosis: number
  /** Number of returns. */
  readonly periods: number
}

/**
 * Sharpe ratio per period and the shape of excess returns: sample deviation for the ratio, moments with n in the denominator.
 * @param excess - simple returns per period less the risk-free rate or another reference; shape [nPeriods]
 * @returns NaN numbers with under two returns, when they do not vary, or when any is NaN
 */
export function sharpeSample(excess: Float64Array): SharpeSample {
  const periods = excess.length
  const centre = mean(excess)
  const deviation = standardDeviation(excess)
  if (isRounding(deviation, largestSize(excess))) return { sharpe: ratio(NaN), skewness: NaN, kurtosis: NaN, periods }
  const moment = (power: number): number => mean(excess.map((value) => (value - centre) ** power))
  const variance = moment(2)
  return {
    sharpe: ratio(centre / deviation),
    skewness: moment(3) / variance ** 1.5,
    kurtosis: moment(4) / variance ** 2,
    periods,
  }
}

/** Variance of the estimated Sharpe ratio times (periods - 1). */
function estimationVariance({ sharpe, skewness, kurtosis }: SharpeSample): number {
  return 1 - skewness * sharpe + ((kurtosis - 1) / 4) * sharpe * sharpe
}

/**
 * Probabilistic Sharpe ratio: the probability that the true Sharpe ratio exceeds a threshold, given length, skewness and
 * kurtosis of the track record.
 * @param threshold - Sharpe ratio per period
 * @returns in [0, 1]; NaN with under two periods or when anything is NaN
 * @see Bailey and Lopez de Prado (2012), "The Sharpe ratio efficient frontier", Journal of Risk 15(2)
 */
export function probabilisticSharpeRatio(sample: SharpeSample, threshold = 0): Fraction {
  const variance = estimationVariance(sample)
  if (!(sample.periods >= 2) || !(variance > 0)) return fraction(NaN)
  return fraction(cumulativeNormal(((sample.sharpe - threshold) * Math.sqrt(sample.periods - 1)) / Math.sqrt(variance)))
}

/**
 * Minimum track record length: periods after which the probabilistic Sharpe ratio would reach the confidence, were Sharpe ratio,
 * skewness and kurtosis to stay.
 * @param threshold - Sharpe ratio per period
 * @param confidence - in (0.5, 1)
 * @returns periods, not rounded; Infinity where the Sharpe ratio does not exceed the threshold; NaN when anything is NaN
 * @throws ConfigError when the confidence is out of range
 * @see Bailey and Lopez de Prado (2012)
 */
export function minimumTrackRecord(sample: SharpeSample, threshold = 0, confidence = 0.95): Sessions {
  if (!(confidence > 0.5 && confidence < 1))
    throw new ConfigError(`minimumTrackRecord: confidence "${confidence}", expected a probability from 0.5 to 1`)
  if (sample.sharpe <= threshold) return sessions(Infinity)
  const needed = inverseNormal(confidence) / (sample.sharpe - threshold)
  return sessions(1 + estimationVariance(sample) * needed * needed)
}

const EULER = 0.5772156649015329

/** How many strategies were tried, and how much their Sharpe ratios differ. */
export interface Trials {
  /** Independent trials, 1 or more, not necessarily whole. */
  readonly count: number
  /** Variance of their Sharpe ratios per period. */
  readonly variance: number
}

/**
 * Expected largest Sharpe ratio of trials whose true one is 0: what luck alone finds. Of one trial (and of so few that the
 * approximation is negative) it is 0.
 * @returns per period; NaN when the variance is NaN
 * @throws ConfigError when there is no trial or the variance is negative
 * @see Bailey and Lopez de Prado (2014), "The deflated Sharpe ratio", Journal of Portfolio Management 40(5)
 */
export function expectedMaximumSharpe({ count, variance }: Trials): Ratio {
  if (!(count >= 1) || count === Infinity)
    throw new ConfigError(`expectedMaximumSharpe: trials "${count}", expected a number, 1 or more`)
  if (variance < 0) throw new ConfigError(`expectedMaximumSharpe: variance "${variance}", expected 0 or more`)
  if (count === 1) return ratio(Number.isNaN(variance) ? NaN : 0)
  const quantiles = (1 - EULER) * inverseNormal(1 - 1 / count) + EULER * inverseNormal(1 - 1 / (count * Math.E))
  return ratio(Math.sqrt(variance) * Math.max(0, quantiles))
}

/**
 * Deflated Sharpe ratio: the probability that the true Sharpe ratio of the best of many trials exceeds 0, its threshold being
 * the largest one that luck is expected to find. Above 0.95 the usual test is passed.
 * @returns in [0, 1]; NaN as {@link probabilisticSharpeRatio}
 * @throws ConfigError as {@link expectedMaximumSharpe}
 * @see Bailey and Lopez de Prado (2014)
 */
export function deflatedSharpeRatio(best: SharpeSample, trials: Trials): Fraction {
  return probabilisticSharpeRatio(best, expectedMaximumSharpe(trials))
}
