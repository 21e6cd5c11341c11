import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMatrix, matrixOver, type Matrix } from '../../src/core/matrix.js'
import type { Kernels } from '../../src/kernels/kernels.js'
import { referenceKernels } from '../../src/kernels/reference.js'

function run(kernel: keyof Kernels, input: Matrix, window: number): Float64Array {
  const out = createMatrix(input.rows, input.cols, 99)
  referenceKernels[kernel](input, window, out)
  return out.data
}

const column = (...values: number[]): Matrix => matrixOver(values.length, 1, Float64Array.from(values))
/** Fewest rows that each statistic needs to exist. */
const LEAST: Record<keyof Kernels, number> = {
  rollingMean: 1,
  rollingDeviation: 2,
  rollingWeightedMean: 1,
  rollingSlope: 2,
  rollingRobustZ: 4,
}
const kernels = Object.entries(LEAST) as [keyof Kernels, number][]

describe('the statistics, by hand', () => {
  it('mean', () => {
    expect([...run('rollingMean', column(1, 2, 6, 10), 3)]).toEqual([NaN, NaN, 3, 6])
  })

  it('sample deviation', () => {
    const result = run('rollingDeviation', column(1, 3, 3, 9), 2)
    expect(result[1]).toBeCloseTo(Math.SQRT2, 14)
    expect(result[2]).toBe(0)
    expect(result[3]).toBeCloseTo(Math.sqrt(18), 14)
  })

  it('weighted mean, the newest value weighing most', () => {
    expect([...run('rollingWeightedMean', column(4, 1, 7), 3)]).toEqual([NaN, NaN, (4 + 2 + 21) / 6])
    expect([...run('rollingWeightedMean', column(4, 1), 1)]).toEqual([4, 1])
  })

  it('slope per row', () => {
    expect(run('rollingSlope', column(1, 3, 5, 7), 4)[3]).toBeCloseTo(2, 14)
    expect(run('rollingSlope', column(0, 1, 0, 3), 4)[3]).toBeCloseTo(0.8, 14)
    expect(run('rollingSlope', column(5, 4), 2)[1]).toBe(-1)
  })

  it('robust z against the rows before', () => {
    // Baseline 1 2 3 4 100: median 3, absolute deviations 2 1 0 1 97, their median 1.
    expect(run('rollingRobustZ', column(1, 2, 3, 4, 100, 9), 6)[5]).toBeCloseTo(6 / 1.482602218505602, 14)
  })

  it('robust z of a baseline without spread does not exist', () => {
    expect(run('rollingRobustZ', column(5, 5, 5, 6, 9), 5)[4]).toBeNaN()
    expect(run('rollingRobustZ', column(5, 5, 5, 5), 4)[3]).toBeNaN()
  })

  it('the deviation of a flat window is exactly 0, its slope 0 but for rounding', () => {
    const flat = column(...new Array<number>(9).fill(0.1))
    expect(run('rollingDeviation', flat, 5)[8]).toBe(0)
    expect(run('rollingSlope', flat, 5)[8]).toBeCloseTo(0, 15)
  })

  it('a robust z of normal data is on the scale of a z-score', () => {
    // Quartiles of the standard normal at -0.6745 and 0.6745: the MAD of quantiles estimates one deviation.
    const quantiles = [-1.2816, -0.8416, -0.5244, -0.2533, 0, 0.2533, 0.5244, 0.8416, 1.2816]
    expect(run('rollingRobustZ', column(...quantiles, 2), 10)[9]).toBeGreaterThan(2)
    expect(run('rollingRobustZ', column(...quantiles, 2), 10)[9]).toBeLessThan(3)
  })
})

describe.each(kernels)('%s', (kernel, least) => {
  it('row t is a function of its window alone, to the last bit', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { maxLength: 20 }), (rows) => {
        for (const window of [least, least + 3]) {
          const whole = run(kernel, column(...rows), window)
          for (let t = window - 1; t < rows.length; t++) {
            const alone = run(kernel, column(...rows.slice(t - window + 1, t + 1)), window)
            expect(Object.is(alone[window - 1], whole[t])).toBe(true)
          }
        }
      }),
      { numRuns: 40 },
    )
  })

  it('treats every column by itself, overwrites all of `out` and leaves its input as it was', () => {
    const a = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3]
    const b = [NaN, NaN, 7, 1, 8, 2, 8, 1, 8, 2]
    const both = matrixOver(10, 2, Float64Array.from(a.flatMap((value, i) => [value, b[i]])))
    const before = both.data.slice()
    const result = run(kernel, both, 4)
    expect(result.filter((_, i) => i % 2 === 0)).toEqual(run(kernel, column(...a), 4))
    expect(result.filter((_, i) => i % 2 === 1)).toEqual(run(kernel, column(...b), 4))
    expect(both.data).toEqual(before)
    expect(result.includes(99)).toBe(false)
  })

  it('takes empty matrices and windows longer than the data', () => {
    expect(run(kernel, createMatrix(0, 3), 5)).toHaveLength(0)
    expect(run(kernel, createMatrix(3, 0), 5)).toHaveLength(0)
    expect([...run(kernel, column(1, 2, 3), 9)]).toEqual([NaN, NaN, NaN])
  })
})

describe.each(kernels.filter(([kernel]) => kernel !== 'rollingRobustZ'))(
  '%s without a case of its own',
  (kernel, least) => {
    const values = fc.array(fc.oneof({ weight: 9, arbitrary: fc.integer({ min: -50, max: 50 }) }, fc.constant(NaN)), {
      maxLength: 24,
    })

    it('is missing exactly where fewer rows exist or one of them is missing', () => {
      fc.assert(
        fc.property(values, fc.integer({ min: least, max: 6 }), (rows, window) => {
          const result = run(kernel, column(...rows), window)
          for (let t = 0; t < rows.length; t++) {
            const lacks = t < window - 1 || rows.slice(t - window + 1, t + 1).some((value) => Number.isNaN(value))
            expect(Number.isNaN(result[t])).toBe(lacks)
          }
        }),
      )
    })
  },
)
