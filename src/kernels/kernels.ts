import type { Matrix } from '../core/matrix.js'
import type { Sweep } from './sweep.js'

/** Rows from (inclusive) to (exclusive) of an output. */
export interface Rows {
  readonly from: number
  readonly to: number
}

/** What a rolling statistic needs: matrices it is made of, and the shortest window in which it exists. */
interface StatisticTerms {
  readonly inputs: 1 | 2
  readonly leastWindow: number
}

/**
 * Statistics of the last `window` rows x[1] (oldest) ... x[window] (row t), and y of a second input. Each is missing where fewer
 * rows exist or one of them is NaN, and where its definition divides by a spread of 0 (a flat window).
 */
export const ROLLING_STATISTICS = {
  /** x[1] + ... + x[w]. */
  sum: { inputs: 1, leastWindow: 1 },
  /** Arithmetic mean; of equal values exactly that value. */
  mean: { inputs: 1, leastWindow: 1 },
  /** Sample standard deviation, n - 1; of equal values exactly 0. */
  deviation: { inputs: 1, leastWindow: 2 },
  /** (x[w] - mean) / deviation, the newest row being part of the window. */
  z: { inputs: 1, leastWindow: 2 },
  /** Sample skewness, adjusted Fisher-Pearson G1. */
  skewness: { inputs: 1, leastWindow: 3 },
  /** Sample excess kurtosis, G2: 0 for normal data. */
  kurtosis: { inputs: 1, leastWindow: 4 },
  /** Linearly weighted, the newest row weighing most: sum k x[k] / (w (w + 1) / 2). */
  weightedMean: { inputs: 1, leastWindow: 1 },
  /** Slope of the least-squares line through the window, per row. */
  slope: { inputs: 1, leastWindow: 2 },
  max: { inputs: 1, leastWindow: 1 },
  min: { inputs: 1, leastWindow: 1 },
  /** Rows since the latest maximum: 0 ... w - 1. */
  sinceMax: { inputs: 1, leastWindow: 1 },
  /** Rows since the latest minimum: 0 ... w - 1. */
  sinceMin: { inputs: 1, leastWindow: 1 },
  /** Rank of x[w] in the window, ties averaged, as a fraction: 1 / w ... 1. */
  rank: { inputs: 1, leastWindow: 1 },
  median: { inputs: 1, leastWindow: 1 },
  /** Median of |x - median|, not scaled. */
  medianDeviation: { inputs: 1, leastWindow: 1 },
  /** (x[w] - median) / (1.4826 MAD), both over x[1] ... x[w-1]: the newest row is not part of its own baseline. */
  robustZ: { inputs: 1, leastWindow: 3 },
  /** Sample covariance of x and y, n - 1. */
  covariance: { inputs: 2, leastWindow: 2 },
  /** Pearson's correlation of x and y, within -1 ... 1. */
  correlation: { inputs: 2, leastWindow: 2 },
  /** Slope of x on y: covariance / variance of y. */
  beta: { inputs: 2, leastWindow: 2 },
} as const satisfies Record<string, StatisticTerms>

export type RollingStatistic = keyof typeof ROLLING_STATISTICS

/** One statistic over one window, and where it goes: `out` has the shape of the first input. */
export interface RollingRequest {
  readonly statistic: RollingStatistic
  readonly window: number
  readonly out: Matrix
}

/** A matrix, `lag` rows earlier. One column stands for all columns (a value per session). */
export interface Lagged {
  readonly matrix: Matrix
  readonly lag: number
}

/**
 * The numeric work that features share. Every function fills the given rows of `out` and no others, from rows of its inputs at
 * or before them; row t is a function of the window alone, to the last bit, whatever precedes it and however rows are batched.
 */
export interface Kernels {
  /** A matrix that these kernels can write fast; its values are undefined until written. */
  allocate(rows: number, cols: number): Matrix
  /** The same values where these kernels read them fast: the matrix itself, or a copy (into `spare`, if it has the shape). */
  share(matrix: Matrix, spare?: Matrix): Matrix
  /**
   * Rolling statistics down the columns. Requests on the same inputs share their work.
   * @param inputs - x, and y for statistics of two inputs; y has the shape of x or a single column
   */
  rolling(inputs: readonly Matrix[], requests: readonly RollingRequest[], rows: Rows): void
  /** Rank across the columns of each row, ties averaged, as a fraction of the values present: 1 / n ... 1; NaN stays NaN. */
  rank(input: Matrix, out: Matrix, rows: Rows): void
  /** log(numerator / denominator), or of the numerator alone; NaN unless that is positive and finite. */
  logRatio(numerator: Lagged, denominator: Lagged | undefined, out: Matrix, rows: Rows): void
  /** input[t] - input[t - lag]. */
  difference(input: Matrix, lag: number, out: Matrix, rows: Rows): void
  /**
   * Many momentum rotations at once, weights kept equal between decisions.
   * @returns a row per rotation ({@link sweepRow}): final equity of 1, least equity over its peak, sum of the returns and of their
   *   squares over all rows, sum of the changes of weights
   */
  sweep(sweep: Sweep): Matrix
}
