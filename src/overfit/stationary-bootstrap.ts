import { ConfigError } from '../core/errors.js'
import { createRandom } from '../core/random.js'
import { mean, quantile } from '../core/statistics.js'

export interface BootstrapOptions {
  /** Number of resampled series. */
  readonly samples: number
  /** Mean length of the blocks, periods; 1 is the ordinary bootstrap. */
  readonly meanBlock: number
  /** Coverage of the interval, in (0, 1). */
  readonly level: number
  readonly seed: number
}

/** An estimate with its percentile interval. */
export interface BootstrapInterval {
  readonly estimate: number
  readonly low: number
  readonly high: number
}

/**
 * Percentile interval of the mean of a dependent series by the stationary bootstrap: blocks begin anywhere, their lengths are
 * geometric, and the series is wrapped around its end.
 * @param values - the series, without NaN; shape [n]
 * @returns NaN throughout when the series is empty
 * @throws ConfigError when an option is out of range
 * @see Politis and Romano (1994), Journal of the American Statistical Association 89(428)
 */
export function bootstrapMean(values: Float64Array, options: BootstrapOptions): BootstrapInterval {
  const { samples, meanBlock, level, seed } = options
  if (!(samples >= 1)) throw new ConfigError(`bootstrapMean: samples "${samples}", expected 1 or more`)
  if (!(meanBlock >= 1)) throw new ConfigError(`bootstrapMean: meanBlock "${meanBlock}", expected 1 or more`)
  if (!(level > 0 && level < 1)) throw new ConfigError(`bootstrapMean: level "${level}", expected above 0 and below 1`)
  const n = values.length
  if (n === 0) return { estimate: NaN, low: NaN, high: NaN }

  // Sums of wrapped stretches by difference: a block costs one subtraction instead of its length.
  const sums = new Float64Array(2 * n + 1)
  for (let i = 0; i < 2 * n; i++) sums[i + 1] = sums[i] + values[i % n]
  const random = createRandom(seed, 'stationary-bootstrap')
  const endOfBlock = Math.log(1 - 1 / meanBlock)
  const means = new Float64Array(samples)
  for (let sample = 0; sample < samples; sample++) {
    let total = 0
    for (let filled = 0; filled < n;) {
      const geometric = meanBlock === 1 ? 1 : 1 + Math.floor(Math.log(1 - random.uniform()) / endOfBlock)
      const length = Math.min(geometric, n - filled)
      const start = random.integer(n)
      total += sums[start + length] - sums[start]
      filled += length
    }
    means[sample] = total / n
  }
  const tail = (1 - level) / 2
  return { estimate: mean(values), low: quantile(means, tail), high: quantile(means, 1 - tail) }
}
