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
 *
 * It multiplies the return over a session without a close together with that of the next one, as one session. Once it has lost everything,
 * at an open or a close, it is gone, whatever the underlying does later: nobody lends to a fund without assets.
 * @param underlying - total-return prices (an inverse fund owes the distributions)
 * @param options - one leverage for all sessions, or that of the return up to each; shape [n] then
 * @returns shape [n], the first price 100; NaN before the underlying's first close and wherever the underlying's price is missing; never
 *   below 0
 * @throws ShapeError when there are not as many opens or leverages as closes; ConfigError for options out of range
 */
export function dailyResetFund({ open, close }: OpenClose, options: DailyResetOptions): OpenClose {
  const n = close.length
  if (open.length !== n) throw new ShapeError(`dailyResetFund: ${open.length} opening prices, expected ${n} as closes`)
  const { leverage } = options
  if (typeof leverage !== 'number' && leverage.length !== n)
    throw new ShapeError(`dailyResetFund: ${leverage.length} leverages, expected ${n} as closes`)
  const leverages = typeof leverage === 'number' ? new Float64Array(n).fill(leverage) : leverage
  const fund = { open: new Float64Array(n).fill(NaN), close: new Float64Array(n).fill(NaN) }
  const [first = -1, ...rows] = [...close.keys()].filter((row) => !Number.isNaN(close[row]))
  if (first < 0) return fund
  const rowBefore = (k: number): number => (k === 0 ? first : rows[k - 1])
  const changes = dailyResetReturns(
    rows.map((row, k) => close[row] / close[rowBefore(k)] - 1),
    { ...options, leverage: rows.map((row) => leverages[row]) },
  )
  fund.close[first] = FIRST_PRICE
  for (const [k, row] of rows.entries()) {
    const before = fund.close[rowBefore(k)]
    const overnight = leverages[row] * (open[row] / close[rowBefore(k)] - 1)
    fund.open[row] = before * Math.max(0, 1 + overnight)
    fund.close[row] = fund.open[row] === 0 ? 0 : before * (1 + changes[k])
  }
  return fund
}
