import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMatrix, matrixOver, type Matrix } from '../../src/core/matrix.js'
import { ROLLING_STATISTICS, type RollingStatistic } from '../../src/kernels/kernels.js'
import { referenceKernels } from '../../src/kernels/reference.js'

const column = (...values: readonly number[]): Matrix => matrixOver(values.length, 1, Float64Array.from(values))
const all = ({ rows }: Matrix): { from: number; to: number } => ({ from: 0, to: rows })

function run(statistic: RollingStatistic, window: number, x: Matrix, y?: Matrix): Float64Array {
  const out = createMatrix(x.rows, x.cols, 99)
  const inputs = ROLLING_STATISTICS[statistic].inputs === 2 ? [x, y ?? x] : [x]
  referenceKernels.rolling(inputs, [{ statistic, window, out }], all(x))
  return out.data
}

/** The statistic of one window: all values given. */
const of = (statistic: RollingStatistic, x: readonly number[], y: readonly number[] = x): number =>
  run(statistic, x.length, column(...x), column(...y))[x.length - 1]

const statistics = Object.entries(ROLLING_STATISTICS) as [RollingStatistic, { inputs: number; leastWindow: number }][]

describe('the statistics of one window, by hand', () => {
  // Mean 5, distances -3 -1 -1 5: squares sum to 36, cubes to 96, fourth powers to 708.
  const x = [2, 4, 4, 10]
  it.each<[RollingStatistic, readonly number[], number]>([
    ['sum', x, 20],
    ['mean', x, 5],
    ['deviation', x, Math.sqrt(12)],
    ['z', x, 5 / Math.sqrt(12)],
    ['skewness', x, ((4 * Math.sqrt(3)) / 2) * (96 / (36 * 6))],
    ['kurtosis', x, ((4 * 5 * 3) / (2 * 1)) * (708 / 1296) - (3 * 9) / 2],
    ['weightedMean', x, (2 + 8 + 12 + 40) / 10],
    ['slope', x, 24 / 10],
    ['slope', [5, 4], -1],
    ['max', x, 10],
    ['min', x, 2],
    ['sinceMax', [3, 9, 9, 1], 1],
    ['sinceMin', [1, 9, 1, 4, 4], 2],
    ['sinceMax', x, 0],
    ['rank', x, 1],
    ['rank', [5, 3, 9, 3, 3], 2 / 5],
    ['median', x, 4],
    ['median', [9, 1, 4], 4],
    ['median', [9, 1, 4, 5], 4.5],
    // Distances to the median 4: 2 0 0 6.
    ['medianDeviation', x, 1],
    // Baseline 1 2 3 4 100: median 3, distances 2 1 0 1 97, their median 1.
    ['robustZ', [1, 2, 3, 4, 100, 9], 6 / 1.482602218505602],
  ])('%s of %j', (statistic, values, expected) => {
    expect(of(statistic, values)).toBeCloseTo(expected, 13)
  })

  it('of two inputs', () => {
    // Distances of y to its mean 2: -1 -1 1 1; products with those of x: 3 + 1 - 1 + 5.
    const y = [1, 1, 3, 3]
    expect(of('covariance', x, y)).toBeCloseTo(8 / 3, 14)
    expect(of('correlation', x, y)).toBeCloseTo(8 / 12, 14)
    expect(of('beta', x, y)).toBeCloseTo(2, 14)
  })

  it('of a flat window: exactly no spread, and nothing that divides by it', () => {
    const flat = new Array<number>(9).fill(0.1)
    expect(of('mean', flat)).toBe(0.1)
    expect(of('deviation', flat)).toBe(0)
    expect(of('slope', flat)).toBe(0)
    expect(of('medianDeviation', flat)).toBe(0)
    expect(of('rank', flat)).toBe(5 / 9)
    for (const statistic of ['z', 'skewness', 'kurtosis', 'robustZ', 'correlation', 'beta'] as const)
      expect(of(statistic, flat)).toBeNaN()
  })

  it('a correlation with itself is 1, with the opposite -1', () => {
    const values = [0.1, 0.7, -0.3, 1e-9, 5]
    const opposite = values.map((value) => -value)
    expect(of('correlation', values)).toBeCloseTo(1, 15)
    expect(of('correlation', values, opposite)).toBeCloseTo(-1, 15)
    expect(Math.abs(of('correlation', values))).toBeLessThanOrEqual(1)
  })
})

describe.each(statistics)('%s', (statistic, { inputs, leastWindow }) => {
  const values = fc.array(
    fc.oneof({ weight: 9, arbitrary: fc.double({ min: -1e9, max: 1e9, noNaN: true }) }, fc.constant(NaN)),
    { maxLength: 20 },
  )

  it('is a function of its window alone, to the last bit, and missing where a row is', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: leastWindow, max: leastWindow + 6 }), (rows, window) => {
        const other = rows.map((value, i) => Math.sin(i) * value)
        const whole = run(statistic, window, column(...rows), column(...other))
        for (let t = 0; t < rows.length; t++) {
          const own = rows.slice(Math.max(0, t - window + 1), t + 1)
          if (own.length < window || own.some((value) => Number.isNaN(value))) expect(whole[t]).toBeNaN()
          else expect(whole[t]).toBe(of(statistic, own, other.slice(t - window + 1, t + 1)))
        }
      }),
      { numRuns: 60 },
    )
  })

  it('treats every column by itself, y being one column for all, and writes no other rows', () => {
    const a = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3]
    const b = [NaN, NaN, 7, 1, 8, 2, 8, 1, 8, 2]
    const y = column(2, 7, 1, 8, 2, 8, 1, 8, 2, 8)
    const both = matrixOver(10, 2, Float64Array.from(a.flatMap((value, i) => [value, b[i]])))
    const result = run(statistic, 4, both, y)
    expect(result.filter((_, i) => i % 2 === 0)).toEqual(run(statistic, 4, column(...a), y))
    expect(result.filter((_, i) => i % 2 === 1)).toEqual(run(statistic, 4, column(...b), y))
    const out = createMatrix(10, 2, 99)
    referenceKernels.rolling(inputs === 2 ? [both, y] : [both], [{ statistic, window: 4, out }], { from: 6, to: 8 })
    expect(out.data.subarray(12, 16)).toEqual(result.subarray(12, 16))
    expect([...out.data.subarray(0, 12), ...out.data.subarray(16)].every((value) => value === 99)).toBe(true)
  })
})

describe('cell by cell and row by row', () => {
  const matrix = matrixOver(3, 2, Float64Array.of(1, 2, Math.E, -4, 0, NaN))

  it('log ratio: missing unless positive and finite, and before the lag', () => {
    const out = createMatrix(3, 2, 99)
    referenceKernels.logRatio({ matrix, lag: 0 }, { matrix, lag: 1 }, out, all(out))
    expect([...out.data]).toEqual([NaN, NaN, 1, NaN, NaN, NaN])
    referenceKernels.logRatio({ matrix, lag: 0 }, undefined, out, { from: 0, to: 2 })
    expect([...out.data]).toEqual([0, Math.log(2), 1, NaN, NaN, NaN])
  })

  it('difference over a lag', () => {
    const out = createMatrix(3, 2, 99)
    referenceKernels.difference(matrix, 1, out, all(out))
    expect([...out.data]).toEqual([NaN, NaN, Math.E - 1, -6, -Math.E, NaN])
  })

  it('rank as a fraction of the values present, ties averaged', () => {
    const row = matrixOver(1, 5, Float64Array.of(7, NaN, 3, 7, -1))
    const out = createMatrix(1, 5, 99)
    referenceKernels.rank(row, out, all(out))
    expect([...out.data]).toEqual([3.5 / 4, NaN, 2 / 4, 3.5 / 4, 1 / 4])
  })
})
