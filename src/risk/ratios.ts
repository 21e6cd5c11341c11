import { mean, standardDeviation } from '../core/statistics.js'
import { maxDrawdown } from './drawdown.js'
import { cagr, totalReturn } from './growth.js'
import { ratio, type Ratio } from './units.js'
import { downsideDeviation } from './volatility.js'

/** How a ratio is annualised, and over what. */
export interface RatioConvention {
  /** 252 for sessions, 12 for months. */
  readonly periodsPerYear: number
  /** Flat yearly rate, as a fraction; spread over the periods by compounding. */
  readonly riskFree?: number
}

function periodRate({ periodsPerYear, riskFree = 0 }: RatioConvention): number {
  return (1 + riskFree) ** (1 / periodsPerYear) - 1
}

/** A quotient; NaN when the denominator is not above 0, since no risk is no ground for an infinite ratio. */
function over(numerator: number, denominator: number): Ratio {
  return ratio(denominator > 0 ? numerator / denominator : NaN)
}

/**
 * Sharpe ratio: mean excess return per period over its sample deviation, annualised by the root of the periods in a year.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @returns NaN with under two returns, without variance, or when any return is NaN
 * @see Sharpe (1994), Journal of Portfolio Management 21(1); empyrical.sharpe_ratio
 */
export function sharpeRatio(returns: ArrayLike<number>, convention: RatioConvention): Ratio {
  const excess = mean(returns) - periodRate(convention)
  const deviation = standardDeviation(returns)
  // Rounding leaves a deviation of about 1e-18 to returns that are all the same.
  const flat = deviation <= 1e-15 * Math.abs(mean(returns))
  return over(excess * Math.sqrt(convention.periodsPerYear), flat ? 0 : deviation)
}

/**
 * Sharpe ratio as some publications print it: growth rate less the yearly rate, over the yearly volatility.
 * @param growth - CAGR, as a fraction
 * @param yearlyVolatility - as a fraction
 */
export function growthSharpeRatio(growth: number, yearlyVolatility: number, riskFree: number): Ratio {
  return over(growth - riskFree, yearlyVolatility)
}

/**
 * Sortino ratio: mean excess return over the target downside deviation, annualised; the target is the period's rate.
 * @returns NaN when there is no shortfall, when empty, or when any return is NaN
 */
export function sortinoRatio(returns: ArrayLike<number>, convention: RatioConvention): Ratio {
  const rate = periodRate(convention)
  const yearlyExcess = (mean(returns) - rate) * convention.periodsPerYear
  return over(yearlyExcess, downsideDeviation(returns, convention.periodsPerYear, rate))
}

/** Calmar ratio: CAGR over the size of the maximum drawdown; NaN when there is no drawdown. */
export function calmarRatio(returns: ArrayLike<number>, periodsPerYear: number): Ratio {
  return over(cagr(returns, periodsPerYear), -maxDrawdown(returns))
}

/** Total return over the size of the maximum drawdown; NaN when there is no drawdown. */
export function returnOverMaxDrawdown(returns: ArrayLike<number>): Ratio {
  return over(totalReturn(returns), -maxDrawdown(returns))
}

/**
 * Information ratio: mean active return over its sample deviation, annualised.
 * @param benchmark - returns of the same periods
 * @returns NaN when the active returns do not vary
 */
export function informationRatio(
  returns: ArrayLike<number>,
  benchmark: ArrayLike<number>,
  periodsPerYear: number,
): Ratio {
  return sharpeRatio(
    Float64Array.from(returns, (value, i) => value - benchmark[i]),
    { periodsPerYear },
  )
}
