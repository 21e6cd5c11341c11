import { ConfigError } from '../core/errors.js'
import { correlation } from '../core/statistics.js'
import { checkPeriods } from './periods.js'
import { fraction, ratio, type Fraction, type Ratio } from './units.js'

/** What a capital of 1 has become: the product of 1 + r; NaN when empty. */
function equityOf(returns: ArrayLike<number>): number {
  let equity = returns.length === 0 ? NaN : 1
  for (let i = 0; i < returns.length; i++) equity *= 1 + returns[i]
  return equity
}

/** Growth per year that leads to an equity; a power of a negative number exists for some exponents, growth beyond ruin does not. */
function annualGrowth(equity: number, years: number): Fraction {
  return fraction(equity < 0 ? NaN : Math.pow(equity, 1 / years) - 1)
}

/**
 * Compounded return of the whole series: the product of 1 + r, less 1. It is not the sum of the returns.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @returns fraction; NaN when empty or when any return is NaN
 * @see empyrical.cum_returns_final
 */
export function totalReturn(returns: ArrayLike<number>): Fraction {
  return fraction(equityOf(returns) - 1)
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
  return annualGrowth(1 + total, years)
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
  // Not by way of the total return: of an equity near 0 it would keep few digits.
  return annualGrowth(equityOf(returns), returns.length / periodsPerYear)
}

/**
 * Stability: R2 of the straight line through the logarithm of the equity, over time; 1 is growth without any detour.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @returns in [0, 1]; NaN with under two returns, when equity does not move, when all was lost, or when any return is NaN
 * @see empyrical.stability_of_timeseries
 */
export function growthStability(returns: ArrayLike<number>): Ratio {
  let logEquity = 0
  const equity = Float64Array.from(returns, (value) => (logEquity += Math.log1p(value)))
  const r = Number.isFinite(logEquity)
    ? correlation(
        equity,
        equity.map((_, i) => i),
      )
    : NaN
  return ratio(r * r)
}
