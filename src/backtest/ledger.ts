import type { Trade } from './performance.js'

/** Cash and shares, and the same equity counted a second way. */
export interface Ledger {
  cash: number
  /** [nAssets] */
  readonly shares: Float64Array
  /** [nAssets] price at which each asset was last valued; NaN before it was first held. */
  readonly marks: Float64Array
  /** Capital plus all profits, losses and costs so far: what cash + positions must come to. */
  accumulated: number
  readonly trades: Trade[]
}

/** Relative difference between the two counts of equity that only a mistake in the ledger explains. */
const IMBALANCE = 1e-9

/** A ledger that holds nothing but cash. */
export function openLedger(capital: number, nAssets: number): Ledger {
  return {
    cash: capital,
    shares: new Float64Array(nAssets),
    marks: new Float64Array(nAssets).fill(NaN),
    accumulated: capital,
    trades: [],
  }
}

/** Value of all positions at their latest marks, currency. */
export function positionsValue({ shares, marks }: Ledger): number {
  let value = 0
  for (let i = 0; i < shares.length; i++) if (shares[i] !== 0) value += shares[i] * marks[i]
  return value
}

/**
 * Values every position at new prices; an asset without a price keeps its mark.
 * @param prices - [nAssets], NaN = no price
 */
export function markToMarket(ledger: Ledger, prices: Float64Array): void {
  const { shares, marks } = ledger
  for (let i = 0; i < shares.length; i++) {
    if (Number.isNaN(prices[i])) continue
    if (shares[i] !== 0) ledger.accumulated += shares[i] * (prices[i] - marks[i])
    marks[i] = prices[i]
  }
}

/**
 * Buys or sells at the asset's mark.
 * @param size - signed number of shares
 * @param cost - currency, 0 or more, paid from cash
 */
export function trade(ledger: Ledger, order: Omit<Trade, 'price'>): void {
  const { assetIndex, shares: size, cost } = order
  const price = ledger.marks[assetIndex]
  ledger.shares[assetIndex] += size
  ledger.cash -= size * price + cost
  ledger.accumulated -= cost
  ledger.trades.push({ ...order, price })
}

/**
 * Checks that cash + positions = capital + profits - losses - costs.
 * @throws Error when they do not: a mistake of this project
 */
export function requireBalance(ledger: Ledger): void {
  const equity = ledger.cash + positionsValue(ledger)
  if (!(Math.abs(equity - ledger.accumulated) <= IMBALANCE * Math.max(1, Math.abs(ledger.accumulated))))
    throw new Error(`bug: the ledger holds ${equity}, its profits and losses come to ${ledger.accumulated}`)
}
