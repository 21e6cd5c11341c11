/** Daily bars of one symbol on its own sessions, as a source gave them. */
export interface SymbolBars {
  readonly symbol: string
  /** Session days, strictly ascending; shape [n]. */
  readonly dates: Int32Array
  /** Prices per share; shape [n], all positive and finite. */
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  /** Shares traded; shape [n], 0 or more. */
  readonly volume: Float64Array
  /** New shares per old share effective at the open of the session, 0 where there was no split; shape [n]. */
  readonly splits: Float64Array
  /** True when the source says that the prices were made by a simulation. */
  readonly simulated?: boolean
}
