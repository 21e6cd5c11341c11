import { describe, expect, it } from 'vitest'
import { wholeLots } from '../../src/backtest/lots.js'

describe('wholeLots', () => {
  it('takes no more than rounding for a whole lot, however many there are', () => {
    expect(wholeLots(1.001, 0.001)).toBe(1.001)
    expect(wholeLots(4e9 + 0.999999, 1)).toBe(4e9 + 1)
    // A billionth of so many lots would be several.
    expect(wholeLots(4e9 + 0.6, 1)).toBe(4e9)
    expect(wholeLots(-4e9 - 0.6, 1)).toBe(-4e9)
  })
})
