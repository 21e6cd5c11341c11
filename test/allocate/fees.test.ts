import { describe, expect, it } from 'vitest'
import { yearlyCost } from '../../src/allocate/fees.js'

const fund = (amount: number, expenseRatio = 0.0027, borrowRate = 0) => ({ amount, expenseRatio, borrowRate })

describe('yearlyCost', () => {
  it('is read in three ways where something is short', () => {
    const { fees, total } = yearlyCost([fund(50000, 0.0009), fund(51800), fund(-1800)], 0)
    expect(fees).toEqual({ net: 180, longHoldings: 184.86, grossHoldings: 189.72 })
    expect(total).toBe(184.86)
  })

  it('adds the borrow and takes off what the proceeds earn', () => {
    expect(yearlyCost([fund(1000, 0.01), fund(-200, 0.01, 0.05)], 0.02)).toEqual({
      fees: { net: 8, longHoldings: 10, grossHoldings: 12 },
      borrow: 10,
      proceeds: 4,
      total: 16,
    })
  })

  it('of nothing is nothing', () => {
    expect(yearlyCost([], 0.05).total).toBe(0)
  })
})
