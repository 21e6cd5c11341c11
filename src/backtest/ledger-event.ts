import type { CostBreakdown } from './costs.js'

/**
 * What can happen to a portfolio. `value` and `amount` by type:
 *
 * | type           | value                                    | amount (change of cash)                            |
 * | -------------- | ---------------------------------------- | -------------------------------------------------- |
 * | `fill`         | price per share                          | what was received, less what was paid and the costs |
 * | `payout`       | last price, at which all shares are paid | their value                                        |
 * | `reinvestment` | closing price                            | less what the shares cost                          |
 * | `dividend`     | cash per share                           | received; paid by a short position                 |
 * | `split`        | new shares per old one                   | cash in lieu of a fraction of a share              |
 * | `delisting`    | return after the last price              | 0: the payout that follows is lower by it          |
 * | `interest`     | annual rate                              | earned on cash, or paid on what is borrowed        |
 * | `borrow`       | annual rate                              | less the fee on what is short                      |
 * | `margin-call`  | equity / gross exposure                  | 0: the next session scales all positions back      |
 * | `ruin`         | equity, 0 or less: what is owed          | 0: the next sessions close all positions           |
 */
type EventType =
  | 'fill'
  | 'payout'
  | 'reinvestment'
  | 'dividend'
  | 'split'
  | 'delisting'
  | 'interest'
  | 'borrow'
  | 'margin-call'
  | 'ruin'

/** One line of the journal. The amounts add up to the change of cash, the shares to what is held. */
export interface LedgerEvent {
  readonly type: EventType
  /** Row of the session at which it happened. */
  readonly dateIndex: number
  /** Row at whose close the decision was made that was filled last; -1 before any. */
  readonly decidedIndex: number
  /** -1 for what concerns the whole portfolio: a borrow fee too, unless assets have rates of their own. */
  readonly assetIndex: number
  /** Change of the shares held. */
  readonly shares: number
  readonly value: number
  /** Change of cash, currency. */
  readonly amount: number
  /** Costs of a fill; all 0 elsewhere. */
  readonly costs: CostBreakdown
}
