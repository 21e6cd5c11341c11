import { describe, expect, it } from 'vitest'
import { turnover } from '../../src/risk/turnover.js'

describe('turnover', () => {
  it('counts one way: all from one asset to another is 1, buying it from cash a half', () => {
    expect(turnover([1, 0], [0, 1])).toBe(1)
    expect(turnover([0, 0], [1, 0])).toBe(0.5)
    expect(turnover([0.5, 0.5], [0.25, 0.75])).toBe(0.25)
    expect(turnover([0.5, 0.5], [0.5, 0.5])).toBe(0)
  })

  it('is NaN with a weight that is not known and refuses other lengths', () => {
    expect(turnover([NaN, 0], [0, 1])).toBeNaN()
    expect(() => turnover([1], [0, 1])).toThrow('turnover: 2 weights after, expected 1 as before')
  })
})
