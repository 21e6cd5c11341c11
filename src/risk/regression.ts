import { ConfigError, ShapeError } from '../core/errors.js'
import { inverseNormal } from '../core/normal.js'
import { isRounding, largestSize, mean, neweyWestT, standardDeviation } from '../core/statistics.js'
import { riskFreePerPeriod, type AnnualOptions } from './periods.js'
import { fraction, ratio, type Fraction, type Ratio } from './units.js'

/** Ordinary least squares of y on x with a constant. */
interface Line {
  readonly intercept: number
  readonly slope: number
  readonly meanX: number
  /** Sum of squared deviations of x, over n. */
  readonly varianceX: number
}

function fitLine(y: ArrayLike<number>, x: ArrayLike<number>): Line {
  if (x.length !== y.length)
    throw new ShapeError(`regression: ${x.length} benchmark returns, expected ${y.length} as of the portfolio`)
  const n = y.length
  const meanX = mean(x)
  const meanY = mean(y)
  let varianceX = 0
  let covariance = 0
  for (let i = 0; i < n; i++) {
    varianceX += ((x[i] - meanX) * (x[i] - meanX)) / n
    covariance += ((x[i] - meanX) * (y[i] - meanY)) / n
  }
  const slope = n > 1 && !isRounding(standardDeviation(x, 0), largestSize(x)) ? covariance / varianceX : NaN
  return { intercept: meanY - slope * meanX, slope, meanX, varianceX }
}

/**
 * Slope of the regression of the returns on the benchmark's.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @param benchmark - of the same periods; shape [nPeriods]
 * @returns NaN with under two periods, when the benchmark does not vary, or when any return is NaN
 * @throws ShapeError when the lengths differ
 * @see empyrical.beta
 */
export function beta(returns: ArrayLike<number>, benchmark: ArrayLike<number>): Ratio {
  return ratio(fitLine(returns, benchmark).slope)
}

/**
 * Jensen's alpha: the constant of the regression of excess returns on the benchmark's, times the periods in a year (not
 * compounded).
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @param benchmark - of the same periods; shape [nPeriods]
 * @returns fraction a year; NaN as {@link beta}
 * @throws ShapeError when the lengths differ; ConfigError when an option is out of range
 * @see Jensen (1968); QuantStats greeks (same annualisation)
 */
export function alpha(returns: ArrayLike<number>, benchmark: ArrayLike<number>, options: AnnualOptions): Fraction {
  const riskFree = riskFreePerPeriod('alpha', options)
  const { intercept, slope } = fitLine(returns, benchmark)
  return fraction((intercept - riskFree * (1 - slope)) * options.periodsPerYear)
}

/**
 * The usual number of autocovariances of a Newey-West estimate: 4 (n / 100)^(2 / 9), rounded down.
 * @param n - periods, 0 or more
 * @see Newey and West (1994), Review of Economic Studies 61(4)
 */
export function neweyWestLag(n: number): number {
  return Math.floor(4 * Math.pow(n / 100, 2 / 9))
}

/** An alpha with the means to judge it. */
export interface AlphaTest {
  /** Per year, as {@link alpha}. */
  readonly alpha: Fraction
  /** Newey-West t statistic: heteroscedasticity and autocorrelation up to the lag are allowed for. */
  readonly t: Ratio
  /** Ends of the interval by the normal approximation, per year. */
  readonly low: Fraction
  readonly high: Fraction
}

/**
 * Whether Jensen's alpha differs from 0. The t statistic is that of the mean of alpha + e (1 - m (x - m) / v), the estimate's
 * influence function with e the residuals, m and v the mean and variance of the benchmark's excess returns.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @param benchmark - of the same periods; shape [nPeriods]
 * @param options - as for {@link alpha}, with the lag in periods, 0 or more, and the level of the interval (0.95 when absent)
 * @returns NaN throughout where alpha is NaN; without residual variance alpha alone is known
 * @throws ShapeError when the lengths differ; ConfigError when an option is out of range
 * @see Newey and West (1987), Econometrica 55(3)
 */
export function alphaTest(
  returns: ArrayLike<number>,
  benchmark: ArrayLike<number>,
  options: AnnualOptions & { readonly lag: number; readonly level?: number | undefined },
): AlphaTest {
  const { lag, periodsPerYear, level = 0.95 } = options
  if (!Number.isSafeInteger(lag) || lag < 0)
    throw new ConfigError(`alphaTest: lag "${lag}", expected a whole number of periods, 0 or more`)
  if (!(level > 0 && level < 1))
    throw new ConfigError(`alphaTest: level "${level}", expected a probability between 0 and 1`)
  const riskFree = riskFreePerPeriod('alphaTest', options)
  const y = Float64Array.from(returns, (value) => value - riskFree)
  const x = Float64Array.from(benchmark, (value) => value - riskFree)
  const { intercept, slope, meanX, varianceX } = fitLine(y, x)
  const residuals = y.map((value, i) => value - intercept - slope * x[i])
  const influence = residuals.map((residual, i) => intercept + residual * (1 - (meanX * (x[i] - meanX)) / varianceX))
  // An exact line leaves nothing to test with.
  const t = isRounding(largestSize(residuals), largestSize(y)) ? NaN : neweyWestT(influence, lag)
  const annual = intercept * periodsPerYear
  const margin = Number.isNaN(t) ? NaN : (inverseNormal((1 + level) / 2) * Math.abs(annual)) / Math.abs(t)
  return { alpha: fraction(annual), t: ratio(t), low: fraction(annual - margin), high: fraction(annual + margin) }
}
