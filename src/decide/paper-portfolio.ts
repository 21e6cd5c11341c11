import { rowOf, type Matrix } from '../core/matrix.js'
import { isFinanced } from './exposures.js'
import type { WeightDecision, Weights } from './weights.js'

/**
 * What became of the decisions so far, without costs and lots: weights that drift with prices. Hysteresis, no-trade bands, turnover
 * caps and drawdown brakes look at it. It is the decisions' own account and not the ledger's, so that decisions are the same
 * before and after costs, and the same for every fill.
 */
export interface PaperPortfolio {
  /** [nAssets] fractions of equity at the close of `row`. */
  readonly held: Float64Array
  /** Equity at the close of `row`; 1 at the start. */
  equity: () => number
  /** Equity now over its highest close among the latest `sessions`, this one included, less 1; in [-1, 0]. */
  drawdown: (sessions: number) => number
  /**
   * Takes a decision made at the close of `row`; it is held from the close of the next session on.
   * @param kept - [nAssets], 1 where the position is left as it is and drifts on; none when absent
   */
  decide: (weights: Float64Array, kept?: Uint8Array) => void
  /** Moves on to the close of a later row. */
  moveTo: (row: number) => void
}

/**
 * Trades all but what is kept. Where that has grown so much that the others' weights need more than there is, they are scaled down
 * together, as the ledger does.
 */
function trade(held: Float64Array, { weights, kept }: Pick<WeightDecision, 'weights' | 'kept'>): void {
  let left = 1
  let wanted = 0
  for (let i = 0; i < held.length; i++)
    if (kept?.[i] === 1) left -= held[i]
    else wanted += weights[i]
  // Rounding may take what is kept above everything there is.
  const free = Math.max(0, left)
  const part = kept !== undefined && wanted > free && !isFinanced(weights) ? free / wanted : 1
  for (let i = 0; i < held.length; i++) if (kept?.[i] !== 1) held[i] = weights[i] * part
}

/**
 * A portfolio that begins in cash at the close of a row. An asset without a price keeps its value as cash from then on, as a fund
 * that is paid out; cash earns nothing.
 * @param closes - nDates x nAssets; rows after the one moved to are not read
 */
export function openPaperPortfolio(closes: Matrix, start: number): PaperPortfolio {
  const held = new Float64Array(closes.cols)
  /** Equity at every close since the start. */
  const curve = [1]
  let row = start
  let pending: Pick<WeightDecision, 'weights' | 'kept'> | undefined
  const equity = (): number => curve[curve.length - 1]
  const step = (): void => {
    const before = rowOf(closes, row)
    const now = rowOf(closes, ++row)
    let growth = 1
    for (let i = 0; i < held.length; i++) {
      if (held[i] === 0) continue
      const change = now[i] / before[i] - 1
      if (Number.isFinite(change)) growth += held[i] * change
    }
    for (let i = 0; i < held.length; i++) {
      if (held[i] === 0) continue
      const change = now[i] / before[i]
      const value = (held[i] * change) / growth
      // What has no price was paid out; of what is worth nothing any more, or beyond all numbers, no fraction can be told.
      held[i] = growth > 0 && Number.isFinite(value) ? value : 0
    }
    curve.push(Math.min(Number.MAX_VALUE, equity() * Math.max(0, growth)))
    if (pending !== undefined) trade(held, pending)
    pending = undefined
  }
  return {
    held,
    equity,
    drawdown(sessions) {
      let peak = 0
      for (let i = Math.max(0, curve.length - sessions); i < curve.length; i++) peak = Math.max(peak, curve[i])
      // What was lost altogether stays lost when the peak is out of sight.
      return peak > 0 ? equity() / peak - 1 : -1
    },
    decide(weights, kept) {
      pending = { weights: weights.slice(), ...(kept === undefined ? {} : { kept: kept.slice() }) }
    },
    moveTo(target) {
      while (row < target) step()
    },
  }
}

/** What became of decisions by the close of a row, that row's own decision not among them. In cash where there was none. */
export function portfolioAfter(decisions: Weights, closes: Matrix, row: number): PaperPortfolio {
  const portfolio = openPaperPortfolio(closes, decisions[0]?.dateIndex ?? row)
  for (const { dateIndex, weights, holds, kept } of decisions) {
    if (dateIndex >= row) break
    portfolio.moveTo(dateIndex)
    if (holds !== true) portfolio.decide(weights, kept)
  }
  portfolio.moveTo(row)
  return portfolio
}
