import { wholeLots } from './lots.js'
import type { Terms } from './backtest-options.js'
import { totalCost } from './costs.js'
import { book, DUST, investedValue, markToMarket, type EventRows, type Ledger } from './ledger.js'
import { planOrders, type FillSession, type Orders, type PendingDecision } from './orders.js'

/** What became of a decision. */
export interface Filled {
  /** Traded value, buys plus sells, as a fraction of equity before the trades. */
  readonly traded: number
  /** What volume did not suffice for, to be traded at the next session; undefined when all is done. */
  readonly carried: PendingDecision | undefined
  /**
   * [nAssets], 1 where the order was not filled in full for want of volume or of a price, and where beside such a one less is held than
   * was decided, by a lot or more: it lacked the proceeds. It says nothing of assets that were not open.
   */
  readonly unmet: Uint8Array
}

/** Each round scales purchases down to the cash there is; costs per order may keep them above. */
const ROUNDS = 20

/** Cash that purchases take, costs included. */
function cashNeeded({ shares, worth, costsOf }: Orders): number {
  let sum = 0
  for (let i = 0; i < shares.length; i++) if (shares[i] > 0) sum += worth[i] + totalCost(costsOf(i, shares[i]))
  return sum
}

/** Scales purchases down together until cash suffices, and drops the last ones when costs per order leave no other way. */
function limitToCash(orders: Orders, { marks }: Ledger, lot: number, available: number): void {
  const { shares, worth } = orders
  const set = (i: number, count: number): void => {
    shares[i] = count
    worth[i] = count * marks[i]
  }
  let need = cashNeeded(orders)
  for (let round = 0; round < ROUNDS && need > available; round++) {
    const factor = Math.max(0, available) / need
    for (let i = 0; i < shares.length; i++) if (shares[i] > 0) set(i, wholeLots(shares[i] * factor, lot))
    need = cashNeeded(orders)
  }
  for (let i = shares.length - 1; i >= 0 && cashNeeded(orders) > available; i--) if (shares[i] > 0) set(i, 0)
}

/**
 * Trades to target weights, at prices to which the books are marked first: sells in the order of the assets, then buys.
 *
 * Unless weights or holdings are short, or the weights sum to more than 1, purchases take no more than the cash there is, and a sale
 * that would cost more than it brings is not made where no cash pays for it. What volume did not suffice for is carried, with the
 * purchases that wait for its proceeds; an order without a price is not: what was meant for it stays in cash until the next decision.
 */
export function rebalance(
  ledger: Ledger,
  pending: PendingDecision,
  session: FillSession,
  terms: Pick<Terms, 'costs' | 'lot'>,
  rows: EventRows,
): Filled {
  markToMarket(ledger, session.prices)
  const before = ledger.cash + investedValue(ledger)
  const orders = planOrders(ledger, pending, session, terms)
  const { shares, worth, cut, priceless, isFinanced, costsOf } = orders
  const wanted = shares.slice()
  let traded = 0
  const fill = (i: number): void => {
    const value = ledger.marks[i]
    const costs = costsOf(i, shares[i])
    const cost = totalCost(costs)
    const amount = -(shares[i] * value + cost)
    if (shares[i] < 0 && !isFinanced && amount < 0 && ledger.cash + amount < 0) return
    book(ledger, rows, { type: 'fill', assetIndex: i, shares: shares[i], value, amount, costs }, -cost)
    traded += worth[i]
  }
  for (let i = 0; i < shares.length; i++) if (shares[i] < 0) fill(i)
  if (!isFinanced) limitToCash(orders, ledger, terms.lot, ledger.cash + DUST * before)
  for (let i = 0; i < shares.length; i++) if (shares[i] > 0) fill(i)
  const isCut = cut.includes(1)
  const isShort = isCut || priceless.includes(1)
  const after = ledger.cash + investedValue(ledger)
  const lacks = (i: number): boolean => {
    const lack = pending.weights[i] * after - ledger.shares[i] * ledger.marks[i]
    return lack > DUST * Math.abs(before) && lack >= terms.lot * ledger.marks[i]
  }
  const open = cut.map((isOwnCut, i) => (isOwnCut === 1 || shares[i] !== wanted[i] ? 1 : 0))
  const unmet = open.map((isOpen, i) => (isShort && (isOpen === 1 || priceless[i] === 1 || lacks(i)) ? 1 : 0))
  return {
    traded: before > 0 ? traded / before : 0,
    carried: isCut ? { ...pending, open } : undefined,
    unmet,
  }
}
