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
    expect(portfolio.drawdown).toBe(0)
    portfolio.moveTo(3)
    expect(portfolio.drawdown).toBeCloseTo(1 / 1.5 - 1, 14)
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

  it('a short position that takes more than there is leaves nothing', () => {
    const portfolio = portfolioAfter([{ dateIndex: 0, weights: Float64Array.of(-2, 0), reason: '' }], closes, 3)
    expect(portfolio.drawdown).toBe(-1)
    expect([...portfolio.held]).toEqual([0, 0])
  })
})
