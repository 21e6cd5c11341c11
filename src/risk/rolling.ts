import { ConfigError, ShapeError } from '../core/errors.js'

/**
 * A metric over every window of some series.
 * @param series - of the same periods, each of shape [nPeriods]: returns, and a benchmark's where the metric wants one
 * @param window - periods in a window, 1 or more
 * @param metric - of the series' parts in a window, in the order given; it must not keep or change them
 * @returns shape [nPeriods]: element t is the metric of periods t - window + 1 to t; NaN before the first whole window
 * @throws ShapeError when the lengths differ; ConfigError when the window is not a whole number, 1 or more
 * @example rolling([returns, benchmark], 252, beta)
 */
export function rolling(
  series: readonly Float64Array[],
  window: number,
  metric: (...parts: readonly Float64Array[]) => number,
): Float64Array {
  if (!Number.isSafeInteger(window) || window < 1)
    throw new ConfigError(`rolling: window "${window}", expected a whole number of periods, 1 or more`)
  const nPeriods = series[0]?.length ?? 0
  const other = series.find(({ length }) => length !== nPeriods)
  if (other !== undefined) throw new ShapeError(`rolling: a series of ${other.length} periods, expected ${nPeriods}`)
  const out = new Float64Array(nPeriods).fill(NaN)
  for (let end = window; end <= nPeriods; end++)
    out[end - 1] = metric(...series.map((values) => values.subarray(end - window, end)))
  return out
}
