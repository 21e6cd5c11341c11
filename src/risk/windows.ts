import { ConfigError, ShapeError } from '../core/errors.js'
import { totalReturn } from './growth.js'
import { fraction, type Fraction } from './units.js'

/** A run of periods and what it brought. */
export interface Window {
  /** First and last (exclusive) period. */
  readonly start: number
  readonly end: number
  /** Compounded return, less the benchmark's where there is one. */
  readonly return: Fraction
}

export interface WindowOptions {
  /** Periods in a window, 1 or more. */
  readonly length: number
  /** Most windows that are given. */
  readonly count: number
  /** Returns of the same periods, to look for times of under- or outperformance; shape [nPeriods] */
  readonly benchmark?: Float64Array
}

function allWindows(returns: Float64Array, { length, benchmark }: WindowOptions): Window[] {
  if (!Number.isSafeInteger(length) || length < 1)
    throw new ConfigError(`windows: length "${length}", expected a whole number of periods, 1 or more`)
  if (benchmark !== undefined && benchmark.length !== returns.length)
    throw new ShapeError(`windows: ${benchmark.length} benchmark returns, expected ${returns.length}`)
  return Array.from({ length: Math.max(0, returns.length - length + 1) }, (_, start) => {
    const end = start + length
    const market = benchmark === undefined ? 0 : totalReturn(benchmark.subarray(start, end))
    return { start, end, return: fraction(totalReturn(returns.subarray(start, end)) - market) }
  }).filter((window) => !Number.isNaN(window.return))
}

/** The first windows of an order that overlap with none before them. */
function apart(ordered: readonly Window[], count: number): Window[] {
  const chosen: Window[] = []
  for (const window of ordered) {
    if (chosen.length >= count) break
    if (chosen.every(({ start, end }) => window.end <= start || window.start >= end)) chosen.push(window)
  }
  return chosen
}

/**
 * The worst windows of a length that do not overlap: the worst of all, then the worst of those apart from it, and so on.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @returns worst first, of equal ones the earlier; windows with a NaN are passed over
 * @throws ConfigError when the length is not a whole number, 1 or more; ShapeError when the benchmark's length differs
 */
export function worstWindows(returns: Float64Array, options: WindowOptions): Window[] {
  const ordered = allWindows(returns, options).sort((a, b) => a.return - b.return)
  return apart(ordered, options.count)
}

/** The best windows, best first, as {@link worstWindows}. */
export function bestWindows(returns: Float64Array, options: WindowOptions): Window[] {
  const ordered = allWindows(returns, options).sort((a, b) => b.return - a.return)
  return apart(ordered, options.count)
}
