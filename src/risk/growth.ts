import { fraction, type Fraction } from './units.js'

/**
 * Return of the whole period, compounded.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @returns 0 when empty, NaN when any return is NaN
 */
export function totalReturn(returns: ArrayLike<number>): Fraction {
  let growth = 1
  for (let i = 0; i < returns.length; i++) growth *= 1 + returns[i]
  return fraction(growth - 1)
}

/** Yearly growth rate that compounds to a total return over a number of years; NaN for no time at all. */
export function cagrFromTotal(total: number, years: number): Fraction {
  return fraction(years > 0 ? (1 + total) ** (1 / years) - 1 : NaN)
}

/**
 * Compound annual growth rate.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @param periodsPerYear - 252 for sessions, 12 for months
 * @returns NaN when empty or when any return is NaN
 * @see empyrical.cagr (same definition)
 */
export function cagr(returns: ArrayLike<number>, periodsPerYear: number): Fraction {
  return cagrFromTotal(totalReturn(returns), returns.length / periodsPerYear)
}
