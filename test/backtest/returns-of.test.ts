import { describe, expect, it } from 'vitest'
import { returnsOf, ruinOf } from '../../src/backtest/returns-of.js'
import { cagr, totalReturn } from '../../src/risk/growth.js'
import { maxDrawdown } from '../../src/risk/drawdown.js'

const of = (...equity: number[]): { equity: Float64Array } => ({ equity: Float64Array.from(equity) })

describe('returns of an equity', () => {
  it('are from close to close', () => {
    expect([...returnsOf(of(100, 110, 99))]).toEqual([110 / 100 - 1, 99 / 110 - 1])
    expect(ruinOf(of(100, 110, 99))).toBe(-1)
    expect(returnsOf(of(100))).toHaveLength(0)
    expect(returnsOf(of())).toHaveLength(0)
  })

  it('of one that is lost end with -1: nobody loses more than everything, and nothing is earned on a debt', () => {
    const lost = of(100, 50, -400, -380, 20, -5)
    const returns = returnsOf(lost)
    expect([...returns]).toEqual([-0.5, -1, 0, 0, 0])
    expect(ruinOf(lost)).toBe(2)
    expect([totalReturn(returns), cagr(returns, 252), maxDrawdown(returns)]).toEqual([-1, -1, -1])
    expect([...returnsOf(of(100, 0, 0))]).toEqual([-1, 0])
  })

  it('are missing where a close is', () => {
    expect([...returnsOf(of(100, NaN, 110, 121))]).toEqual([NaN, NaN, 121 / 110 - 1])
  })
})
