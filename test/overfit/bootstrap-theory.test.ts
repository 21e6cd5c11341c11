import { describe, expect, it } from 'vitest'
import { createRandom } from '../../src/core/random.js'
import { mean, standardDeviation } from '../../src/core/statistics.js'
import { bootstrapInterval, longestBlock, type BootstrapInterval } from '../../src/overfit/stationary-bootstrap.js'

/** Coverage of one standard deviation on either side of a normal distribution. */
const ONE_SIGMA = 0.6826894921370859

function autoregressive(seed: number, n: number, persistence: number): Float64Array {
  const random = createRandom(seed, 'autoregressive')
  let value = 0
  return Float64Array.from({ length: n }, () => {
    value = persistence * value + Math.sqrt(1 - persistence ** 2) * random.normal()
    return value
  })
}

/** Half the width of the interval of one standard deviation: the bootstrap's standard error of the mean. */
function standardError(values: Float64Array, meanBlock: number): number {
  const { low, high } = bootstrapInterval(values, mean, { samples: 20_000, meanBlock, level: ONE_SIGMA, seed: 3 })
  return (high - low) / 2
}

/**
 * The standard error that the stationary bootstrap has by theory, over all resamples: autocovariances of the wrapped series,
 * weighted by the chance that two values so far apart lie in one block.
 * @see Politis and Romano (1994), lemma 1
 */
function exactStandardError(values: Float64Array, meanBlock: number): number {
  const n = values.length
  const centre = mean(values)
  let variance = 0
  for (let lag = 0; lag < n; lag++) {
    const products = values.map((value, i) => (value - centre) * (values[(i + lag) % n] - centre))
    variance += (lag === 0 ? 1 : 2 * (1 - lag / n)) * (1 - 1 / meanBlock) ** lag * mean(products)
  }
  return Math.sqrt(variance / n)
}

describe('the stationary bootstrap', () => {
  it('with blocks of 1 has the standard error of the textbook, within a fiftieth', () => {
    const values = autoregressive(1, 300, 0.5)
    const textbook = standardDeviation(values, 0) / Math.sqrt(values.length)
    expect(Math.abs(standardError(values, 1) / textbook - 1)).toBeLessThan(0.02)
  })

  it.each([1, 4, 15, 60])('with blocks of %d has the standard error of theory, within a fiftieth', (meanBlock) => {
    const values = autoregressive(2, 240, 0.6)
    expect(Math.abs(standardError(values, meanBlock) / exactStandardError(values, meanBlock) - 1)).toBeLessThan(0.02)
  })

  it('longer blocks widen the interval of a series that keeps its course', () => {
    const values = autoregressive(4, 600, 0.8)
    expect(standardError(values, 20)).toBeGreaterThan(1.8 * standardError(values, 1))
  })

  it('blocks are cut to a third of the series: longer ones would give an interval of no width', () => {
    const values = autoregressive(5, 50, 0)
    const intervalOf = (meanBlock: number): BootstrapInterval =>
      bootstrapInterval(values, mean, { samples: 50, meanBlock, level: 0.95, seed: 1 })
    expect([0, 1, 3, 4, 50].map(longestBlock)).toEqual([1, 1, 1, 2, 17])
    for (const meanBlock of [17, 50, 1e17, Number.MAX_VALUE]) expect(intervalOf(meanBlock)).toEqual(intervalOf(17))
    expect(intervalOf(16)).not.toEqual(intervalOf(17))
    expect(intervalOf(1e17).high - intervalOf(1e17).low).toBeGreaterThan(0.1 * standardDeviation(values))
    expect(() => bootstrapInterval(values, mean, { samples: 50, meanBlock: Infinity, level: 0.95, seed: 1 })).toThrow(
      'meanBlock "Infinity"',
    )
  })
})
