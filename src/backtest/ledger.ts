import { ConfigError } from '../core/errors.js'
import { targetValues } from './target-values.js'
import type { Trade } from './performance.js'

/** Changes of value smaller than this part of equity are rounding: no order is worth placing for them. */
const DUST = 1e-12

/** How far the books may differ, as a part of the largest equity so far. */
const BALANCE_TOLERANCE = 1e-9

/**
 * Double-entry books of one portfolio. Cash and shares change by trades alone; equity is accumulated from price changes and
 * costs alone. That the two agree is checked at every close.
 */
export interface Ledger {
  cash: number
  /** [nAssets], fractional, never negative. */
  readonly shares: Float64Array
  /** [nAssets] last price at which each asset was valued; NaN before its first. */
  readonly marks: Float64Array
  /** Capital plus profit and loss. */
  equity: number
  largestEquity: number
  readonly trades: Trade[]
}

/** Rows of an order: where it is filled, and where it was decided. */
export interface OrderRows {
  readonly dateIndex: number
  readonly decidedIndex: number
}

/** Books that begin with cash alone. */
export function openLedger(capital: number, nAssets: number): Ledger {
  return {
    cash: capital,
    shares: new Float64Array(nAssets),
    marks: new Float64Array(nAssets).fill(NaN),
    equity: capital,
    largestEquity: capital,
    trades: [],
  }
}

/** Values what is held at new prices; an asset without a price keeps its last one. */
export function markToMarket(ledger: Ledger, prices: Float64Array): void {
  const { shares, marks } = ledger
  for (let i = 0; i < prices.length; i++) {
    if (Number.isNaN(prices[i])) continue
    if (shares[i] !== 0) ledger.equity += shares[i] * (prices[i] - marks[i])
    marks[i] = prices[i]
  }
}

/** Value of all holdings at their last marks, currency. */
export function investedValue({ shares, marks }: Ledger): number {
  let value = 0
  for (let i = 0; i < shares.length; i++) if (shares[i] !== 0) value += shares[i] * marks[i]
  return value
}

/**
 * Pays held assets that have no price out into cash at their last mark, without cost: a fund that is closed returns its
 * value. It is recorded as a trade of cost 0.
 */
export function payOutUnpriced(ledger: Ledger, prices: Float64Array, rows: OrderRows): void {
  const { shares, marks, trades } = ledger
  for (let i = 0; i < prices.length; i++) {
    if (shares[i] === 0 || !Number.isNaN(prices[i])) continue
    ledger.cash += shares[i] * marks[i]
    trades.push({ ...rows, assetIndex: i, shares: -shares[i], price: marks[i], cost: 0 })
    shares[i] = 0
  }
}

function fillOrder(ledger: Ledger, assetIndex: number, shares: number, rate: number, rows: OrderRows): void {
  const price = ledger.marks[assetIndex]
  const cost = rate * Math.abs(shares) * price
  ledger.cash -= shares * price + cost
  ledger.equity -= cost
  ledger.shares[assetIndex] += shares
  ledger.trades.push({ ...rows, assetIndex, shares, price, cost })
}

/**
 * Trades to target weights at given prices, which the books are marked to first: sells in the order of the assets, then buys.
 * @param prices - [nAssets] fill prices; an asset whose price is missing (or 0) is not traded
 * @param weights - [nAssets] fractions of equity after costs
 * @param rate - cost as a fraction of traded value
 * @returns traded value, buys plus sells, as a fraction of equity before the trades
 */
export function rebalance(
  ledger: Ledger,
  prices: Float64Array,
  weights: Float64Array,
  rate: number,
  rows: OrderRows,
): number {
  markToMarket(ledger, prices)
  const { shares, marks, cash } = ledger
  const values = shares.map((held, i) => (held === 0 ? 0 : held * marks[i]))
  const tradable = Uint8Array.from(prices, (price) => (price > 0 ? 1 : 0))
  const before = cash + investedValue(ledger)
  const targets = targetValues({ cash, values, tradable }, weights, rate)
  const changes = targets.map((target, i) => (Math.abs(target - values[i]) > DUST * before ? target - values[i] : 0))
  let traded = 0
  for (const side of [-1, 1])
    for (let i = 0; i < changes.length; i++) {
      if (Math.sign(changes[i]) !== side) continue
      // What is sold in full leaves no crumb of a share behind.
      fillOrder(ledger, i, targets[i] === 0 ? -shares[i] : changes[i] / marks[i], rate, rows)
      traded += Math.abs(changes[i])
    }
  return before > 0 ? traded / before : 0
}

/**
 * @throws ConfigError when prices moved so far that equity is no number; Error when cash and holdings are not worth what profit and
 *   loss add up to: the books are wrong, not the input
 */
export function assertBalance(ledger: Ledger, dateIndex: number): void {
  const { cash, equity } = ledger
  ledger.largestEquity = Math.max(ledger.largestEquity, equity)
  if (!Number.isFinite(equity))
    throw new ConfigError(
      `simulate: equity is ${equity} at row ${dateIndex}: the prices move by more than can be computed with`,
    )
  const owned = cash + investedValue(ledger)
  if (!(Math.abs(owned - equity) <= BALANCE_TOLERANCE * ledger.largestEquity))
    throw new Error(`bug: session ${dateIndex}: cash and holdings are ${owned}, profit and loss give ${equity}`)
}
