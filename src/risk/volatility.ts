import { standardDeviation } from '../core/statistics.js'
import { fraction, type Fraction } from './units.js'

/**
 * Annualised volatility: sample standard deviation of the returns times the root of the periods in a year.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @returns NaN with under two returns or when any is NaN
 * @see empyrical.annual_volatility
 */
export function volatility(returns: ArrayLike<number>, periodsPerYear: number): Fraction {
  return fraction(standardDeviation(returns) * Math.sqrt(periodsPerYear))
}

/**
 * Annualised sample standard deviation of the negative returns alone, around their own mean. A common definition of downside
 * risk; it says nothing about how often losses come. Not the {@link downsideDeviation} of the Sortino ratio.
 * @returns NaN with under two negative returns or when any return is NaN
 */
export function downsideVolatility(returns: ArrayLike<number>, periodsPerYear: number): Fraction {
  const all = Float64Array.from(returns)
  if (all.some((value) => Number.isNaN(value))) return fraction(NaN)
  const losses = all.filter((value) => value < 0)
  return volatility(losses, periodsPerYear)
}

/**
 * Annualised target downside deviation: root of the mean squared shortfall below a target, every period counted.
 * @param target - per period, as fraction
 * @returns 0 without shortfalls; NaN when empty or when any return is NaN
 * @see Sortino and van der Meer (1991), Journal of Portfolio Management 17(4); empyrical.downside_risk
 */
export function downsideDeviation(returns: ArrayLike<number>, periodsPerYear: number, target = 0): Fraction {
  let sum = 0
  for (let i = 0; i < returns.length; i++) sum += Math.min(returns[i] - target, 0) ** 2
  return fraction(Math.sqrt((sum / returns.length) * periodsPerYear))
}

/**
 * Tracking error: annualised sample deviation of the active returns.
 * @param benchmark - returns of the same periods
 */
export function trackingError(
  returns: ArrayLike<number>,
  benchmark: ArrayLike<number>,
  periodsPerYear: number,
): Fraction {
  return volatility(
    Float64Array.from(returns, (value, i) => value - benchmark[i]),
    periodsPerYear,
  )
}
