import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lowerBound, positionOf, upperBound } from '../../src/core/search.js'

const ascending = fc
  .array(fc.integer({ min: -20, max: 20 }), { maxLength: 40 })
  .map((values) => Int32Array.from(values).sort())

describe('bisection', () => {
  it('finds the ends of a run of equal values', () => {
    const days = [1, 3, 3, 3, 7]
    expect([lowerBound(days, 3), upperBound(days, 3), positionOf(days, 3)]).toEqual([1, 4, 1])
    expect([lowerBound(days, 4), upperBound(days, 4), positionOf(days, 4)]).toEqual([4, 4, -1])
    expect([lowerBound(days, 8), upperBound(days, 0), positionOf([], 1)]).toEqual([5, 0, -1])
  })

  it('agrees with a walk from the front', () => {
    fc.assert(
      fc.property(ascending, fc.integer({ min: -22, max: 22 }), (values, wanted) => {
        expect(lowerBound(values, wanted)).toBe(values.filter((value) => value < wanted).length)
        expect(upperBound(values, wanted)).toBe(values.filter((value) => value <= wanted).length)
        expect(positionOf(values, wanted)).toBe(values.indexOf(wanted))
      }),
    )
  })
})
