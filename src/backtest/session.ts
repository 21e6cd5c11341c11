import type { SessionDay } from '../core/calendar.js'
import { ConfigError, ShapeError } from '../core/errors.js'
import { accrue } from './accrual.js'
import type { Margin, Terms } from './backtest-options.js'
import { applySplits, payDistributions, reinvestDistributions } from './corporate-actions.js'
import { assertBalance, book, grossValue, markToMarket, payOutUnpriced, type EventRows, type Ledger } from './ledger.js'
import type { PendingDecision } from './orders.js'
import { rebalance } from './rebalance.js'

/** One session of a market, as it is known at its close; arrays of shape [nAssets], NaN where an asset is not listed. */
export interface SessionBar {
  /** Row of the session, above that of the session before. */
  readonly dateIndex: number
  /** Needed for interest and borrow fees. */
  readonly date?: SessionDay | undefined
  readonly open: Float64Array
  readonly close: Float64Array
  /** Shares traded; needed for impact and limits of participation. */
  readonly volume?: Float64Array | undefined
  /** Standard deviation of daily returns as known before the session; needed for impact. */
  readonly volatility?: Float64Array | undefined
  /** New shares per old one, effective at the open; 0 where there is no split. */
  readonly splits?: Float64Array | undefined
  /** Cash per share, paid to those who held at the close before; 0 where there is none. */
  readonly distributions?: Float64Array | undefined
}

/** All that a backtest knows between two sessions. */
export interface BacktestState {
  readonly ledger: Ledger
  /** Row of the last session; -1 before the first. */
  dateIndex: number
  /** Day of the last session; NaN where unknown. */
  date: SessionDay
  /** Row of the decision filled last; -1 before any. */
  decidedIndex: number
  /** The decision that waits for the next session. */
  pending: PendingDecision | undefined
  /**
   * [nAssets], 1 where what is held is not what was decided last: the order could not be filled in full, or a margin call undid it. A
   * decision that leaves such a position as it is still trades it.
   */
  readonly unmet: Uint8Array
  /** Whether all was lost: positions are closed, nothing is decided any more. */
  isRuined: boolean
}

function check(state: BacktestState, terms: Terms, bar: SessionBar): void {
  const { dateIndex, date, volume, volatility } = bar
  const nAssets = state.ledger.shares.length
  if (!Number.isSafeInteger(dateIndex) || dateIndex <= state.dateIndex)
    throw new ConfigError(`step: session "${dateIndex}", expected a row above ${state.dateIndex}`)
  for (const name of ['open', 'close', 'volume', 'volatility', 'splits', 'distributions'] as const) {
    const length = bar[name]?.length ?? nAssets
    if (length !== nAssets) throw new ShapeError(`step: ${length} values of ${name}, expected ${nAssets}`)
  }
  if (terms.costs.needsVolume && volume === undefined)
    throw new ConfigError('simulate: costs by volume are asked for, and the market has no volume')
  if (terms.costs.hasImpact && volatility === undefined)
    throw new ConfigError('simulate: costs.impact is asked for, and the market has no volatility')
  if (terms.cashRate === 0 && terms.debitRate === 0 && terms.borrowRate === 0) return
  if (date === undefined) throw new ConfigError('simulate: a rate is asked for, and the market has no dates')
  if (date <= state.date) throw new ConfigError(`step: session "${dateIndex}" is not after the one before`)
}

/** Decides in place of the owner, for the next session. */
function force(state: BacktestState, weights: Float64Array): void {
  const open = new Uint8Array(weights.length).fill(1)
  state.pending = { decidedIndex: state.dateIndex, weights, open, isMarginCall: true }
  state.unmet.fill(1)
}

/** Scales positions back to the initial margin where less than the maintenance margin is left. */
function callMargin(state: BacktestState, { initial, maintenance }: Margin, rows: EventRows): void {
  const { ledger } = state
  const { equity, shares, marks } = ledger
  const gross = grossValue(ledger)
  if (!(equity < maintenance * gross)) return
  const scale = 1 / (gross * initial)
  force(
    state,
    shares.map((held, i) => (held === 0 ? 0 : held * marks[i] * scale)),
  )
  book(ledger, rows, { type: 'margin-call', value: equity / gross })
}

/** A position at a price of 0 may recover where nobody has lent for it. */
function isLost({ equity }: Ledger, margin: Margin | undefined): boolean {
  return equity < 0 || (margin !== undefined && equity === 0)
}

/** Closes all positions, in as many sessions as prices and volumes make necessary. */
function closeAll(state: BacktestState, rows: EventRows): void {
  const { ledger } = state
  if (!state.isRuined) book(ledger, rows, { type: 'ruin', value: ledger.equity })
  state.isRuined = true
  state.pending = undefined
  if (ledger.shares.some((held) => held !== 0)) force(state, new Float64Array(ledger.shares.length))
}

/**
 * Carries one session out, in this order:
 * 1. interest and borrow fees for the days since the close before;
 * 2. splits, then distributions, of those who held at the close before;
 * 3. with fills at the open: trade to the weights that wait, at opening prices;
 * 4. value everything at the close;
 * 5. a holding without a close is paid out at its last price, without cost, once it has had none for `delistAfter` sessions;
 *    distributions buy shares where they are to be reinvested;
 * 6. with fills at the close: trade to the weights that wait, at closing prices;
 * 7. the double entry, and ruin or margin: an account with nothing left closes all positions and is not traded again; what it owes, it
 *    owes on, with interest.
 * @returns traded value as a fraction of equity before the trades; the events are in the journal of the ledger
 */
export function runSession(state: BacktestState, terms: Terms, bar: SessionBar): number {
  check(state, terms, bar)
  const { ledger } = state
  const { dateIndex, date = NaN, open, close, volume, volatility } = bar
  ledger.journal = []
  const rows = (): EventRows => ({ dateIndex, decidedIndex: state.decidedIndex })
  const days = date - state.date
  state.dateIndex = dateIndex
  state.date = date
  if (days > 0) accrue(ledger, days, terms, rows())
  // Reinvestment holds fractions whatever the lot.
  if (bar.splits !== undefined) applySplits(ledger, bar.splits, terms.reinvest ? 0 : terms.lot, rows())
  if (bar.distributions !== undefined) payDistributions(ledger, bar.distributions, rows())

  let traded = 0
  const trade = (prices: Float64Array): void => {
    const { pending } = state
    if (pending === undefined) return
    state.decidedIndex = pending.decidedIndex
    const filled = rebalance(ledger, pending, { prices, volume, volatility }, terms, rows())
    traded = filled.traded
    state.pending = filled.carried
    if (pending.isMarginCall) return
    // An order that was carried tells of its own assets alone.
    for (const [i, isOpen] of pending.open.entries()) if (isOpen === 1) state.unmet[i] = filled.unmet[i]
  }
  if (terms.fill === 'open') trade(open)
  markToMarket(ledger, close)
  payOutUnpriced(ledger, close, rows(), { after: terms.delistAfter, delistingReturn: terms.delistingReturn })
  if (terms.reinvest) reinvestDistributions(ledger, close, rows())
  if (terms.fill === 'close') trade(close)
  assertBalance(ledger, dateIndex)

  const { margin } = terms
  if (state.isRuined || isLost(ledger, margin)) closeAll(state, rows())
  else if (margin !== undefined) callMargin(state, margin, rows())
  return traded
}
