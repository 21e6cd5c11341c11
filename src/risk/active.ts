import { ShapeError } from '../core/errors.js'
import { areKnown } from './known-returns.js'
import { fraction, type Fraction } from './units.js'
import { volatility } from './volatility.js'

/**
 * Returns over a benchmark, period by period.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @param benchmark - of the same periods; shape [nPeriods]
 * @returns differences, shape [nPeriods]; NaN where either is
 * @throws ShapeError when the lengths differ
 */
export function activeReturns(returns: ArrayLike<number>, benchmark: ArrayLike<number>): Float64Array {
  if (returns.length !== benchmark.length)
    throw new ShapeError(`activeReturns: ${benchmark.length} benchmark returns, expected ${returns.length}`)
  return Float64Array.from(returns, (value, i) => value - benchmark[i])
}

/**
 * Tracking error: annualised sample standard deviation of the active returns.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @param benchmark - of the same periods; shape [nPeriods]
 * @returns fraction a year; NaN with under two periods or when any return is NaN
 * @throws ShapeError when the lengths differ; ConfigError when periodsPerYear is not positive
 */
export function trackingError(
  returns: ArrayLike<number>,
  benchmark: ArrayLike<number>,
  periodsPerYear: number,
): Fraction {
  return volatility(activeReturns(returns, benchmark), periodsPerYear)
}

/**
 * Batting average: share of the periods in which the portfolio returned more than the benchmark.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @param benchmark - of the same periods; shape [nPeriods]
 * @returns fraction in [0, 1]; NaN when empty or when any return is NaN
 * @throws ShapeError when the lengths differ
 */
export function battingAverage(returns: ArrayLike<number>, benchmark: ArrayLike<number>): Fraction {
  const active = activeReturns(returns, benchmark)
  return fraction(areKnown(active) ? active.filter((value) => value > 0).length / active.length : NaN)
}
