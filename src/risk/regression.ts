import { ShapeError } from '../core/errors.js'
import { mean } from '../core/statistics.js'
import { fraction, ratio, type Fraction, type Ratio } from './units.js'

/**
 * Beta: slope of the least-squares line of the returns on the benchmark's.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @param benchmark - returns of the same periods
 * @returns NaN when the benchmark does not vary or any return is NaN
 * @throws ShapeError when the lengths differ
 */
export function beta(returns: ArrayLike<number>, benchmark: ArrayLike<number>): Ratio {
  if (returns.length !== benchmark.length)
    throw new ShapeError(`beta: ${returns.length} returns and ${benchmark.length} of the benchmark`)
  const centre = mean(returns)
  const benchmarkCentre = mean(benchmark)
  let covariance = 0
  let variance = 0
  for (let i = 0; i < returns.length; i++) {
    covariance += (returns[i] - centre) * (benchmark[i] - benchmarkCentre)
    variance += (benchmark[i] - benchmarkCentre) ** 2
  }
  return ratio(variance > 0 ? covariance / variance : NaN)
}

/**
 * Alpha: intercept of the regression of excess returns on the benchmark's, times the periods in a year.
 * @param riskFree - flat yearly rate, as a fraction, spread over the periods by compounding
 * @returns yearly fraction; NaN as {@link beta}
 */
export function alpha(
  returns: ArrayLike<number>,
  benchmark: ArrayLike<number>,
  { periodsPerYear, riskFree = 0 }: { readonly periodsPerYear: number; readonly riskFree?: number },
): Fraction {
  const rate = (1 + riskFree) ** (1 / periodsPerYear) - 1
  const intercept = mean(returns) - rate - beta(returns, benchmark) * (mean(benchmark) - rate)
  return fraction(intercept * periodsPerYear)
}
