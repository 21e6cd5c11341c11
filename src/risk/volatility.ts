import { standardDeviation } from '../core/statistics.js'
import { checkPeriods } from './periods.js'
import { fraction, type Fraction } from './units.js'

/**
 * Sample standard deviation of the returns (n - 1 in the denominator), times the square root of the periods in a year.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @returns fraction a year; NaN with under two returns or when any is NaN
 * @throws ConfigError when periodsPerYear is not positive
 * @see empyrical.annual_volatility
 */
export function volatility(returns: ArrayLike<number>, periodsPerYear: number): Fraction {
  checkPeriods('volatility', periodsPerYear)
  return fraction(standardDeviation(returns) * Math.sqrt(periodsPerYear))
}

/**
 * Sample standard deviation of the negative returns alone, around their own mean, annualised as {@link volatility}. This is
 * what fact sheets print as downside risk; {@link downsideDeviation} is another measure, and the one that Sortino's ratio uses.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @returns fraction a year; NaN with under two negative returns or when any return is NaN
 * @throws ConfigError when periodsPerYear is not positive
 */
export function downsideVolatility(returns: ArrayLike<number>, periodsPerYear: number): Fraction {
  checkPeriods('downsideVolatility', periodsPerYear)
  // NaN stays in: it must not vanish among the losses.
  const losses = Float64Array.from(returns).filter((value) => !(value >= 0))
  return volatility(losses, periodsPerYear)
}

/** What counts as downside. */
export interface DownsideOptions {
  /** Return per period below which a period is a shortfall, as fraction. */
  readonly target: number
  readonly periodsPerYear: number
}

/**
 * Target downside deviation: sqrt(mean(min(r - target, 0)^2)) over all periods, annualised as {@link volatility}.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @returns fraction a year, 0 or more; NaN when empty or when any return is NaN
 * @throws ConfigError when periodsPerYear is not positive
 * @see empyrical.downside_risk; Sortino and van der Meer (1991)
 */
export function downsideDeviation(returns: ArrayLike<number>, { target, periodsPerYear }: DownsideOptions): Fraction {
  checkPeriods('downsideDeviation', periodsPerYear)
  let squares = 0
  for (let i = 0; i < returns.length; i++) {
    const shortfall = Math.min(returns[i] - target, 0)
    squares += shortfall * shortfall
  }
  return fraction(Math.sqrt(squares / returns.length) * Math.sqrt(periodsPerYear))
}
