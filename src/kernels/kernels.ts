import type { Matrix } from '../core/matrix.js'

/**
 * Rolling statistics down the columns of a matrix. Row t of the output is a function of input rows t-window+1 ... t alone, to
 * the last bit; it is NaN when fewer rows exist or when any of them is NaN. `out` has the shape of `input`.
 */
export interface Kernels {
  /** Arithmetic mean of the window. */
  rollingMean(input: Matrix, window: number, out: Matrix): void
  /** Sample standard deviation of the window (two passes); window 2 or more. */
  rollingDeviation(input: Matrix, window: number, out: Matrix): void
  /** Linearly weighted mean, the newest value weighing most: sum k p_k / (w (w + 1) / 2), k = 1 oldest ... w newest. */
  rollingWeightedMean(input: Matrix, window: number, out: Matrix): void
  /** Slope of the least-squares line through the window, per row; window 2 or more. */
  rollingSlope(input: Matrix, window: number, out: Matrix): void
  /**
   * Robust z-score of the newest value against the `window - 1` values before it: (x - median) / (1.4826 MAD).
   * NaN also where the median absolute deviation is 0.
   */
  rollingRobustZ(input: Matrix, window: number, out: Matrix): void
}
