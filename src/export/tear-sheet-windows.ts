import type { Matrix } from '../core/matrix.js'
import { attributeWindow, type WindowAttribution } from '../risk/contributions.js'
import { totalReturn } from '../risk/growth.js'
import { bestWindows, worstWindows, type Window } from '../risk/windows.js'

/** Windows that are looked at on each side. */
const MOST_WINDOWS = 5

/** What windows are looked for in; periods are those of the returns. */
export interface WindowInput {
  /** Net returns of the portfolio and returns of what it is held against; shape [nPeriods] each */
  readonly returns: Float64Array
  readonly benchmark: Float64Array
  /** nPeriods x nAssets, as {@link attributeWindow} takes them. */
  readonly contributions: Matrix
  readonly periodsPerYear: number
}

/** A window with what both sides returned in it, and what each asset brought. */
export interface ExplainedWindow extends Window {
  readonly net: number
  readonly benchmark: number
  readonly attribution: WindowAttribution
}

/** Worst and best quarters of a year against the benchmark. */
export interface QuarterWindows {
  /** Periods in each. */
  readonly length: number
  readonly worst: readonly ExplainedWindow[]
  readonly best: readonly ExplainedWindow[]
}

/** The windows of a quarter of a year that lay furthest behind the benchmark, and ahead of it; none of them overlap on a side. */
export function quarterWindows({ returns, benchmark, contributions, periodsPerYear }: WindowInput): QuarterWindows {
  const length = Math.max(1, Math.round(periodsPerYear / 4))
  const options = { length, count: MOST_WINDOWS, benchmark }
  const explained = (window: Window): ExplainedWindow => ({
    ...window,
    net: totalReturn(returns.subarray(window.start, window.end)),
    benchmark: totalReturn(benchmark.subarray(window.start, window.end)),
    attribution: attributeWindow(contributions, returns, window),
  })
  return {
    length,
    worst: worstWindows(returns, options).map(explained),
    best: bestWindows(returns, options).map(explained),
  }
}
