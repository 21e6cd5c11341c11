import { describe, expect, it } from 'vitest'
import { assertBalance, investedValue, markToMarket, openLedger, rebalance } from '../../src/backtest/ledger.js'

const ROWS = { dateIndex: 7, decidedIndex: 6 }

describe('ledger', () => {
  it('finds books that do not balance', () => {
    const ledger = openLedger(1000, 1)
    rebalance(ledger, Float64Array.of(10), Float64Array.of(0.5), 0.001, ROWS)
    assertBalance(ledger, 7)
    ledger.cash += 1e-5
    expect(() => assertBalance(ledger, 7)).toThrow('bug: session 7: cash and holdings are')
  })

  it('an asset without a price keeps its last value', () => {
    const ledger = openLedger(1000, 2)
    rebalance(ledger, Float64Array.of(10, 20), Float64Array.of(0.5, 0.5), 0, ROWS)
    markToMarket(ledger, Float64Array.of(NaN, 40))
    expect(investedValue(ledger)).toBe(1500)
    expect(ledger.equity).toBe(1500)
  })

  it('what is sold in full leaves nothing behind, and changes of rounding size are not traded', () => {
    const ledger = openLedger(1000, 2)
    const prices = Float64Array.of(3.3, 7.7)
    rebalance(ledger, prices, Float64Array.of(0.3, 0.7), 0.0005, ROWS)
    expect(rebalance(ledger, prices, Float64Array.of(0.3, 0.7), 0.0005, ROWS)).toBe(0)
    expect(rebalance(ledger, prices, Float64Array.of(0.3, 0.7 - 1e-9), 0.0005, ROWS)).toBeCloseTo(1e-9, 12)
    rebalance(ledger, prices, Float64Array.of(0, 1), 0.0005, ROWS)
    expect(ledger.shares[0]).toBe(0)
    expect(ledger.trades.map(({ assetIndex, shares }) => Math.sign(shares) * (assetIndex + 1))).toEqual([
      1, 2, -2, -1, 2,
    ])
  })
})
