/** One executed order. */
export interface Trade {
  /** Row of the session at which the order was filled. */
  readonly dateIndex: number
  /** Row of the session at whose close it was decided. */
  readonly decidedIndex: number
  readonly assetIndex: number
  /** Signed number of shares: positive buys. */
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
  /** Cash at each close, currency. */
  readonly cash: Float64Array
  /** Value of all holdings at each close, currency. */
  readonly invested: Float64Array
  /** Traded value (buys plus sells) of each session as a fraction of equity before the trades. */
  readonly traded: Float64Array
  /** Shares held at each close; [nSessions x nAssets], row-major. */
  readonly shares: Float64Array
  readonly trades: readonly Trade[]
}
