import { ConfigError, ShapeError } from '../core/errors.js'
import { rowOf, type Matrix } from '../core/matrix.js'
import type { WeightDecision, Weights } from '../decide/weights.js'
import { requireWeights, termsOf, type BacktestOptions } from './backtest-options.js'
import type { LedgerEvent } from './ledger-event.js'
import { tradesOf, type Performance } from './performance.js'
import { openBacktest } from './replay.js'
import type { SessionBar } from './session.js'

/**
 * Prices to trade at, and what else happens to shares: nDates x nAssets, one currency, NaN where an asset is not listed. Prices are
 * adjusted for splits and distributions, or raw with both beside them.
 */
export interface Market {
  readonly open: Matrix
  readonly close: Matrix
  /** Session days; needed for interest and borrow fees. */
  readonly dates?: Int32Array
  /** Shares traded, of the kind that prices are of; needed for impact and limits of participation. */
  readonly volume?: Matrix
  /** Standard deviation of daily returns as known at the close of a row; needed for impact. */
  readonly volatility?: Matrix
  /** New shares per old one, effective at the open; 0 where there is no split. */
  readonly splits?: Matrix
  /** Cash per share, paid to those who held at the close before; 0 where there is none. */
  readonly distributions?: Matrix
}

/** How decisions are carried out. */
export type SimulateOptions = BacktestOptions

function check(market: Market, weights: Weights, options: SimulateOptions): void {
  const { close, dates } = market
  for (const name of ['open', 'volume', 'volatility', 'splits', 'distributions'] as const) {
    const { rows, cols } = market[name] ?? close
    if (rows !== close.rows || cols !== close.cols)
      throw new ShapeError(`simulate: ${name} is ${rows} x ${cols}, expected ${close.rows} x ${close.cols} as close`)
  }
  if (dates !== undefined && dates.length !== close.rows)
    throw new ShapeError(`simulate: ${dates.length} dates, expected ${close.rows}`)
  const { margin } = termsOf(options, close.cols)
  if (weights.length === 0) throw new ConfigError('simulate: there is no decision, expected one or more')
  let previous = -1
  for (const decision of weights) {
    const { dateIndex } = decision
    if (!Number.isSafeInteger(dateIndex) || dateIndex <= previous || dateIndex >= close.rows)
      throw new ConfigError(
        `simulate: decision at row "${dateIndex}", expected rows in ascending order from ${previous + 1} to ${close.rows - 1}`,
      )
    previous = dateIndex
    requireWeights(decision, dateIndex, { nAssets: close.cols, margin })
  }
}

/** One session of a market, with nothing in it that its close does not know. */
export function sessionOf(market: Market, dateIndex: number): SessionBar {
  const { open, close, dates, volume, volatility, splits, distributions } = market
  const row = (matrix: Matrix | undefined, at = dateIndex): Float64Array | undefined =>
    matrix === undefined ? undefined : rowOf(matrix, at)
  const before = dateIndex > 0 ? row(volatility, dateIndex - 1) : volatility && new Float64Array(close.cols).fill(NaN)
  return {
    dateIndex,
    date: dates?.[dateIndex],
    open: rowOf(open, dateIndex),
    close: rowOf(close, dateIndex),
    volume: row(volume),
    volatility: before,
    splits: row(splits),
    distributions: row(distributions),
  }
}

/**
 * Carries rotation decisions out. The timing rule of the whole project is here: a decision made at the close of session t is filled at
 * session t + 1, at its open or its close; one made on the last session is not filled. It is the loop over {@link openBacktest}'s
 * steps, each of which is told of one session alone; {@link runSession} says what happens in a session, and in which order.
 *
 * Weights are fractions of the equity that is left when the costs are paid. An asset without a fill price is not traded: what
 * was meant for it stays in cash until the next decision. An asset that a decision leaves as it is (`kept`) is not traded, unless
 * what was decided of it before could not be carried out in full; the others' weights are met as far as the cash beside it goes. With
 * fills at the open, a fund that dies on the session of the fill is paid out at that session's close, since nobody knows at the open
 * that no close will come.
 * @returns the ledger from the row of the first decision on, equity being capital plus profit and loss; cash plus invested
 *   equals it within 1e-9 of the largest equity
 * @throws ConfigError when an option, a row or a weight is out of range; ShapeError when shapes differ
 */
export function simulate(market: Market, weights: Weights, options: SimulateOptions): Performance {
  check(market, weights, options)
  const { rows: nDates, cols: nAssets } = market.close
  const startIndex = weights[0].dateIndex
  const nSessions = nDates - startIndex
  const equity = new Float64Array(nSessions)
  const cash = new Float64Array(nSessions)
  const invested = new Float64Array(nSessions)
  const traded = new Float64Array(nSessions)
  const shares = new Float64Array(nSessions * nAssets)
  const events: LedgerEvent[] = []

  const backtest = openBacktest(options, nAssets)
  const decisions = new Map(weights.map((decision): [number, WeightDecision] => [decision.dateIndex, decision]))
  for (let i = 0; i < nSessions; i++) {
    const dateIndex = startIndex + i
    const decided = decisions.get(dateIndex)
    const result = backtest.step(sessionOf(market, dateIndex), decided?.weights, decided?.kept)
    equity[i] = result.equity
    cash[i] = result.cash
    invested[i] = result.invested
    traded[i] = result.traded
    shares.set(result.shares, i * nAssets)
    for (const event of result.events) events.push(event)
  }
  return { startIndex, equity, cash, invested, traded, shares, trades: tradesOf(events), events }
}
