import { ConfigError, ShapeError } from '../core/errors.js'
import { rowOf, type Matrix } from '../core/matrix.js'
import type { Weights } from '../decide/weights.js'
import { costRate } from './costs.js'
import { assertBalance, investedValue, markToMarket, openLedger, payOutUnpriced, rebalance } from './ledger.js'
import type { Performance } from './performance.js'

/** Prices to trade at; NaN where an asset is not listed. */
export interface Market {
  /** nDates x nAssets, one currency, adjusted for splits. */
  readonly open: Matrix
  readonly close: Matrix
}

/** How decisions are carried out. */
export interface SimulateOptions {
  /** Price of the session after the decision at which it is filled. */
  readonly fill: 'open' | 'close'
  /** Cost in basis points of traded value. */
  readonly costBps: number
  /** Starting cash, currency. */
  readonly capital: number
}

/** Rounding that a sum of weights may carry above 1. */
const WEIGHT_ROUNDING = 1e-9

function check({ open, close }: Market, weights: Weights, { fill, capital }: SimulateOptions): void {
  if (open.rows !== close.rows || open.cols !== close.cols)
    throw new ShapeError(
      `simulate: open is ${open.rows} x ${open.cols}, expected ${close.rows} x ${close.cols} as close`,
    )
  if (fill !== 'open' && fill !== 'close')
    throw new ConfigError(`simulate: fill "${String(fill)}", expected "open" or "close"`)
  if (!(capital > 0) || capital === Infinity)
    throw new ConfigError(`simulate: capital "${capital}", expected an amount above 0`)
  if (weights.length === 0) throw new ConfigError('simulate: there is no decision, expected one or more')
  let previous = -1
  for (const { dateIndex, weights: row } of weights) {
    if (!Number.isSafeInteger(dateIndex) || dateIndex <= previous || dateIndex >= close.rows)
      throw new ConfigError(
        `simulate: decision at row "${dateIndex}", expected rows in ascending order from ${previous + 1} to ${close.rows - 1}`,
      )
    previous = dateIndex
    if (row.length !== close.cols)
      throw new ShapeError(`simulate: ${row.length} weights at row ${dateIndex}, expected ${close.cols}`)
    const wrong = row.find((weight) => !(weight >= 0))
    if (wrong !== undefined)
      throw new ConfigError(`simulate: weight "${wrong}" at row ${dateIndex}, expected a fraction of 0 or more`)
    const sum = row.reduce((total, weight) => total + weight, 0)
    if (!(sum <= 1 + WEIGHT_ROUNDING))
      throw new ConfigError(`simulate: weights at row ${dateIndex} sum to "${sum}", expected 1 or less`)
  }
}

/**
 * Carries rotation decisions out, in fractional shares. The timing rule of the whole project is here: a decision made at the
 * close of session t is filled at session t + 1, at its open or its close; one made on the last session is not filled.
 *
 * Each session, in this order:
 * 1. fill at the open: trade to the weights, at opening prices;
 * 2. value everything at the close;
 * 3. an asset that is held but has no close is paid out at its last price, without cost (a trade of cost 0 that names the
 *    decision last filled; it is no part of `traded`);
 * 4. fill at the close: trade to the weights, at closing prices.
 *
 * Weights are fractions of the equity that is left when the costs are paid. An asset without a fill price is not traded: what
 * was meant for it stays in cash until the next decision. With fills at the open, a fund that dies on the session of the fill
 * is paid out at that session's close, since nobody knows at the open that no close will come.
 * @returns the ledger from the row of the first decision on, equity being capital plus profit and loss; cash plus invested
 *   equals it within 1e-9 of the largest equity
 * @throws ConfigError when an option, a row or a weight is out of range; ShapeError when shapes differ
 */
export function simulate(market: Market, weights: Weights, options: SimulateOptions): Performance {
  check(market, weights, options)
  const { fill, capital } = options
  const rate = costRate(options.costBps)
  const { rows: nDates, cols: nAssets } = market.close
  const startIndex = weights[0].dateIndex
  const nSessions = nDates - startIndex
  const equity = new Float64Array(nSessions)
  const cash = new Float64Array(nSessions)
  const invested = new Float64Array(nSessions)
  const traded = new Float64Array(nSessions)
  const shares = new Float64Array(nSessions * nAssets)

  const ledger = openLedger(capital, nAssets)
  equity[0] = capital
  cash[0] = capital
  let next = 0
  let decidedIndex = startIndex
  for (let i = 1; i < nSessions; i++) {
    const dateIndex = startIndex + i
    const due = weights[next]?.dateIndex === dateIndex - 1 ? weights[next++] : undefined
    const trade = (prices: Matrix): void => {
      if (due === undefined) return
      decidedIndex = due.dateIndex
      traded[i] = rebalance(ledger, rowOf(prices, dateIndex), due.weights, rate, { dateIndex, decidedIndex })
    }
    const closes = rowOf(market.close, dateIndex)
    if (fill === 'open') trade(market.open)
    markToMarket(ledger, closes)
    payOutUnpriced(ledger, closes, { dateIndex, decidedIndex })
    if (fill === 'close') trade(market.close)
    assertBalance(ledger, dateIndex)
    equity[i] = ledger.equity
    cash[i] = ledger.cash
    invested[i] = investedValue(ledger)
    shares.set(ledger.shares, i * nAssets)
  }
  return { startIndex, equity, cash, invested, traded, shares, trades: ledger.trades }
}
