import { ConfigError, ShapeError } from '../core/errors.js'
import type { Weights } from '../decide/weights.js'
import { requireWeights, termsOf, type BacktestOptions } from './backtest-options.js'
import { driftingEquity, type Prices } from './fast-holdings.js'

/** What a ledger without lots, interest and events is told. */
export type FastOptions = Pick<BacktestOptions, 'fill' | 'costBps' | 'capital'>

/**
 * The equity that `simulate` keeps in its books, alone and many times faster: fractional shares, fills at the session after the
 * decision, costs in basis points of traded value, late listings and deaths. For sweeps over many decisions; a relative difference of
 * 1e-12 to the ledger is rounding. Decisions that leave positions as they are (`kept`) need the ledger, which knows what could be filled.
 * @param market - prices adjusted for splits and distributions
 * @param weights - decisions in ascending order of their rows, [nAssets] fractions of 0 or more with a sum of at most 1
 * @returns currency, at each close from the row of the first decision on; shape [nDates - first row]
 * @throws ConfigError when an option, a row or a weight is out of range; ShapeError when shapes differ
 */
export function fastEquity(market: Prices, weights: Weights, options: FastOptions): Float64Array {
  const { open, close } = market
  if (open.rows !== close.rows || open.cols !== close.cols)
    throw new ShapeError(
      `fastEquity: open is ${open.rows} x ${open.cols}, expected ${close.rows} x ${close.cols} as close`,
    )
  const { fill, capital, costs } = termsOf(options, close.cols)
  if (weights.length === 0) throw new ConfigError('fastEquity: there is no decision, expected one or more')
  const decided: (Float64Array | undefined)[] = Array.from({ length: close.rows })
  let previous = -1
  for (const decision of weights) {
    const { dateIndex, weights: row, kept } = decision
    if (!Number.isSafeInteger(dateIndex) || dateIndex <= previous || dateIndex >= close.rows)
      throw new ConfigError(
        `fastEquity: decision at row "${dateIndex}", expected rows in ascending order from ${previous + 1} to ${close.rows - 1}`,
      )
    requireWeights(decision, dateIndex, { nAssets: close.cols, margin: undefined })
    if (kept?.includes(1) === true)
      throw new ConfigError(
        `fastEquity: decision at row "${dateIndex}" leaves positions as they are, expected none that does`,
      )
    previous = dateIndex
    decided[dateIndex] = row
  }
  const terms = { fill, capital, rate: costs.rate, start: weights[0].dateIndex }
  return driftingEquity(market, (row) => decided[row], terms).equity
}
