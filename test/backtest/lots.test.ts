import { describe, expect, it } from 'vitest'
import { wholeLots } from '../../src/backtest/lots.js'
import { simulate } from '../../src/backtest/simulate.js'
import { matrixOver } from '../../src/core/matrix.js'

describe('wholeLots', () => {
  it('takes no more than rounding for a whole lot, however many there are', () => {
    expect(wholeLots(1.001, 0.001)).toBe(1.001)
    expect(wholeLots(4e9 + 0.999999, 1)).toBe(4e9 + 1)
    // A billionth of so many lots would be several.
    expect(wholeLots(4e9 + 0.6, 1)).toBe(4e9)
    expect(wholeLots(-4e9 - 0.6, 1)).toBe(-4e9)
  })

  it('what is traded is the worth of the lots, not of what was wanted: 3 shares of 30 out of 100', () => {
    const close = matrixOver(3, 1, Float64Array.of(30, 30, 30))
    const decisions = [{ dateIndex: 0, weights: Float64Array.of(1), reason: 'in' }]
    const terms = { fill: 'close', capital: 100, costBps: 0, lot: 1 } as const
    const { traded, shares, cash } = simulate({ open: close, close }, decisions, terms)
    expect([...traded]).toEqual([0, 0.9, 0])
    expect([...shares]).toEqual([0, 3, 3])
    expect([...cash]).toEqual([100, 10, 10])
  })
})
