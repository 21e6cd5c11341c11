import { ConfigError, ShapeError } from '../core/errors.js'
import { rowOf, type Matrix } from '../core/matrix.js'
import type { WeightDecision, Weights } from '../decide/weights.js'
import { markToMarket, openLedger, positionsValue, requireBalance, trade, type Ledger } from './ledger.js'
import type { Performance } from './performance.js'

/** Prices at which a portfolio can be valued and traded. */
export interface Market {
  /** nDates x nAssets, price per share; NaN where the asset is not listed. */
  readonly open: Matrix
  readonly close: Matrix
}

export interface SimulationSettings {
  /** Price of the session after the decision at which it is carried out. */
  readonly fill: 'open' | 'close'
  /** Cost in basis points (1/10,000) of the traded value, buys and sells alike. */
  readonly costBps: number
  /** Starting capital, currency. */
  readonly capital: number
}

/** Weights may exceed 1 by as much as rounding makes of a sum. */
const ROUNDING = 1e-9

function checkInput({ open, close }: Market, weights: Weights, { costBps, capital }: SimulationSettings): void {
  if (open.rows !== close.rows || open.cols !== close.cols)
    throw new ShapeError(`simulate: open is ${open.rows} x ${open.cols}, close ${close.rows} x ${close.cols}`)
  if (weights.length === 0) throw new ConfigError('simulate: there is no decision to carry out')
  if (!(costBps >= 0 && costBps < 10_000))
    throw new ConfigError(`simulate: costBps "${costBps}", expected 0 to below 10000`)
  if (!(capital > 0 && capital < Infinity)) throw new ConfigError(`simulate: capital "${capital}", expected above 0`)
  for (const [k, { dateIndex, weights: row }] of weights.entries()) {
    if (row.length !== close.cols)
      throw new ShapeError(`simulate: a decision has ${row.length} weights, expected ${close.cols}`)
    if (!(dateIndex >= 0 && dateIndex < close.rows) || (k > 0 && dateIndex <= weights[k - 1].dateIndex))
      throw new ConfigError(`simulate: decision at row "${dateIndex}", expected ascending rows of the market`)
    const total = row.reduce((sum, weight) => sum + weight, 0)
    if (!row.every((weight) => weight >= 0) || !(total <= 1 + ROUNDING))
      throw new ConfigError(
        `simulate: weights of row "${dateIndex}" sum to "${total}", expected none negative and at most 1`,
      )
  }
}

/**
 * Equity that is left when a portfolio worth `equity` is moved to the target weights and the move is paid for: the solution of
 * after = equity - rate * sum |weight * after - position|. The map shrinks distances by `rate`, so repeating it converges.
 */
function equityAfterCosts(equity: number, targets: Float64Array, positions: Float64Array, rate: number): number {
  let after = equity
  for (let pass = 0; pass < 200; pass++) {
    let traded = 0
    for (let i = 0; i < targets.length; i++) traded += Math.abs(targets[i] * after - positions[i])
    const next = equity - rate * traded
    if (next === after) break
    after = next
  }
  return after
}

/**
 * Moves the portfolio to the decided weights at the ledger's marks: sells first, then buys.
 * @param prices - [nAssets] of the fill; an asset without a price is not bought, its weight stays in cash
 * @returns traded value as a fraction of the equity before
 */
function rebalance(
  ledger: Ledger,
  { weights, dateIndex: decidedIndex }: WeightDecision,
  dateIndex: number,
  prices: Float64Array,
  rate: number,
): number {
  const equity = ledger.cash + positionsValue(ledger)
  const targets = weights.map((weight, i) => (Number.isNaN(prices[i]) ? 0 : weight))
  const positions = ledger.shares.map((size, i) => (size === 0 ? 0 : size * ledger.marks[i]))
  const after = equityAfterCosts(equity, targets, positions, rate)
  const changes = Array.from(targets, (target, i) => ({ i, value: target * after - positions[i] }))
  const orders = [...changes.filter(({ value }) => value < 0), ...changes.filter(({ value }) => value > 0)]
  for (const { i, value } of orders) {
    // A position that ends does so exactly: a remainder of rounding would be held for ever.
    const shares = targets[i] === 0 ? -ledger.shares[i] : value / prices[i]
    if (shares !== 0) trade(ledger, { dateIndex, decidedIndex, assetIndex: i, shares, cost: rate * Math.abs(value) })
  }
  return orders.reduce((sum, { value }) => sum + Math.abs(value), 0) / equity
}

/** Pays out whatever is held and has no price any more, at its last close and without cost. */
function payOutDelisted(ledger: Ledger, dateIndex: number, closes: Float64Array): void {
  for (let i = 0; i < closes.length; i++)
    if (ledger.shares[i] !== 0 && Number.isNaN(closes[i]))
      trade(ledger, { dateIndex, decidedIndex: dateIndex, assetIndex: i, shares: -ledger.shares[i], cost: 0 })
}

/**
 * Carries decisions out in a ledger of shares and cash. The timing rule lives here: a decision made at the close of row t is
 * filled at row t + 1, at its open or its close; one made at the last row is not filled. Shares are fractional. An asset whose
 * price ends while it is held is paid out in cash at its last close on the first session without a price.
 * @param weights - decisions in time order; weights are fractions of equity, none negative, summing to at most 1
 * @returns arrays from the row of the first decision (all cash) to the last row
 * @throws ConfigError when a weight is NaN or negative, weights exceed 1, rows do not ascend, or a setting is out of range
 */
export function simulate(market: Market, weights: Weights, settings: SimulationSettings): Performance {
  checkInput(market, weights, settings)
  const { open, close } = market
  const { fill, capital } = settings
  const rate = settings.costBps / 10_000
  const nAssets = close.cols
  const startIndex = weights[0].dateIndex
  const nSessions = close.rows - startIndex
  const performance = {
    startIndex,
    equity: new Float64Array(nSessions),
    cash: new Float64Array(nSessions),
    invested: new Float64Array(nSessions),
    traded: new Float64Array(nSessions),
    shares: new Float64Array(nSessions * nAssets),
  }
  const ledger = openLedger(capital, nAssets)
  let next = 0
  for (let session = 0; session < nSessions; session++) {
    const row = startIndex + session
    payOutDelisted(ledger, row, rowOf(close, row))
    const due = next < weights.length && weights[next].dateIndex === row - 1 ? weights[next++] : undefined
    if (due !== undefined && fill === 'open') {
      const prices = rowOf(open, row)
      markToMarket(ledger, prices)
      performance.traded[session] = rebalance(ledger, due, row, prices, rate)
    }
    markToMarket(ledger, rowOf(close, row))
    if (due !== undefined && fill === 'close')
      performance.traded[session] = rebalance(ledger, due, row, rowOf(close, row), rate)
    requireBalance(ledger)
    performance.cash[session] = ledger.cash
    performance.invested[session] = positionsValue(ledger)
    performance.equity[session] = performance.cash[session] + performance.invested[session]
    performance.shares.set(ledger.shares, session * nAssets)
  }
  return { ...performance, trades: ledger.trades }
}
