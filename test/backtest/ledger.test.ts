import { describe, expect, it } from 'vitest'
import { costModel } from '../../src/backtest/costs.js'
import { assertBalance, investedValue, markToMarket, openLedger, type Ledger } from '../../src/backtest/ledger.js'
import { rebalance as rebalanceTo } from '../../src/backtest/rebalance.js'

const ROWS = { dateIndex: 7, decidedIndex: 6 }

function rebalance(ledger: Ledger, prices: Float64Array, weights: Float64Array, rate: number): number {
  const pending = { decidedIndex: 6, weights, open: new Uint8Array(weights.length).fill(1), isMarginCall: false }
  return rebalanceTo(ledger, pending, { prices }, { costs: costModel(rate * 10_000), lot: 0 }, ROWS).traded
}

describe('ledger', () => {
  it('finds books that do not balance', () => {
    const ledger = openLedger(1000, 1)
    rebalance(ledger, Float64Array.of(10), Float64Array.of(0.5), 0.001)
    assertBalance(ledger, 7)
    ledger.cash += 1e-5
    expect(() => assertBalance(ledger, 7)).toThrow('bug: session 7: cash and holdings are')
  })

  it('an asset without a price keeps its last value', () => {
    const ledger = openLedger(1000, 2)
    rebalance(ledger, Float64Array.of(10, 20), Float64Array.of(0.5, 0.5), 0)
    markToMarket(ledger, Float64Array.of(NaN, 40))
    expect(investedValue(ledger)).toBe(1500)
    expect(ledger.equity).toBe(1500)
  })

  it('what is sold in full leaves nothing behind, and changes of rounding size are not traded', () => {
    const ledger = openLedger(1000, 2)
    const prices = Float64Array.of(3.3, 7.7)
    rebalance(ledger, prices, Float64Array.of(0.3, 0.7), 0.0005)
    expect(rebalance(ledger, prices, Float64Array.of(0.3, 0.7), 0.0005)).toBe(0)
    expect(rebalance(ledger, prices, Float64Array.of(0.3, 0.7 - 1e-9), 0.0005)).toBeCloseTo(1e-9, 12)
    rebalance(ledger, prices, Float64Array.of(0, 1), 0.0005)
    expect(ledger.shares[0]).toBe(0)
    expect(ledger.journal.map(({ assetIndex, shares }) => Math.sign(shares) * (assetIndex + 1))).toEqual([
      1, 2, -2, -1, 2,
    ])
  })
})
