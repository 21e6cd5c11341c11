import { ShapeError } from '../core/errors.js'
import { cagr } from './growth.js'
import { ratio, type Ratio } from './units.js'

/** Which periods of the benchmark are looked at: those above 0 or those below. */
export type MarketSide = 'up' | 'down'

/**
 * Capture ratio: compound growth of the portfolio over that of the benchmark in the periods in which the benchmark rose (or fell).
 * With one period a year the growth is the geometric mean per period, Morningstar's definition; with 252 or 12 it is annualised
 * as if every period of the year had been such a one, empyrical's definition: the same periods, quite another number.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @param benchmark - of the same periods; shape [nPeriods]
 * @returns NaN without a period of that side or when any return of those periods is NaN; a NaN of the benchmark is on no side
 * @throws ShapeError when the lengths differ; ConfigError when periodsPerYear is not positive
 * @see Morningstar (2011), Upside and Downside Capture Ratios; empyrical.up_capture, down_capture
 */
export function captureRatio(
  returns: ArrayLike<number>,
  benchmark: ArrayLike<number>,
  { side, periodsPerYear }: { readonly side: MarketSide; readonly periodsPerYear: number },
): Ratio {
  if (returns.length !== benchmark.length)
    throw new ShapeError(`captureRatio: ${benchmark.length} benchmark returns, expected ${returns.length}`)
  const sign = side === 'up' ? 1 : -1
  const isOnSide = (_: number, i: number): boolean => benchmark[i] * sign > 0
  const own = Float64Array.from(returns).filter(isOnSide)
  const market = Float64Array.from(benchmark).filter(isOnSide)
  return ratio(cagr(own, periodsPerYear) / cagr(market, periodsPerYear))
}
