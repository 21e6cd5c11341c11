import { ConfigError, ShapeError } from '../core/errors.js'
import { WEIGHT_ROUNDING } from '../decide/exposures.js'
import type { WeightDecision } from '../decide/weights.js'
import { costModel, type CostModel, type TradingCosts } from './costs.js'

/**
 * A margin account: short positions and cash below 0 are allowed. Without one, weights are 0 or more and sum to 1 at most. An account
 * with nothing left at a close is ruined: all positions are closed, and nothing is traded again.
 */
export interface Margin {
  /** Equity that a decision must leave, as a part of the gross exposure: at 0.5 (Regulation T) the exposure may be twice the equity. */
  readonly initial: number
  /**
   * At a close with less equity than this part of the gross exposure (0.25 in FINRA rule 4210) the next session scales all positions
   * back to the initial margin.
   */
  readonly maintenance: number
}

/** When a fund without prices is taken to be gone, and what it then pays. */
export interface Delisting {
  /** Sessions in a row without a close after which a holding is paid out; 1 when absent. Until then it is held at its last price. */
  readonly after?: number
  /** Return from the last price to what is paid out, -1 or more; 0 when absent. */
  readonly return?: number
}

/** How decisions are carried out. */
export interface BacktestOptions {
  /** Price of the session after the decision at which it is filled. */
  readonly fill: 'open' | 'close'
  /** Cost in basis points of traded value. */
  readonly costBps: number
  /** Starting cash, currency. */
  readonly capital: number
  /** What trading costs beyond that. */
  readonly costs?: TradingCosts
  /** Shares a lot (10, 1, 0.001); orders lead to positions rounded towards zero. 0, any fraction, when absent. */
  readonly lot?: number
  /** Annual rate on cash above 0, the proceeds of short sales included, for actual days / 365; 0 when absent. */
  readonly cashRate?: number
  /** Annual rate on cash below 0; 0 when absent. */
  readonly debitRate?: number
  /** Annual fee on the value of short positions, of all assets or one for each; 0 when absent. */
  readonly borrowRate?: number | readonly number[]
  /**
   * Whether distributions buy shares of the same asset at the close of the ex-date, any fraction of one and without cost; they stay in
   * cash when absent.
   */
  readonly reinvest?: boolean
  readonly margin?: Margin
  readonly delisting?: Delisting
}

/** Options with every default filled in. */
export interface Terms {
  readonly fill: 'open' | 'close'
  readonly capital: number
  readonly costs: CostModel
  readonly lot: number
  readonly cashRate: number
  readonly debitRate: number
  readonly borrowRate: number | readonly number[]
  readonly reinvest: boolean
  readonly margin: Margin | undefined
  readonly delistAfter: number
  readonly delistingReturn: number
}

/** Ten times its value a year is a mistake of unit. */
const MOST_RATE = 10

function requireRange(name: string, value: number, least: number, most: number): void {
  if (!(value >= least && value <= most))
    throw new ConfigError(`simulate: ${name} "${value}", expected ${least} to ${most}`)
}

function requireOneEach(what: string, rates: number | readonly number[] | undefined, nAssets: number): void {
  if (typeof rates === 'object' && rates.length !== nAssets)
    throw new ShapeError(`simulate: ${rates.length} ${what}, expected ${nAssets}`)
}

/** @throws ConfigError for an option out of range; ShapeError when there is not one half spread, or borrow rate, for each asset */
export function termsOf(options: BacktestOptions, nAssets: number): Terms {
  const { fill, capital, costs, lot = 0, cashRate = 0, debitRate = 0, borrowRate = 0, margin } = options
  const { after = 1, return: delistingReturn = 0 } = options.delisting ?? {}
  if (fill !== 'open' && fill !== 'close')
    throw new ConfigError(`simulate: fill "${String(fill)}", expected "open" or "close"`)
  if (!(capital > 0) || capital === Infinity)
    throw new ConfigError(`simulate: capital "${capital}", expected an amount above 0`)
  requireRange('lot', lot, 0, 1e9)
  requireRange('cashRate', cashRate, -1, MOST_RATE)
  requireRange('debitRate', debitRate, -1, MOST_RATE)
  for (const rate of typeof borrowRate === 'number' ? [borrowRate] : borrowRate)
    requireRange('borrowRate', rate, 0, MOST_RATE)
  requireRange('delisting.return', delistingReturn, -1, MOST_RATE)
  if (!Number.isSafeInteger(after) || after < 1)
    throw new ConfigError(`simulate: delisting.after "${after}", expected a number of sessions, 1 or more`)
  if (margin !== undefined) {
    requireRange('margin.initial', margin.initial, 0.01, 1)
    requireRange('margin.maintenance', margin.maintenance, 0, margin.initial)
  }
  requireOneEach('half spreads', costs?.halfSpreadBps, nAssets)
  requireOneEach('borrow rates', borrowRate, nAssets)
  return {
    fill,
    capital,
    costs: costModel(options.costBps, costs),
    lot,
    cashRate,
    debitRate,
    borrowRate,
    reinvest: options.reinvest ?? false,
    margin,
    delistAfter: after,
    delistingReturn,
  }
}

/**
 * @param kept - [nAssets], 1 where a decision leaves the position as it is
 * @throws ConfigError when weights are out of what the account allows; ShapeError when there is not one for each asset
 */
export function requireWeights(
  { weights, kept }: Pick<WeightDecision, 'weights'> & { readonly kept?: Uint8Array | undefined },
  dateIndex: number,
  { nAssets, margin }: { readonly nAssets: number; readonly margin: Margin | undefined },
): void {
  if (weights.length !== nAssets)
    throw new ShapeError(`simulate: ${weights.length} weights at row ${dateIndex}, expected ${nAssets}`)
  if (kept !== undefined && kept.length !== nAssets)
    throw new ShapeError(`simulate: kept has ${kept.length} assets at row ${dateIndex}, expected ${nAssets}`)
  if (margin !== undefined) {
    const gross = weights.reduce((total, weight) => total + Math.abs(weight), 0)
    const most = 1 / margin.initial
    if (!(gross <= most * (1 + WEIGHT_ROUNDING)))
      throw new ConfigError(
        `simulate: weights at row ${dateIndex} have a gross exposure of "${gross}", expected ${most} or less (margin.initial ${margin.initial})`,
      )
    return
  }
  const wrong = weights.find((weight) => !(weight >= 0))
  if (wrong !== undefined)
    throw new ConfigError(`simulate: weight "${wrong}" at row ${dateIndex}, expected a fraction of 0 or more`)
  const sum = weights.reduce((total, weight) => total + weight, 0)
  if (!(sum <= 1 + WEIGHT_ROUNDING))
    throw new ConfigError(`simulate: weights at row ${dateIndex} sum to "${sum}", expected 1 or less`)
}
