import type { Matrix } from '../core/matrix.js'

/** What was decided: the column to hold, from the close of each row on. */
export interface SwitchDecisions {
  /** Rows of sessions, ascending. */
  readonly rows: ArrayLike<number>
  /** Column to hold, one per row. */
  readonly held: ArrayLike<number>
}

/** How decisions are carried out. */
export interface SwitchTrading {
  /** Column of the cash that is held before the first fill; buying and selling it is free. */
  readonly cash: number
  /** Cost as a fraction of the traded value: a switch between two funds sells and buys. */
  readonly costRate: number
}

/**
 * Growth of 1 that always holds one column. A decision at the close of a row is filled at the close of the next one, at its price;
 * until then the old column is held. A holding without a close stands at its last one and is sold at that, without cost; where
 * the column to buy has no close, cash is held until the next decision. The last row's decision is not filled.
 * @param closes - sessions x columns; NaN = no close
 * @returns growth at each close from the first decision's row on, element 0 being 1
 */
export function switchedGrowth(closes: Matrix, decisions: SwitchDecisions, trading: SwitchTrading): Float64Array {
  const { rows, held } = decisions
  const { cash, costRate } = trading
  const { data, cols } = closes
  const first = rows[0]
  const growth = new Float64Array(closes.rows - first)
  growth[0] = 1
  let equity = 1
  let position = cash
  let price = data[first * cols + cash]
  for (let row = first + 1, next = 0; row < closes.rows; row++) {
    const close = data[row * cols + position]
    const isPriced = !Number.isNaN(close)
    if (isPriced) {
      equity *= close / price
      price = close
    }
    if (rows[next] === row - 1) {
      const wanted = held[next++]
      const target = Number.isNaN(data[row * cols + wanted]) && wanted !== position ? cash : wanted
      if (target !== position) {
        if (position !== cash && isPriced) equity *= 1 - costRate
        // What is left after the cost is invested: of 1 + cost, 1.
        if (target !== cash) equity /= 1 + costRate
        position = target
        price = data[row * cols + position]
      }
    }
    growth[row - first] = equity
  }
  return growth
}
