import { wholeLots } from './lots.js'
import { isFinanced } from '../decide/exposures.js'
import type { Terms } from './backtest-options.js'
import { totalCost, type CostBreakdown } from './costs.js'
import { DUST, investedValue, type Ledger } from './ledger.js'
import { targetValues } from './target-values.js'

/** A decision that waits for a session to be filled at. */
export interface PendingDecision {
  readonly decidedIndex: number
  /** [nAssets] fractions of equity after costs. */
  readonly weights: Float64Array
  /** [nAssets], 1 where there may be something to trade: at first where the position is not left as it is, then where volume did not suffice. */
  readonly open: Uint8Array
  /** Whether it is no decision of the owner's. */
  readonly isMarginCall: boolean
}

/** What there is to trade with in a session. */
export interface FillSession {
  /** [nAssets] fill prices; an asset whose price is missing (or 0) is not traded. */
  readonly prices: Float64Array
  /** [nAssets] shares traded in the session. */
  readonly volume?: Float64Array | undefined
  /** [nAssets] standard deviation of daily returns, as known before the session. */
  readonly volatility?: Float64Array | undefined
}

/** Orders of one session. */
export interface Orders {
  /** [nAssets] shares, of either sign; 0 where nothing is ordered. */
  readonly shares: Float64Array
  /** [nAssets] traded value, 0 or more. */
  readonly worth: Float64Array
  /** [nAssets], 1 where the session's volume does not suffice: what is left of the order is carried. */
  readonly cut: Uint8Array
  /**
   * [nAssets], 1 where there is something to trade and no price to trade it at: the order is dropped. To be rid of what is worth nothing
   * is no such thing.
   */
  readonly priceless: Uint8Array
  /** Whether cash may fall below 0: the weights are short or sum to more than 1, or a short position is held. */
  readonly isFinanced: boolean
  /** Costs of an order of so many shares. */
  readonly costsOf: (assetIndex: number, shares: number) => CostBreakdown
}

/**
 * The orders that lead from what is held to target weights, at the marks of the books, which are those of the fill. Positions are
 * rounded towards zero to lots, and an order takes no more of the session's volume than the costs allow.
 */
export function planOrders(
  { cash, shares, marks, ...ledger }: Ledger,
  { weights, open }: PendingDecision,
  { prices, volume, volatility }: FillSession,
  { costs, lot }: Pick<Terms, 'costs' | 'lot'>,
): Orders {
  const n = prices.length
  const volumeOf = (i: number): number => volume?.[i] ?? NaN
  const costsOf = (assetIndex: number, count: number): CostBreakdown =>
    costs.of({
      assetIndex,
      shares: count,
      price: marks[assetIndex],
      volume: volumeOf(assetIndex),
      volatility: volatility?.[assetIndex] ?? NaN,
    })
  const values = shares.map((held, i) => (held === 0 ? 0 : held * marks[i]))
  const least = DUST * Math.abs(cash + investedValue({ cash, shares, marks, ...ledger }))
  const isLive = (i: number): boolean => prices[i] > 0 && (!costs.needsVolume || volumeOf(i) > 0)
  const tradable = Uint8Array.from(prices, (_, i) => (open[i] === 1 && isLive(i) ? 1 : 0))
  const further = (targets: Float64Array): number => {
    let sum = 0
    for (let i = 0; i < n; i++) {
      const change = Math.abs(targets[i] - values[i])
      if (change > least) sum += totalCost(costsOf(i, change / marks[i])) - costs.rate * change
    }
    return sum
  }
  const financed = isFinanced(weights) || shares.some((held) => held < 0)
  const targets = targetValues({ cash, values, tradable }, weights, costs.rate, {
    further: costs.isFlat ? undefined : further,
    isFinanced: financed,
  })

  const orders = {
    shares: new Float64Array(n),
    worth: new Float64Array(n),
    cut: new Uint8Array(n),
    priceless: new Uint8Array(n),
  }
  for (let i = 0; i < n; i++) {
    if (open[i] === 1 && tradable[i] === 0 && (weights[i] !== 0 || values[i] !== 0))
      (prices[i] > 0 ? orders.cut : orders.priceless)[i] = 1
    const change = targets[i] - values[i]
    if (!(Math.abs(change) > least)) continue
    let count = change / marks[i]
    if (lot > 0) count = wholeLots(targets[i] / marks[i], lot) - shares[i]
    // What is sold in full leaves no crumb of a share behind.
    else if (targets[i] === 0) count = -shares[i]
    const most = costs.maxParticipation * volumeOf(i)
    if (Math.abs(count) > most) {
      count = Math.sign(count) * wholeLots(most, lot)
      orders.cut[i] = 1
    }
    orders.shares[i] = count
    orders.worth[i] = lot > 0 || orders.cut[i] === 1 ? Math.abs(count) * marks[i] : Math.abs(change)
  }
  return { ...orders, isFinanced: financed, costsOf }
}
