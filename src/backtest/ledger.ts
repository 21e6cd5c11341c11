import { ConfigError } from '../core/errors.js'
import { NO_COSTS } from './costs.js'
import type { LedgerEvent } from './ledger-event.js'

/** Amounts smaller than this part of equity are rounding: no order is worth placing for them. */
export const DUST = 1e-12

/** How far the books may differ, as a part of the largest equity so far. */
const BALANCE_TOLERANCE = 1e-9

/**
 * Double-entry books of one portfolio. Cash and shares change by events alone; equity is accumulated from price changes, costs
 * and income alone. That the two agree is checked at every close.
 */
export interface Ledger {
  cash: number
  /** [nAssets], fractional; negative where short. */
  readonly shares: Float64Array
  /** [nAssets] last price at which each asset was valued; NaN before its first. */
  readonly marks: Float64Array
  /** [nAssets] sessions in a row that a holding has had no close. */
  readonly missed: Int32Array
  /** Capital plus profit and loss. */
  equity: number
  /** By size. */
  largestEquity: number
  /** What has happened in the session under way. */
  journal: LedgerEvent[]
}

/** Rows of an event: where it happens, and where the decision was made that was filled last. */
export interface EventRows {
  readonly dateIndex: number
  readonly decidedIndex: number
}

/** What an event is beside its rows. */
type Entry = Pick<LedgerEvent, 'type' | 'value'> & Partial<LedgerEvent>

/** Books that begin with cash alone. */
export function openLedger(capital: number, nAssets: number): Ledger {
  return {
    cash: capital,
    shares: new Float64Array(nAssets),
    marks: new Float64Array(nAssets).fill(NaN),
    missed: new Int32Array(nAssets),
    equity: capital,
    largestEquity: capital,
    journal: [],
  }
}

/**
 * Books an event: the one way in which cash and shares change.
 * @param income - what it adds to equity: an exchange of cash for shares at their price adds nothing
 */
export function book(ledger: Ledger, rows: EventRows, entry: Entry, income = 0): void {
  const event = { ...rows, assetIndex: -1, shares: 0, amount: 0, costs: NO_COSTS, ...entry }
  ledger.cash += event.amount
  ledger.equity += income
  if (event.assetIndex >= 0) ledger.shares[event.assetIndex] += event.shares
  ledger.journal.push(event)
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

/** Value of all holdings at their last marks, currency; short positions count negative. */
export function investedValue({ shares, marks }: Ledger): number {
  let value = 0
  for (let i = 0; i < shares.length; i++) if (shares[i] !== 0) value += shares[i] * marks[i]
  return value
}

/** Value of all holdings, short ones counted like long ones. */
export function grossValue({ shares, marks }: Ledger): number {
  let value = 0
  for (let i = 0; i < shares.length; i++) if (shares[i] !== 0) value += Math.abs(shares[i] * marks[i])
  return value
}

/**
 * Pays held assets that have had no close for so long out into cash at their last mark, without cost: a fund that is closed
 * returns its value, or what a delisting leaves of it.
 * @param after - sessions in a row without a close, 1 or more
 * @param delistingReturn - from the last mark to what is paid, -1 or more
 */
export function payOutUnpriced(
  ledger: Ledger,
  closes: Float64Array,
  rows: EventRows,
  { after = 1, delistingReturn = 0 }: { readonly after?: number; readonly delistingReturn?: number } = {},
): void {
  const { shares, marks, missed } = ledger
  for (let i = 0; i < closes.length; i++) {
    missed[i] = shares[i] !== 0 && Number.isNaN(closes[i]) ? missed[i] + 1 : 0
    if (missed[i] < after) continue
    missed[i] = 0
    if (delistingReturn !== 0) {
      const loss = shares[i] * marks[i] * delistingReturn
      book(ledger, rows, { type: 'delisting', assetIndex: i, value: delistingReturn }, loss)
      marks[i] *= 1 + delistingReturn
    }
    const amount = shares[i] * marks[i]
    book(ledger, rows, { type: 'payout', assetIndex: i, shares: -shares[i], value: marks[i], amount })
  }
}

/**
 * @throws ConfigError when prices moved so far that equity is no number; Error when cash and holdings are not worth what profit and
 *   loss add up to: the books are wrong, not the input
 */
export function assertBalance(ledger: Ledger, dateIndex: number): void {
  const { cash, equity } = ledger
  // What short positions lose may be far more than there ever was.
  ledger.largestEquity = Math.max(ledger.largestEquity, Math.abs(equity))
  if (!Number.isFinite(equity))
    throw new ConfigError(
      `simulate: equity is ${equity} at row ${dateIndex}: the prices move by more than can be computed with`,
    )
  const owned = cash + investedValue(ledger)
  if (!(Math.abs(owned - equity) <= BALANCE_TOLERANCE * ledger.largestEquity))
    throw new Error(`bug: session ${dateIndex}: cash and holdings are ${owned}, profit and loss give ${equity}`)
}
