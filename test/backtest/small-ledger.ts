import type { BacktestOptions } from '../../src/backtest/backtest-options.js'
import type { Performance } from '../../src/backtest/performance.js'
import { simulate, type Market } from '../../src/backtest/simulate.js'
import { createMatrix } from '../../src/core/matrix.js'

type Column = readonly number[]

/** One asset per argument, open equal to close; sessions a day apart. */
export function marketOf(...columns: readonly Column[]): Market {
  const close = createMatrix(columns[0].length, columns.length)
  for (const [col, prices] of columns.entries())
    for (const [row, price] of prices.entries()) close.data[row * columns.length + col] = price
  return { open: close, close, dates: Int32Array.from(columns[0], (_, row) => row) }
}

/** One asset: 0 but for some rows. */
export const cells = (rows: number, ...values: readonly (readonly [number, number])[]): Market['close'] => {
  const matrix = createMatrix(rows, 1, 0)
  for (const [row, value] of values) matrix.data[row] = value
  return matrix
}

/** Decisions, each a row and its weights, carried out at the close with a capital of 1000. */
export const run = (
  market: Market,
  decisions: readonly (readonly [number, ...number[]])[],
  options: Partial<BacktestOptions> = {},
): Performance =>
  simulate(
    market,
    decisions.map(([dateIndex, ...weights]) => ({ dateIndex, weights: Float64Array.from(weights), reason: 'test' })),
    { fill: 'close', costBps: 0, capital: 1000, ...options },
  )

/** Rows and types of what happened. */
export const typesOf = ({ events }: Performance): string[] =>
  events.map(({ type, dateIndex }) => `${dateIndex} ${type}`)
/** A margin account. */
export const MARGIN = { margin: { initial: 0.5, maintenance: 0.25 } }
