import { describe, expect, it } from 'vitest'
import { ShapeError } from '../../src/core/errors.js'
import { activeReturns, trackingError } from '../../src/risk/active.js'

describe('active returns', () => {
  it('are the differences, period by period; a missing one on either side is missing', () => {
    expect([...activeReturns([0.5, 0.25, NaN, 1], [0.25, 0.5, 0, NaN])]).toEqual([0.25, -0.25, NaN, NaN])
    expect(activeReturns([], [])).toHaveLength(0)
  })

  it('of other lengths are refused', () => {
    expect(() => activeReturns([0.1], [])).toThrow(ShapeError)
    expect(() => trackingError([0.1], [0.1, 0.2], 252)).toThrow('activeReturns: 2 benchmark returns, expected 1')
  })
})

describe('tracking error', () => {
  it('is the annualised sample deviation of the differences', () => {
    expect(trackingError([0.03, 0.01, 0.02], [0.01, 0.01, 0.01], 4)).toBeCloseTo(0.02, 12)
  })

  it('is 0 for the benchmark itself and for a constant lead over it', () => {
    const benchmark = [0.5, -0.25, 0.125]
    expect(trackingError(benchmark, benchmark, 252)).toBe(0)
    expect(
      trackingError(
        benchmark.map((value) => value + 0.25),
        benchmark,
        252,
      ),
    ).toBe(0)
  })

  it('is NaN where it is not known, and refuses periods that are not', () => {
    expect(trackingError([0.1], [0.2], 252)).toBeNaN()
    expect(trackingError([0.1, 0.2, 0.3], [0.1, NaN, 0.1], 252)).toBeNaN()
    expect(() => trackingError([0.1, 0.2], [0.1, 0.1], 0)).toThrow('periodsPerYear "0", expected a number above 0')
  })
})
