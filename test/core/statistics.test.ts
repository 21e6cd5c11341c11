import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inverseNormal } from '../../src/core/normal.js'
import {
  correlation,
  isRounding,
  largestSize,
  MAD_TO_DEVIATION,
  mean,
  median,
  medianDeviation,
  neweyWestT,
  presentOf,
  quantile,
  rankFractions,
  ranks,
  spearman,
  standardDeviation,
  zScores,
} from '../../src/core/statistics.js'

const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true })
const series = (minLength: number): fc.Arbitrary<number[]> => fc.array(finite, { minLength, maxLength: 40 })
/** Few distinct values, so that ties are common, and some missing. */
const tied = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(NaN)), { maxLength: 30 })

describe('mean and standardDeviation', () => {
  it('are those computed by hand', () => {
    expect(mean([1, 2, 6])).toBe(3)
    expect(standardDeviation([2, 4, 4, 4, 5, 5, 7, 9], 0)).toBe(2)
    expect(standardDeviation([1, 2, 3, 4])).toBeCloseTo(Math.sqrt(5 / 3), 14)
  })

  it('are NaN where they do not exist or a value is missing', () => {
    expect(mean([])).toBeNaN()
    expect(mean([1, NaN])).toBeNaN()
    expect(standardDeviation([1])).toBeNaN()
    expect(standardDeviation([], 0)).toBeNaN()
    expect(standardDeviation([1, NaN, 2])).toBeNaN()
    expect(standardDeviation([5], 0)).toBe(0)
  })

  it('the deviation of equal values is exactly 0, whatever they are', () => {
    // The mean of three 0.1 is not 0.1: the deviation would be 1.7e-17, and a ratio over it enormous.
    expect(standardDeviation([0.1, 0.1, 0.1])).toBe(0)
    fc.assert(
      fc.property(finite, fc.integer({ min: 2, max: 30 }), (value, n) => {
        expect(standardDeviation(new Float64Array(n).fill(value))).toBe(0)
      }),
    )
  })

  it('the deviation is unmoved by a shift and scales with its values', () => {
    fc.assert(
      fc.property(series(2), fc.integer({ min: -1000, max: 1000 }), (values, k) => {
        const deviation = standardDeviation(values)
        const tolerance = 1e-8 * (1 + deviation)
        expect(Math.abs(standardDeviation(values.map((value) => value + k)) - deviation)).toBeLessThan(tolerance)
        const scaled = standardDeviation(values.map((value) => value * k))
        expect(Math.abs(scaled - deviation * Math.abs(k))).toBeLessThan(tolerance * (1 + Math.abs(k)))
      }),
    )
  })
})

describe('presentOf', () => {
  it('copies what is not NaN, in order', () => {
    const values = Float64Array.of(NaN, 3, NaN, -Infinity, 1)
    const present = presentOf(values)
    expect([...present]).toEqual([3, -Infinity, 1])
    present.fill(0)
    expect([...values]).toEqual([NaN, 3, NaN, -Infinity, 1])
    expect(presentOf(Float64Array.of(NaN))).toHaveLength(0)
  })
})

describe('medianDeviation', () => {
  it('is the median distance from the median, or from another centre', () => {
    // Median 3, distances 2, 1, 0, 1, 97.
    expect(medianDeviation([100, 1, 2, 4, 3])).toBe(1)
    // Distances from 0: 100, 1, 2, 4, 3.
    expect(medianDeviation([100, 1, 2, 4, 3], 0)).toBe(3)
  })

  it('is NaN when empty and where a value is missing, 0 where most values are equal', () => {
    expect(medianDeviation([])).toBeNaN()
    expect(medianDeviation([1, NaN, 2])).toBeNaN()
    expect(medianDeviation([7, 7, 9])).toBe(0)
  })

  it('times 1.4826 is the standard deviation of normal data', () => {
    expect(MAD_TO_DEVIATION * inverseNormal(0.75)).toBeCloseTo(1, 14)
  })
})

describe('quantile and median', () => {
  it('interpolate as type 7 does', () => {
    expect(quantile([4, 1, 3, 2], 0.25)).toBe(1.75)
    expect(quantile([4, 1, 3, 2], 0)).toBe(1)
    expect(quantile([4, 1, 3, 2], 1)).toBe(4)
    expect(quantile([7], 0.3)).toBe(7)
    expect(median([3, 1, 2])).toBe(2)
    expect(median([4, 1, 3, 2])).toBe(2.5)
  })

  it('are NaN when empty, the median also when a value is missing', () => {
    expect(quantile([], 0.5)).toBeNaN()
    expect(median([])).toBeNaN()
    expect(median([1, NaN, 2])).toBeNaN()
  })

  it('an infinite neighbour does not spoil a value that stands alone', () => {
    expect(median([1, 2, Infinity])).toBe(2)
    expect(quantile([-Infinity, 2, Infinity], 0.5)).toBe(2)
    expect(median([Infinity, Infinity, Infinity])).toBe(Infinity)
  })

  it('rise with the probability, stay within the values and leave them as they were', () => {
    fc.assert(
      fc.property(
        series(1),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, p, q) => {
          const copy = [...values]
          const [low, high] = [quantile(values, Math.min(p, q)), quantile(values, Math.max(p, q))]
          // Interpolation may round in the last place.
          expect(low - high).toBeLessThanOrEqual(1e-9)
          expect(low).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9)
          expect(high).toBeLessThanOrEqual(Math.max(...values) + 1e-9)
          expect(values).toEqual(copy)
        },
      ),
    )
  })
})

describe('ranks and rankFractions', () => {
  it('average ties and skip what is missing', () => {
    expect([...ranks([30, 10, NaN, 20, 10])]).toEqual([4, 1.5, NaN, 3, 1.5])
    expect([...rankFractions([30, 10, NaN, 20, 10])]).toEqual([1, 0.5 / 3, NaN, 2 / 3, 0.5 / 3])
    expect([...rankFractions([5, 5, 5])]).toEqual([0.5, 0.5, 0.5])
    expect([...ranks([Infinity, -Infinity, 0, Infinity])]).toEqual([3.5, 1, 2, 3.5])
  })

  it('a single value is in the middle, none is nothing', () => {
    expect([...rankFractions([NaN, 3])]).toEqual([NaN, 0.5])
    expect([...rankFractions([NaN])]).toEqual([NaN])
    expect([...rankFractions([])]).toEqual([])
  })

  it('agree with counting for every value', () => {
    fc.assert(
      fc.property(tied, (values) => {
        const result = ranks(values)
        for (const [i, value] of values.entries()) {
          const below = values.filter((other) => other < value).length
          const equal = values.filter((other) => other === value).length
          if (Number.isNaN(value)) expect(result[i]).toBeNaN()
          else expect(result[i]).toBe(below + (equal + 1) / 2)
        }
      }),
    )
  })
})

describe('zScores', () => {
  it('have mean 0 and population deviation 1 over what is present', () => {
    expect([...zScores([1, NaN, 3])]).toEqual([-1, NaN, 1])
    expect([...zScores([NaN])]).toEqual([NaN])
    expect([...zScores([])]).toEqual([])
  })

  it('are exactly 0 where all values are equal', () => {
    expect([...zScores([0.1, 0.1, NaN, 0.1])]).toEqual([0, 0, NaN, 0])
    expect([...zScores([7])]).toEqual([0])
  })
})

describe('isRounding and largestSize', () => {
  it('a deviation up to a billionth of a thousandth of the largest value is none, nor is one that is not known', () => {
    expect([1e-12, 1e-13, 0, NaN].map((deviation) => isRounding(deviation, 1))).toEqual([true, true, true, true])
    expect([1.01e-12, 1].map((deviation) => isRounding(deviation, 1))).toEqual([false, false])
    expect([isRounding(0, 0), isRounding(1e-300, 0), isRounding(1, NaN)]).toEqual([true, false, true])
    expect(isRounding(1e-8, 1e5)).toBe(true)
  })

  it('the largest size is that of either sign', () => {
    expect([largestSize([1, -3, 2]), largestSize([1, 3]), largestSize([]), largestSize([1, NaN, 2])]).toEqual([
      3,
      3,
      0,
      NaN,
    ])
  })
})

describe('correlation and spearman', () => {
  it('are 1 and -1 for lines, and the known value of a small example', () => {
    expect(correlation([1, 2, 3], [2, 4, 6])).toBeCloseTo(1, 14)
    expect(correlation([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 14)
    expect(correlation([1, 2, 3, 4], [1, 3, 2, 4])).toBeCloseTo(0.8, 14)
    expect(spearman([1, 2, 3, 4], [1, 8, 4, 1000])).toBeCloseTo(0.8, 14)
  })

  it('use complete pairs alone', () => {
    expect(correlation([1, NaN, 2, 9, 3], [2, 5, 4, NaN, 6])).toBeCloseTo(1, 14)
    expect(spearman([1, NaN, 2, 9, 3], [2, 5, 4, NaN, 60])).toBeCloseTo(1, 14)
  })

  it('are NaN with under two pairs or where one side is constant', () => {
    expect(correlation([1], [2])).toBeNaN()
    expect(correlation([], [])).toBeNaN()
    expect(correlation([1, NaN], [2, 3])).toBeNaN()
    // The mean of three 0.1 is not 0.1: rounding is no variance.
    expect(correlation([0.1, 0.1, 0.1], [1, 2, 3])).toBeNaN()
    expect(correlation([1, 2, 3], [0.7, 0.7, 0.7])).toBeNaN()
    expect(spearman([0.1, 0.1, 0.1], [1, 2, 3])).toBeNaN()
  })

  it('are symmetric, within [-1, 1], and spearman is blind to a rising transformation', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -20, max: 20 })), { maxLength: 30 }),
        (pairs) => {
          const [a, b] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)]
          expect(correlation(a, b)).toBe(correlation(b, a))
          if (!Number.isNaN(correlation(a, b))) expect(Math.abs(correlation(a, b))).toBeLessThanOrEqual(1)
          expect(
            spearman(
              a.map((x) => Math.exp(x)),
              b,
            ),
          ).toBe(spearman(a, b))
        },
      ),
    )
  })
})

describe('neweyWestT', () => {
  it('without lags is the mean over its population standard error', () => {
    expect(neweyWestT([1, 2, 3, 4], 0)).toBeCloseTo(2.5 / Math.sqrt(1.25 / 4), 14)
  })

  it('with one lag is as computed by hand', () => {
    // Deviations -1.5 -0.5 0.5 1.5: variance 1.25; autocovariance (0.75 - 0.25 + 0.75) / 4 = 0.3125, Bartlett weight 1/2, twice.
    expect(neweyWestT([1, 2, 3, 4], 1)).toBeCloseTo(2.5 / Math.sqrt((1.25 + 0.3125) / 4), 14)
  })

  it('shrinks where values are positively correlated, and changes its sign with the series', () => {
    const values = Array.from({ length: 200 }, (_, i) => 0.3 + Math.sin(i / 12))
    expect(neweyWestT(values, 20)).toBeLessThan(neweyWestT(values, 0))
    expect(
      neweyWestT(
        values.map((value) => -value),
        20,
      ),
    ).toBeCloseTo(-neweyWestT(values, 20), 12)
  })

  it('is NaN with under two values or without variance', () => {
    expect(neweyWestT([1], 0)).toBeNaN()
    expect(neweyWestT([], 3)).toBeNaN()
    expect(neweyWestT([2, 2, 2], 1)).toBeNaN()
    expect(neweyWestT([0.1, 0.1, 0.1], 1)).toBeNaN()
  })

  it('a lag longer than the series is as long as the series', () => {
    expect(neweyWestT([1, 3, 2], 50)).not.toBeNaN()
  })
})
