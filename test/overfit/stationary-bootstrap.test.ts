import { describe, expect, it } from 'vitest'
import { createRandom } from '../../src/core/random.js'
import { mean, standardDeviation } from '../../src/core/statistics.js'
import { bootstrapInterval } from '../../src/overfit/stationary-bootstrap.js'

const OPTIONS = { samples: 500, meanBlock: 10, level: 0.95, seed: 1 }

/** Autoregressive noise of order one, true mean 0. */
function noise(seed: number, n: number, persistence: number): Float64Array {
  const random = createRandom(seed, 'noise')
  let value = random.normal() / Math.sqrt(1 - persistence * persistence)
  return Float64Array.from({ length: n }, () => (value = persistence * value + random.normal()))
}

/** Share of seeded series whose interval of the mean contains the true one. */
function coverage(series: number, persistence: number, meanBlock: number): number {
  const options = { ...OPTIONS, samples: 300, meanBlock }
  let covered = 0
  for (let seed = 0; seed < series; seed++) {
    const { low, high } = bootstrapInterval(noise(seed, 600, persistence), mean, { ...options, seed })
    if (low <= 0 && high >= 0) covered++
  }
  return covered / series
}

describe('stationary bootstrap', () => {
  it('the same seed gives the same interval, another seed another one', () => {
    const values = noise(1, 300, 0.3)
    expect(bootstrapInterval(values, mean, OPTIONS)).toEqual(bootstrapInterval(values, mean, OPTIONS))
    expect(bootstrapInterval(values, mean, { ...OPTIONS, seed: 2 })).not.toEqual(
      bootstrapInterval(values, mean, OPTIONS),
    )
  })

  it('every resampled value follows its neighbour in the series unless a block begins', () => {
    const values = Float64Array.from({ length: 500 }, (_, i) => i)
    let steps = 0
    let breaks = 0
    bootstrapInterval(
      values,
      (series) => {
        expect(series).toHaveLength(500)
        for (let i = 1; i < series.length; i++) {
          steps++
          if (series[i] !== (series[i - 1] + 1) % 500) breaks++
        }
        return 0
      },
      { ...OPTIONS, samples: 200, meanBlock: 20 },
    )
    // 200 x 499 steps with a chance of 1 in 20 to break: five standard deviations are 0.0035.
    expect(Math.abs(breaks / steps - 1 / 20)).toBeLessThan(0.0035)
  })

  it('all values are drawn equally often, the first and last ones too', () => {
    const counts = new Float64Array(20)
    bootstrapInterval(
      Float64Array.from({ length: 20 }, (_, i) => i),
      (series) => {
        series.forEach((value) => counts[value]++)
        return 0
      },
      { ...OPTIONS, samples: 4000, meanBlock: 6 },
    )
    counts.forEach((count) => expect(Math.abs(count / 4000 - 1)).toBeLessThan(0.15))
  })

  it('blocks of one give the standard error of independent draws', () => {
    const values = noise(3, 400, 0)
    const { low, high } = bootstrapInterval(values, mean, { ...OPTIONS, samples: 4000, meanBlock: 1 })
    const expected = (2 * 1.96 * standardDeviation(values, 0)) / Math.sqrt(400)
    expect((high - low) / expected).toBeGreaterThan(0.94)
    expect((high - low) / expected).toBeLessThan(1.06)
  })

  it('a 95% interval covers the true mean of independent noise in 91% to 99% of 200 series', () => {
    const covered = coverage(200, 0, 10)
    expect(covered).toBeGreaterThan(0.91)
    expect(covered).toBeLessThan(0.99)
  })

  it('and of persistent noise in 88% to 98%, where draws of single values cover it in under 85%', () => {
    const covered = coverage(200, 0.5, 25)
    expect(covered).toBeGreaterThan(0.88)
    expect(covered).toBeLessThan(0.98)
    expect(coverage(200, 0.5, 1)).toBeLessThan(0.85)
  })

  it('is NaN without values or with one that is missing', () => {
    const nothing = { estimate: NaN, low: NaN, high: NaN }
    expect(bootstrapInterval([], mean, OPTIONS)).toEqual(nothing)
    expect(bootstrapInterval([1, NaN, 2], mean, OPTIONS)).toEqual(nothing)
    expect(bootstrapInterval([0.5], mean, OPTIONS)).toEqual({ estimate: 0.5, low: 0.5, high: 0.5 })
  })

  it.each([
    [{ samples: 0 }, 'bootstrapInterval: samples "0", expected a whole number, 1 or more'],
    [{ samples: 1.5 }, 'bootstrapInterval: samples "1.5"'],
    [{ meanBlock: 0.5 }, 'bootstrapInterval: meanBlock "0.5", expected a number of periods, 1 or more'],
    [{ meanBlock: NaN }, 'bootstrapInterval: meanBlock "NaN"'],
    [{ level: 1 }, 'bootstrapInterval: level "1", expected a probability between 0 and 1'],
  ])('refuses %o', (wrong, message) => {
    expect(() => bootstrapInterval([1, 2], mean, { ...OPTIONS, ...wrong })).toThrow(message)
  })
})
