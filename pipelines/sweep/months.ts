import { formatSession, periodIndex } from '../../src/core/calendar.js'
import { createMatrix, matrixOver, rowOf, type Matrix } from '../../src/core/matrix.js'
import { monthStart } from '../../src/core/months.js'
import { bestColumns, formationScores } from '../../src/kernels/reference-sweep.js'
import type { Panel } from '../../src/panel/panel.js'
import { lastRowOfEach } from '../../src/panel/resample.js'
import { monthOf, type ParsedSweep } from './schema.js'

/**
 * Momenta that agree to so many parts of one are equal. Returns are published with few digits: months of equal returns are frequent,
 * and rounding must not choose between them.
 */
const TIE = 1e12

/** What is known at the last session of each month; nMonths x nAssets. */
export interface MonthEnds {
  /** Closes of that session; NaN where an asset is not listed then. */
  readonly closes: Matrix
  /** The same, and the last price of an asset that ends within the month: what its holders are paid. */
  readonly prices: Matrix
  /** Number of the first month, as `periodIndex` counts. */
  readonly first: number
}

/** YYYY-MM of a month, numbered as `periodIndex` numbers it. */
export function monthText(index: number): string {
  return formatSession(monthStart(index)).slice(0, 7)
}

/** Month ends of a panel. @throws ConfigError naming file, line and field when a month has no session */
export function monthEndsOf({ dates, assets, fields: { close } }: Panel, { source }: ParsedSweep): MonthEnds {
  const ends = lastRowOfEach(dates, 'monthly')
  const first = periodIndex(dates[0], 'monthly')
  const closes = createMatrix(ends.length, assets.length)
  const prices = createMatrix(ends.length, assets.length)
  for (const [i, end] of ends.entries()) {
    if (periodIndex(dates[end], 'monthly') !== first + i)
      throw source.errorAt(['data'], `there is no session in ${monthText(first + i)}, months must follow each other`)
    rowOf(closes, i).set(rowOf(close, end))
    const last = rowOf(prices, i)
    for (let row = i === 0 ? 0 : ends[i - 1] + 1; row <= end; row++)
      for (const [asset, price] of rowOf(close, row).entries()) if (!Number.isNaN(price)) last[asset] = price
  }
  return { closes, prices, first }
}

/** Scores without those of months before the first decision: nothing is held then. */
export function scoresFrom({ rows, cols, data }: Matrix, firstDecision: number): Matrix {
  return matrixOver(
    rows,
    cols,
    data.map((score, at) => (at < firstDecision * cols ? NaN : Math.round(score * TIE) / TIE)),
  )
}

/** Rows [start, end) that are held. @throws ConfigError naming file, line and field where the data do not suffice */
export function heldRows({ closes, first }: MonthEnds, { document: { sweep }, source }: ParsedSweep): [number, number] {
  const last = first + closes.rows - 1
  const to = sweep.to === undefined ? last : monthOf(sweep.to)
  if (to > last) throw source.errorAt(['sweep', 'to'], `"${sweep.to}": the data end in ${monthText(last)}`)
  const start = monthOf(sweep.from) - first
  if (start >= closes.rows)
    throw source.errorAt(['sweep', 'from'], `"${sweep.from}": the data end in ${monthText(last)}`)
  for (const lookback of sweep.lookbacks) {
    const scores = formationScores(closes, [lookback].flat())
    const isRanked = (row: number): boolean => bestColumns(rowOf(scores, row), 1).length > 0
    if (start > 0 && isRanked(start - 1)) continue
    const known = Array.from({ length: closes.rows }, (_, row) => row).find(isRanked)
    const earliest = known === undefined || known + 1 >= closes.rows ? 'none' : monthText(first + known + 1)
    throw source.errorAt(
      ['sweep', 'from'],
      `"${sweep.from}" has no momentum over ${[lookback].flat().join(', ')} months before it: the data begin in ${monthText(first)}, the earliest month is ${earliest}`,
    )
  }
  return [start, to - first + 1]
}
