import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matrixOver } from '../../src/core/matrix.js'
import { openPaperPortfolio, portfolioAfter } from '../../src/decide/paper-portfolio.js'

// A doubles and falls back, B stands still and dies.
const closes = matrixOver(5, 2, Float64Array.of(10, 5, 10, 5, 20, 5, 10, 5, 10, NaN))

describe('a paper portfolio', () => {
  it('holds a decision from the close of the next session on, and drifts with prices', () => {
    const portfolio = openPaperPortfolio(closes, 0)
    portfolio.decide(Float64Array.of(0.5, 0.5))
    expect([...portfolio.held]).toEqual([0, 0])
    portfolio.moveTo(1)
    expect([...portfolio.held]).toEqual([0.5, 0.5])
    portfolio.moveTo(2)
    // 0.5 doubles to 1, of 1.5 in all.
    expect([...portfolio.held]).toEqual([1 / 1.5, 0.5 / 1.5])
    expect(portfolio.drawdown(9)).toBe(0)
    portfolio.moveTo(3)
    expect(portfolio.drawdown(9)).toBeCloseTo(1 / 1.5 - 1, 14)
    expect(portfolio.equity()).toBeCloseTo(1, 14)
  })

  it('an asset without a price becomes cash', () => {
    const portfolio = portfolioAfter([{ dateIndex: 0, weights: Float64Array.of(0.4, 0.6), reason: '' }], closes, 4)
    expect(portfolio.held[0]).toBeCloseTo(0.4, 14)
    expect(portfolio.held[1]).toBe(0)
  })

  it('decisions of the row itself and later are not among what is held', () => {
    const decisions = [
      { dateIndex: 0, weights: Float64Array.of(1, 0), reason: '' },
      { dateIndex: 3, weights: Float64Array.of(0, 1), reason: '' },
    ]
    expect([...portfolioAfter(decisions, closes, 3).held]).toEqual([1, 0])
    expect([...portfolioAfter([], closes, 3).held]).toEqual([0, 0])
  })

  it('of what is kept and what is bought there is never more than all', () => {
    const prices = fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), { minLength: 12, maxLength: 12 })
    fc.assert(
      fc.property(prices, fc.double({ min: 0, max: 1, noNaN: true }), (data, bought) => {
        const portfolio = openPaperPortfolio(matrixOver(3, 4, Float64Array.from(data)), 0)
        portfolio.decide(Float64Array.of(0.3, 0.3, 0.4, 0))
        portfolio.moveTo(1)
        portfolio.decide(
          Float64Array.of(0.3, 0.3, 0.4 * (1 - bought), 0.4 * bought),
          Uint8Array.of(1, 1, bought === 0 ? 1 : 0, 0),
        )
        portfolio.moveTo(2)
        expect(portfolio.held.every((weight) => weight >= 0)).toBe(true)
        expect(portfolio.held.reduce((sum, weight) => sum + weight, 0)).toBeLessThanOrEqual(1 + 1e-12)
      }),
      {
        // 0.3, 0.3 and 0.4 of these come to more than 1 by rounding.
        examples: [[[1.71, 1.28, 1.34, 1.14, 0.58, 1.81, 1.35, 0.8, 1.26, 1.23, 1.04, 1.02], 0]],
      },
    )
  })

  it('a short position that takes more than there is leaves nothing', () => {
    const portfolio = portfolioAfter([{ dateIndex: 0, weights: Float64Array.of(-2, 0), reason: '' }], closes, 3)
    expect(portfolio.drawdown(9)).toBe(-1)
    // When the peak is out of sight it is still lost.
    expect(portfolio.drawdown(1)).toBe(-1)
    expect([...portfolio.held]).toEqual([0, 0])
  })

  it('a peak counts while it is within the sessions looked at', () => {
    const portfolio = openPaperPortfolio(matrixOver(5, 1, Float64Array.of(1, 1, 2, 1, 1)), 0)
    portfolio.decide(Float64Array.of(1))
    portfolio.moveTo(4)
    expect([1, 2, 3, Infinity].map((sessions) => portfolio.drawdown(sessions))).toEqual([0, 0, -0.5, -0.5])
  })

  it('a decision that holds on changes nothing: positions drift', () => {
    const begun = { dateIndex: 0, weights: Float64Array.of(0.5, 0.5), reason: '' }
    const holding = { dateIndex: 1, weights: Float64Array.of(0.5, 0.5), reason: '', holds: true }
    expect([...portfolioAfter([begun, holding], closes, 2).held]).toEqual([1 / 1.5, 0.5 / 1.5])
    expect([...portfolioAfter([begun, { ...holding, holds: false }], closes, 2).held]).toEqual([0.5, 0.5])
  })

  it('what a decision leaves as it is drifts on, and the others share what is beside it', () => {
    const begun = { dateIndex: 0, weights: Float64Array.of(0.5, 0.5), reason: '' }
    const after = (weights: number[], ...kept: number[]): number[] => {
      const next = { dateIndex: 1, weights: Float64Array.from(weights), reason: '', kept: Uint8Array.from(kept) }
      return [...portfolioAfter([begun, next], closes, 2).held]
    }
    // A doubles in the session of the trade: 1 of 1.5. What is beside it suffices for a quarter, and not for a half.
    expect(after([0.5, 0.25], 1, 0)).toEqual([1 / 1.5, 0.25])
    const [a, b] = after([0.5, 0.5], 1, 0)
    expect(a).toBe(1 / 1.5)
    expect(b).toBeCloseTo(1 - 1 / 1.5, 14)
    // A sum above 1 by rounding is not borrowed.
    expect(after([0.5, 0.5 + 1e-10], 1, 0)[1]).toBeCloseTo(1 - 1 / 1.5, 14)
    // Who borrows gets what is wanted.
    expect(after([0.5, 0.75], 1, 0)).toEqual([1 / 1.5, 0.75])
    expect(after([0.5, -0.5], 1, 0)).toEqual([1 / 1.5, -0.5])
    expect(after([0.25, 0.5], 0, 1)).toEqual([0.25, 0.5 / 1.5])
    // The marks are copied.
    const portfolio = openPaperPortfolio(closes, 0)
    portfolio.decide(begun.weights)
    portfolio.moveTo(1)
    const kept = Uint8Array.of(1, 0)
    portfolio.decide(Float64Array.of(0.5, 0.25), kept)
    kept[0] = 0
    portfolio.moveTo(2)
    expect(portfolio.held[0]).toBe(1 / 1.5)
  })

  it('stays a number where prices move beyond all numbers', () => {
    const wild = matrixOver(4, 2, Float64Array.of(1, 1, 1, 1, 1e200, 1, 1e308, 1))
    const portfolio = openPaperPortfolio(wild, 0)
    portfolio.decide(Float64Array.of(5, -4))
    portfolio.moveTo(3)
    expect(portfolio.held.every(Number.isFinite)).toBe(true)
    expect(portfolio.equity()).toBeLessThan(Infinity)
    expect(portfolio.drawdown(9)).toBe(0)
  })
})
