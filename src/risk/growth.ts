import { ConfigError } from '../core/errors.js'
import { checkPeriods } from './periods.js'
import { fraction, type Fraction } from './units.js'

/**
 * Compounded return of the whole series: the product of 1 + r, less 1. It is not the sum of the returns.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @returns fraction; NaN when empty or when any return is NaN
 * @see empyrical.cum_returns_final
 */
export function totalReturn(returns: ArrayLike<number>): Fraction {
  if (returns.length === 0) return fraction(NaN)
  let equity = 1
  for (let i = 0; i < returns.length; i++) equity *= 1 + returns[i]
  return fraction(equity - 1)
}

/**
 * Compound annual growth rate that leads to a total return: (1 + total)^(1 / years) - 1.
 * @param total - return over all the years, as fraction
 * @param years - length of time, above 0
 * @returns fraction a year; NaN when the total is NaN or below -1
 * @throws ConfigError when there is no time
 */
export function cagrFromTotal(total: Fraction, years: number): Fraction {
  if (!(years > 0)) throw new ConfigError(`cagrFromTotal: years "${years}", expected a number above 0`)
  // A power of a negative number exists for some exponents; growth after more than everything was lost does not.
  return fraction(total < -1 ? NaN : Math.pow(1 + total, 1 / years) - 1)
}

/**
 * Compound annual growth rate of a series, its length measured in periods.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @returns fraction a year; NaN when empty or when any return is NaN
 * @throws ConfigError when periodsPerYear is not positive
 * @see empyrical.annual_return
 */
export function cagr(returns: ArrayLike<number>, periodsPerYear: number): Fraction {
  checkPeriods('cagr', periodsPerYear)
  if (returns.length === 0) return fraction(NaN)
  return cagrFromTotal(totalReturn(returns), returns.length / periodsPerYear)
}
