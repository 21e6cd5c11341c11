import { ShapeError } from '../core/errors.js'
import { createMatrix, type Matrix } from '../core/matrix.js'
import { totalCost } from './costs.js'
import type { Performance } from './performance.js'

/** What a portfolio held of each asset, and what that brought. */
export interface AssetProfits {
  /** nSessions x nAssets, value at each close as a fraction of equity; negative = short. What is missing to 1 is cash. */
  readonly weights: Matrix
  /**
   * (nSessions - 1) x nAssets, profit before trading costs as a fraction of the equity at the close before: row i belongs to the
   * return from session i to i + 1. What they do not sum to are costs, interest and fees of the whole portfolio.
   */
  readonly contributions: Matrix
}

/** Value of each holding at each close, at the last price where there is none: nSessions x nAssets, currency. */
function valuesOf({ startIndex, equity, shares }: Performance, close: Matrix): Matrix {
  const nAssets = close.cols
  const values = createMatrix(equity.length, nAssets)
  const marks = new Float64Array(nAssets).fill(NaN)
  for (let i = 0; i < equity.length; i++)
    for (let asset = 0; asset < nAssets; asset++) {
      const price = close.data[(startIndex + i) * nAssets + asset]
      if (!Number.isNaN(price)) marks[asset] = price
      const held = shares[i * nAssets + asset]
      values.data[i * nAssets + asset] = held === 0 ? 0 : held * marks[asset]
    }
  return values
}

/**
 * Weights of a ledger session by session, and the profit of each asset: change of its value plus what its trades, distributions and
 * pay-outs added to cash. Trades within a session are in it at their own prices.
 * @param close - prices that the ledger was valued at: nDates x nAssets, nDates above the ledger's last row
 * @returns 0 throughout a session whose equity is 0 or less
 * @throws ShapeError when the ledger does not fit the prices
 */
export function assetProfits(performance: Performance, close: Matrix): AssetProfits {
  const { startIndex, equity, shares, events } = performance
  const nAssets = close.cols
  if (shares.length !== equity.length * nAssets || startIndex + equity.length > close.rows)
    throw new ShapeError(
      `assetProfits: ledger of ${equity.length} sessions and ${shares.length} holdings from row ${startIndex}, expected ${nAssets} assets within ${close.rows} rows`,
    )
  const values = valuesOf(performance, close)
  const profits = createMatrix(Math.max(0, equity.length - 1), nAssets)
  for (let i = 0; i < profits.data.length; i++) profits.data[i] = values.data[i + nAssets] - values.data[i]
  for (const { dateIndex, assetIndex, amount, costs } of events) {
    const row = dateIndex - startIndex - 1
    if (assetIndex >= 0 && row >= 0) profits.data[row * nAssets + assetIndex] += amount + totalCost(costs)
  }
  const overEquity = ({ rows, cols, data }: Matrix): Matrix => ({
    rows,
    cols,
    data: data.map((value, i) => {
      const capital = equity[Math.floor(i / cols)]
      return capital > 0 ? value / capital : 0
    }),
  })
  return { weights: overEquity(values), contributions: overEquity(profits) }
}
