import { totalCost } from './costs.js'
import type { LedgerEvent } from './ledger-event.js'

/** One executed order. */
export interface Trade {
  /** Row of the session at which the order was filled. */
  readonly dateIndex: number
  /** Row of the session at whose close it was decided. */
  readonly decidedIndex: number
  readonly assetIndex: number
  /** Signed number of shares: positive buys, negative sells. */
  readonly shares: number
  /** Fill price per share. */
  readonly price: number
  /** Cost paid in currency, 0 or more. */
  readonly cost: number
}

/** What a ledger did. Arrays run over the sessions from `startIndex` (the first decision) to the last session, both included. */
export interface Performance {
  readonly startIndex: number
  /** Equity at each close, currency; element 0 is the starting capital. */
  readonly equity: Float64Array
  /** Cash at each close, currency; negative where positions are financed. */
  readonly cash: Float64Array
  /** Value of all holdings at each close, currency; short positions count negative. */
  readonly invested: Float64Array
  /** Traded value (buys plus sells) of each session as a fraction of equity before the trades. */
  readonly traded: Float64Array
  /** Shares held at each close; [nSessions x nAssets], row-major. */
  readonly shares: Float64Array
  readonly trades: readonly Trade[]
  /** Everything that happened, in order; the trades are among it. */
  readonly events: readonly LedgerEvent[]
}

/** Whether an event changed a position at a price: those are the trades. */
export function isTrade({ type }: LedgerEvent): boolean {
  return type === 'fill' || type === 'payout' || type === 'reinvestment'
}

/** The trades among events, in order; pay-outs and reinvestments cost nothing. */
export function tradesOf(events: readonly LedgerEvent[]): Trade[] {
  return events.filter(isTrade).map(({ dateIndex, decidedIndex, assetIndex, shares, value, costs }) => ({
    dateIndex,
    decidedIndex,
    assetIndex,
    shares,
    price: value,
    cost: totalCost(costs),
  }))
}
