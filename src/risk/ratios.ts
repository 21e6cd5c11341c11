import { isRounding, largestSize, mean, standardDeviation } from '../core/statistics.js'
import { activeReturns } from './active.js'
import { maxDrawdown, painIndex, ulcerIndex } from './drawdown.js'
import { cagr, totalReturn } from './growth.js'
import { checkPeriods, riskFreePerPeriod, type AnnualOptions } from './periods.js'
import { beta } from './regression.js'
import { fraction, ratio, type Fraction, type Ratio } from './units.js'
import { downsideDeviation, volatility } from './volatility.js'

/**
 * Mean over sample deviation of returns less a reference, annualised; NaN when the differences do not vary beyond the
 * rounding of the returns they come from.
 */
function meanOverDeviation(returns: ArrayLike<number>, differences: Float64Array, periodsPerYear: number): number {
  const deviation = standardDeviation(differences)
  if (isRounding(deviation, largestSize(returns))) return NaN
  return (mean(differences) / deviation) * Math.sqrt(periodsPerYear)
}

/**
 * Sharpe ratio: mean excess return over the sample standard deviation, times the square root of the periods in a year.
 * The flat annual rate becomes (1 + annual)^(1 / periodsPerYear) - 1 per period.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @returns NaN with under two returns, when they do not vary, or when any is NaN
 * @throws ConfigError when an option is out of range
 * @see empyrical.sharpe_ratio (rate given per period), QuantStats sharpe (same rate); Sharpe (1994)
 */
export function sharpeRatio(returns: ArrayLike<number>, options: AnnualOptions): Ratio {
  const riskFree = riskFreePerPeriod('sharpeRatio', options)
  const excess = Float64Array.from(returns, (value) => value - riskFree)
  return ratio(meanOverDeviation(returns, excess, options.periodsPerYear))
}

/**
 * Sortino ratio: annualised mean excess return over the annualised downside deviation around the risk-free rate.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @returns NaN when empty, when no return falls short of the rate, or when any is NaN
 * @throws ConfigError when an option is out of range
 * @see empyrical.sortino_ratio, QuantStats sortino; Sortino and van der Meer (1991)
 */
export function sortinoRatio(returns: ArrayLike<number>, options: AnnualOptions): Ratio {
  const { periodsPerYear } = options
  const target = riskFreePerPeriod('sortinoRatio', options)
  const downside = downsideDeviation(returns, { target, periodsPerYear })
  return ratio(downside > 0 ? ((mean(returns) - target) * periodsPerYear) / downside : NaN)
}

/** Reward for a unit of loss; NaN when nothing was lost. */
function overLoss(reward: Fraction, loss: Fraction): Ratio {
  return ratio(loss < 0 ? reward / Math.abs(loss) : NaN)
}

/**
 * Calmar ratio: compound annual growth over the size of the largest drawdown of the whole series.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @returns NaN when empty, without a drawdown, or when any return is NaN
 * @throws ConfigError when periodsPerYear is not positive
 * @see empyrical.calmar_ratio; Young (1991)
 */
export function calmarRatio(returns: ArrayLike<number>, periodsPerYear: number): Ratio {
  return overLoss(cagr(returns, periodsPerYear), maxDrawdown(returns))
}

/**
 * Total return over the size of the largest drawdown: not annualised, unlike {@link calmarRatio}.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @returns NaN when empty, without a drawdown, or when any return is NaN
 */
export function returnOverMaxDrawdown(returns: ArrayLike<number>): Ratio {
  return overLoss(totalReturn(returns), maxDrawdown(returns))
}

/**
 * Sum of the returns over the size of the largest drawdown: not compounded, unlike {@link returnOverMaxDrawdown}.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @returns NaN when empty, without a drawdown, or when any return is NaN
 * @see QuantStats recovery_factor, which drops the sign of the sum
 */
export function recoveryFactor(returns: ArrayLike<number>): Ratio {
  return overLoss(fraction(mean(returns) * returns.length), maxDrawdown(returns))
}

/** Compound growth over the risk-free rate, per unit of a size of drawdowns; NaN where nothing was lost. */
function growthOver(
  size: Fraction,
  returns: ArrayLike<number>,
  { riskFreeAnnual, periodsPerYear }: AnnualOptions,
): Ratio {
  return ratio(size > 0 ? (cagr(returns, periodsPerYear) - riskFreeAnnual) / size : NaN)
}

/**
 * Martin ratio (ulcer performance index): compound growth over the risk-free rate, per unit of the ulcer index.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @returns NaN when empty, without a drawdown, or when any return is NaN
 * @throws ConfigError when periodsPerYear is not positive
 * @see Martin and McCann (1989), The Investor's Guide to Fidelity Funds
 */
export function martinRatio(returns: ArrayLike<number>, options: AnnualOptions): Ratio {
  return growthOver(ulcerIndex(returns), returns, options)
}

/**
 * Pain ratio: compound growth over the risk-free rate, per unit of the pain index.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @returns NaN as {@link martinRatio}
 * @throws ConfigError when periodsPerYear is not positive
 * @see Bacon (2008), Practical Portfolio Performance Measurement and Attribution
 */
export function painRatio(returns: ArrayLike<number>, options: AnnualOptions): Ratio {
  return growthOver(painIndex(returns), returns, options)
}

/**
 * Treynor ratio: annualised mean excess return per unit of beta.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @param benchmark - of the same periods; shape [nPeriods]
 * @returns fraction a year; NaN where beta is NaN or 0
 * @throws ShapeError when the lengths differ; ConfigError when an option is out of range
 * @see Treynor (1965), Harvard Business Review 43(1)
 */
export function treynorRatio(
  returns: ArrayLike<number>,
  benchmark: ArrayLike<number>,
  options: AnnualOptions,
): Fraction {
  const riskFree = riskFreePerPeriod('treynorRatio', options)
  const slope = beta(returns, benchmark)
  return fraction(slope === 0 ? NaN : ((mean(returns) - riskFree) * options.periodsPerYear) / slope)
}

/**
 * M2, the risk-adjusted performance of Modigliani and Modigliani: what the portfolio would have returned a year (mean, not
 * compounded) if levered or lent to the benchmark's volatility; the risk-free rate plus Sharpe ratio times that volatility.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @param benchmark - of the same periods; shape [nPeriods]
 * @returns fraction a year; NaN where the Sharpe ratio or the benchmark's volatility is
 * @throws ConfigError when an option is out of range
 * @see Modigliani and Modigliani (1997), Journal of Portfolio Management 23(2)
 */
export function mSquared(returns: ArrayLike<number>, benchmark: ArrayLike<number>, options: AnnualOptions): Fraction {
  const annualRate = riskFreePerPeriod('mSquared', options) * options.periodsPerYear
  return fraction(annualRate + sharpeRatio(returns, options) * volatility(benchmark, options.periodsPerYear))
}

/**
 * Information ratio: mean active return over the tracking error, annualised.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @param benchmark - of the same periods; shape [nPeriods]
 * @returns NaN with under two periods, when the active returns do not vary, or when any is NaN
 * @throws ShapeError when the lengths differ; ConfigError when periodsPerYear is not positive
 * @see Grinold and Kahn (2000), Active Portfolio Management
 */
export function informationRatio(
  returns: ArrayLike<number>,
  benchmark: ArrayLike<number>,
  periodsPerYear: number,
): Ratio {
  checkPeriods('informationRatio', periodsPerYear)
  return ratio(meanOverDeviation(returns, activeReturns(returns, benchmark), periodsPerYear))
}

/**
 * The Sharpe ratio of fact sheets: compound growth less the risk-free rate, over volatility, all per year. Compounding takes
 * about half the variance off the numerator, so this is not {@link sharpeRatio} of the same returns.
 * @returns NaN unless the volatility is positive
 */
export function sharpeFromCagr(growth: Fraction, annualVolatility: Fraction, riskFreeAnnual: Fraction): Ratio {
  return ratio(annualVolatility > 0 ? fraction(growth - riskFreeAnnual) / annualVolatility : NaN)
}

/**
 * The Sortino ratio of fact sheets: compound growth less the risk-free rate, over the deviation of the negative returns.
 * @returns NaN unless the downside volatility is positive
 */
export function sortinoFromCagr(growth: Fraction, annualDownside: Fraction, riskFreeAnnual: Fraction): Ratio {
  return sharpeFromCagr(growth, annualDownside, riskFreeAnnual)
}
