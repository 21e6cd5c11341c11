import { ConfigError } from '../core/errors.js'
import { createRandom, type Random } from '../core/random.js'
import { quantile } from '../core/statistics.js'

/** How often and how a series is resampled. */
export interface BootstrapOptions {
  /** Number of resampled series, 1 or more. */
  readonly samples: number
  /** Mean length of a block in periods, 1 or more; 1 draws single values. */
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

function check({ samples, meanBlock, level }: BootstrapOptions): void {
  if (!Number.isSafeInteger(samples) || samples < 1)
    throw new ConfigError(`bootstrapInterval: samples "${samples}", expected a whole number, 1 or more`)
  if (!(meanBlock >= 1) || meanBlock === Infinity)
    throw new ConfigError(`bootstrapInterval: meanBlock "${meanBlock}", expected a number of periods, 1 or more`)
  if (!(level > 0 && level < 1))
    throw new ConfigError(`bootstrapInterval: level "${level}", expected a probability between 0 and 1`)
}

/** Fills `out` with blocks that start anywhere, have geometric lengths and run on from the end of the series to its start. */
function resample(values: Float64Array, out: Float64Array, meanBlock: number, random: Random): void {
  const n = values.length
  // Not log(1 - 1 / meanBlock), which is 0 for blocks beyond 2^53: their length would not be a number.
  const logContinue = Math.log1p(-1 / meanBlock)
  for (let filled = 0; filled < n;) {
    const start = random.integer(n)
    // The inverse of the geometric distribution saves a draw per period; 1 - u is never 0.
    const length = 1 + Math.floor(Math.log(1 - random.uniform()) / logContinue)
    const end = Math.min(n, filled + length)
    for (let from = start; filled < end; from = 0) {
      const count = Math.min(end - filled, n - from)
      out.set(values.subarray(from, from + count), filled)
      filled += count
    }
  }
}

/**
 * Interval of a statistic of a serially dependent series by the stationary block bootstrap: the (1 - level) / 2 quantiles, at
 * both ends, of the statistic over resampled series.
 * @param values - [nPeriods], without NaN
 * @param statistic - pure function of a series of that length; it must not keep or change the array, which is used again
 * @returns NaN throughout when the series is empty or holds a NaN
 * @throws ConfigError when an option is out of range
 * @see Politis and Romano (1994), Journal of the American Statistical Association 89(428)
 */
export function bootstrapInterval(
  values: ArrayLike<number>,
  statistic: (series: Float64Array) => number,
  options: BootstrapOptions,
): BootstrapInterval {
  check(options)
  const { samples, meanBlock, level, seed } = options
  const series = Float64Array.from(values)
  if (series.length === 0 || series.some(Number.isNaN)) return { estimate: NaN, low: NaN, high: NaN }
  const random = createRandom(seed, 'stationary-bootstrap')
  const resampled = new Float64Array(series.length)
  const statistics = new Float64Array(samples)
  for (let k = 0; k < samples; k++) {
    resample(series, resampled, meanBlock, random)
    statistics[k] = statistic(resampled)
  }
  const tail = (1 - level) / 2
  return { estimate: statistic(series), low: quantile(statistics, tail), high: quantile(statistics, 1 - tail) }
}
