import { ConfigError, ShapeError } from '../core/errors.js'
import { createRandom, type Random } from '../core/random.js'
import { presentOf, quantile } from '../core/statistics.js'

/** How often and how a series is resampled. */
export interface BootstrapOptions {
  /** Number of resampled series, 1 or more. */
  readonly samples: number
  /** Mean length of a block in periods, 1 or more; 1 draws single values. Cut as {@link longestBlock} says. */
  readonly meanBlock: number
  /** Probability that the interval is to cover, in (0, 1). */
  readonly level: number
  readonly seed: number
}

/** A statistic and the interval its resampled values fill. */
export interface BootstrapInterval {
  readonly estimate: number
  readonly low: number
  readonly high: number
}

/**
 * The longest mean block with which a series is resampled, a third of it: of longer ones a resample is the series itself, turned
 * around, and the interval shrinks to nothing, which looks like certainty.
 * @param nPeriods - of the series
 * @returns periods, rounded up, 1 or more
 */
export function longestBlock(nPeriods: number): number {
  return Math.max(1, Math.ceil(nPeriods / 3))
}

function check({ samples, meanBlock, level }: BootstrapOptions): void {
  if (!Number.isSafeInteger(samples) || samples < 1)
    throw new ConfigError(`bootstrapInterval: samples "${samples}", expected a whole number, 1 or more`)
  if (!(meanBlock >= 1) || meanBlock === Infinity)
    throw new ConfigError(`bootstrapInterval: meanBlock "${meanBlock}", expected a number of periods, 1 or more`)
  if (!(level > 0 && level < 1))
    throw new ConfigError(`bootstrapInterval: level "${level}", expected a probability between 0 and 1`)
}

/**
 * Fills `out` with blocks that start anywhere, have geometric lengths and run on from the end of the series to its start. All series
 * have the same blocks, so that what happened in one period stays together.
 */
function resample(
  series: readonly Float64Array[],
  out: readonly Float64Array[],
  meanBlock: number,
  random: Random,
): void {
  const n = out[0].length
  const logContinue = Math.log1p(-1 / meanBlock)
  for (let filled = 0; filled < n;) {
    const start = random.integer(n)
    // The inverse of the geometric distribution saves a draw per period; 1 - u is never 0.
    const length = 1 + Math.floor(Math.log(1 - random.uniform()) / logContinue)
    const end = Math.min(n, filled + length)
    for (let from = start; filled < end; from = 0) {
      const count = Math.min(end - filled, n - from)
      for (let k = 0; k < out.length; k++) out[k].set(series[k].subarray(from, from + count), filled)
      filled += count
    }
  }
}

/** The interval of one statistic; resamples on which it is not known are left out. */
function intervalOf(estimate: number, resampled: Float64Array, level: number): BootstrapInterval {
  if (Number.isNaN(estimate)) return { estimate, low: NaN, high: NaN }
  const known = presentOf(resampled)
  const tail = (1 - level) / 2
  return { estimate, low: quantile(known, tail), high: quantile(known, 1 - tail) }
}

/**
 * Intervals of several statistics of serially dependent series by the stationary block bootstrap: the (1 - level) / 2 quantiles, at
 * both ends, of each statistic over resampled series. All statistics see the same resamples and all series the same blocks: a
 * portfolio stays beside its benchmark, and two Sharpe ratios can be subtracted.
 * @param series - each of shape [nPeriods], without NaN; one or more
 * @param statistics - pure function of series of that length, in the order given; it must not keep or change the arrays, which are
 *   used again; always the same number of results
 * @returns one interval for each result, in order; NaN throughout when the series are empty, hold a NaN, or the statistic of the series
 *   themselves is not known
 * @throws ConfigError when an option is out of range; ShapeError when the lengths differ
 * @see Politis and Romano (1994), Journal of the American Statistical Association 89(428)
 */
export function bootstrapIntervals(
  series: readonly ArrayLike<number>[],
  statistics: (series: readonly Float64Array[]) => ArrayLike<number>,
  options: BootstrapOptions,
): BootstrapInterval[] {
  check(options)
  const { samples, meanBlock, level, seed } = options
  const originals = series.map((values) => Float64Array.from(values))
  const n = originals[0].length
  const other = originals.find(({ length }) => length !== n)
  if (other !== undefined)
    throw new ShapeError(`bootstrapIntervals: a series of ${other.length} periods, expected ${n}`)
  const estimates = Array.from(statistics(originals))
  if (n === 0 || originals.some((values) => values.some(Number.isNaN)))
    return estimates.map(() => ({ estimate: NaN, low: NaN, high: NaN }))
  const block = Math.min(meanBlock, longestBlock(n))
  const random = createRandom(seed, 'stationary-bootstrap')
  const resampled = originals.map(() => new Float64Array(n))
  const results = estimates.map(() => new Float64Array(samples))
  for (let k = 0; k < samples; k++) {
    resample(originals, resampled, block, random)
    const values = statistics(resampled)
    for (let i = 0; i < results.length; i++) results[i][k] = values[i]
  }
  return results.map((values, i) => intervalOf(estimates[i], values, level))
}

/**
 * Interval of one statistic of one series, as {@link bootstrapIntervals}.
 * @param values - [nPeriods], without NaN
 * @param statistic - pure function of a series of that length; it must not keep or change the array, which is used again
 * @returns NaN throughout when the series is empty or holds a NaN
 * @throws ConfigError when an option is out of range
 */
export function bootstrapInterval(
  values: ArrayLike<number>,
  statistic: (series: Float64Array) => number,
  options: BootstrapOptions,
): BootstrapInterval {
  return bootstrapIntervals([values], ([series]) => [statistic(series)], options)[0]
}
