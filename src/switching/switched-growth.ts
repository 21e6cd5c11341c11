import type { Matrix } from '../core/matrix.js'

/** What was decided: the column to hold, from the close of each row on. */
export interface SwitchDecisions {
  /** Rows of sessions, ascending. */
  readonly rows: ArrayLike<number>
  /** Column to hold, one per row. */
  readonly held: ArrayLike<number>
}

/** Prices of the session after a decision at which it can be filled. */
export const FILLS = ['open', 'close'] as const
export type Fill = (typeof FILLS)[number]

/** How decisions are carried out. */
export interface SwitchTrading {
  /** Column of the cash that is held before the first fill; buying and selling it is free. */
  readonly cash: number
  /** Cost as a fraction of the traded value: a switch between two funds sells and buys. */
  readonly costRate: number
  /** Fills are at these, sessions x columns, cash at what it is worth at the close; NaN = no price. At the closes when absent. */
  readonly opens?: Matrix | undefined
}

/**
 * Growth of 1 that always holds one column. A decision at the close of a row is filled at the close of the next one, or at its
 * open, at its price; until then the old column is held. A holding without a close stands at its last one and is sold at that,
 * without cost; where the column to buy has no price, cash is held until the next decision. What has a close and no open can not be
 * sold at the open either, and is held until the next decision. The last row's decision is not filled. The ledger does the same.
 * @param closes - sessions x columns; NaN = no close
 * @returns growth at each close from the first decision's row on, element 0 being 1
 */
export function switchedGrowth(closes: Matrix, decisions: SwitchDecisions, trading: SwitchTrading): Float64Array {
  const { rows, held } = decisions
  const { cash, costRate, opens } = trading
  const { data, cols } = closes
  const first = rows[0]
  const growth = new Float64Array(closes.rows - first)
  growth[0] = 1
  let equity = 1
  let position = cash
  let price = data[first * cols + cash]

  /** @returns whether what is held has a price in a row of prices */
  const mark = (prices: Float64Array, base: number): boolean => {
    const value = prices[base + position]
    if (Number.isNaN(value)) return false
    equity *= value / price
    price = value
    return true
  }
  const trade = (prices: Float64Array, base: number, wanted: number, isPriced: boolean): void => {
    const target = Number.isNaN(prices[base + wanted]) && wanted !== position ? cash : wanted
    if (target === position) return
    if (position !== cash && isPriced) equity *= 1 - costRate
    // What is left after the cost is invested: of 1 + cost, 1.
    if (target !== cash) equity /= 1 + costRate
    position = target
    price = prices[base + position]
  }

  for (let row = first + 1, next = 0; row < closes.rows; row++) {
    const base = row * cols
    const wanted = rows[next] === row - 1 ? held[next++] : undefined
    if (opens !== undefined && wanted !== undefined) {
      const isOpen = mark(opens.data, base)
      // What had no close the session before was paid out then; what only lacks an open can not be sold.
      const isGone = Number.isNaN(data[base - cols + position])
      if (isOpen || isGone) trade(opens.data, base, wanted, isOpen)
    }
    const isPriced = mark(data, base)
    if (opens === undefined && wanted !== undefined) trade(data, base, wanted, isPriced)
    growth[row - first] = equity
  }
  return growth
}
