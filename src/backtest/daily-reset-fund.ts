import { ShapeError } from '../core/errors.js'
import { dailyResetReturns, type DailyResetOptions } from './daily-reset.js'

/** Opening and closing prices of one asset; shape [n], NaN before it is listed. */
export interface OpenClose {
  readonly open: Float64Array
  readonly close: Float64Array
}

/** Price of a share at the first close of the underlying. */
const FIRST_PRICE = 100

/**
 * Prices of a leveraged or inverse fund, made from those of its underlying, so that a ledger can hold it like any other asset. At the
 * open it has moved by its leverage times the underlying's move since the close before; fee and financing are taken at the close.
 * @param underlying - total-return prices (an inverse fund owes the distributions)
 * @returns shape [n], the first price 100; NaN before the underlying's first close, where an opening price is missing, and from a missing
 *   close on; never below 0
 * @throws ShapeError when there are not as many opens as closes; ConfigError for options out of range
 */
export function dailyResetFund({ open, close }: OpenClose, options: DailyResetOptions): OpenClose {
  if (open.length !== close.length)
    throw new ShapeError(`dailyResetFund: ${open.length} opening prices, expected ${close.length} as closes`)
  const fund = { open: new Float64Array(close.length).fill(NaN), close: new Float64Array(close.length).fill(NaN) }
  const first = close.findIndex((price) => !Number.isNaN(price))
  if (first < 0) return fund
  const returns = close.map((price, i) => (i <= first ? 0 : price / close[i - 1] - 1)).subarray(first + 1)
  const changes = dailyResetReturns(returns, options)
  fund.close[first] = FIRST_PRICE
  for (let i = first + 1; i < close.length; i++) {
    const before = fund.close[i - 1]
    fund.open[i] = before * Math.max(0, 1 + options.leverage * (open[i] / close[i - 1] - 1))
    fund.close[i] = before * (1 + changes[i - first - 1])
  }
  return fund
}
