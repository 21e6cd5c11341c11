import { isRounding, largestSize, mean, standardDeviation } from '../core/statistics.js'
import { ratio, type Ratio } from './units.js'

/** Mean of the n-th powers of the standardised values (population deviation); NaN without variance. */
function standardisedMoment(returns: ArrayLike<number>, power: number): number {
  const deviation = standardDeviation(returns, 0)
  if (isRounding(deviation, largestSize(returns))) return NaN
  const centre = mean(returns)
  let sum = 0
  for (let i = 0; i < returns.length; i++) sum += Math.pow((returns[i] - centre) / deviation, power)
  return sum / returns.length
}

/**
 * Skewness g1 of the series itself: the third standardised moment.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @returns NaN when empty, without variance, or when any return is NaN
 * @see scipy.stats.skew, which empyrical and pyfolio print
 */
export function skewness(returns: ArrayLike<number>): Ratio {
  return ratio(standardisedMoment(returns, 3))
}

/**
 * Excess kurtosis g2 of the series itself: the fourth standardised moment, less 3, so that a normal distribution has 0.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @returns NaN as {@link skewness}
 * @see scipy.stats.kurtosis, which empyrical and pyfolio print
 */
export function excessKurtosis(returns: ArrayLike<number>): Ratio {
  return ratio(standardisedMoment(returns, 4) - 3)
}

/**
 * Sample estimate G1 of the skewness: {@link skewness} corrected for the length of the series.
 * @returns NaN with under three returns, and as {@link skewness}
 * @see Joanes and Gill (1998); pandas and QuantStats
 */
export function sampleSkewness(returns: ArrayLike<number>): Ratio {
  const n = returns.length
  return ratio(n < 3 ? NaN : (skewness(returns) * Math.sqrt(n * (n - 1))) / (n - 2))
}

/**
 * Sample estimate G2 of the excess kurtosis: {@link excessKurtosis} corrected for the length of the series.
 * @returns NaN with under four returns, and as {@link skewness}
 * @see Joanes and Gill (1998); pandas and QuantStats
 */
export function sampleExcessKurtosis(returns: ArrayLike<number>): Ratio {
  const n = returns.length
  return ratio(n < 4 ? NaN : ((n - 1) / ((n - 2) * (n - 3))) * ((n + 1) * excessKurtosis(returns) + 6))
}
