import { INDEX_BASE } from '../../datasets/french/french-portfolios.js'
import { formatSession, periodIndex } from '../../src/core/calendar.js'
import { createMatrix, matrixOver, rowOf, type Matrix } from '../../src/core/matrix.js'
import { monthStart } from '../../src/core/months.js'
import { bestColumns, formationScores } from '../../src/kernels/reference-sweep.js'
import type { Panel } from '../../src/panel/panel.js'
import { lastRowOfEach } from '../../src/panel/resample.js'
import { isMonthly, monthOf, type ParsedSweep } from './schema.js'

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

/** The same with the base of each index of returns at the end of the month before its first. */
function withBase({ closes, prices, first }: MonthEnds): MonthEnds {
  const { rows, cols, data } = closes
  const [longerCloses, longerPrices] = [closes, prices].map((matrix) => {
    const longer = createMatrix(rows + 1, cols)
    longer.data.set(matrix.data, cols)
    for (let column = 0; column < cols; column++) {
      let born = 0
      while (born < rows && Number.isNaN(data[born * cols + column])) born++
      longer.data[born * cols + column] = INDEX_BASE
    }
    return longer
  })
  return { closes: longerCloses, prices: longerPrices, first: first - 1 }
}

/**
 * Month ends of a panel; of monthly returns also that before the first, or the return of the first month would be lost.
 * @throws ConfigError naming file, line and field when a month has no session
 */
export function monthEndsOf(panel: Panel, { source, experiment }: ParsedSweep): MonthEnds {
  const {
    dates,
    assets,
    fields: { close },
  } = panel
  const sessions = lastRowOfEach(dates, 'monthly')
  const first = periodIndex(dates[0], 'monthly')
  const closes = createMatrix(sessions.length, assets.length)
  const prices = createMatrix(sessions.length, assets.length)
  for (const [i, end] of sessions.entries()) {
    if (periodIndex(dates[end], 'monthly') !== first + i)
      throw source.errorAt(['data'], `there is no session in ${monthText(first + i)}, months must follow each other`)
    rowOf(closes, i).set(rowOf(close, end))
    const last = rowOf(prices, i)
    for (let row = i === 0 ? 0 : sessions[i - 1] + 1; row <= end; row++)
      for (const [asset, price] of rowOf(close, row).entries()) if (!Number.isNaN(price)) last[asset] = price
  }
  const ends: MonthEnds = { closes, prices, first }
  return isMonthly(experiment.data) ? withBase(ends) : ends
}

/** Momentum by which assets are ranked: what differs by rounding alone is equal. */
export function rankingScores(closes: Matrix, lookbacks: readonly number[]): Matrix {
  const { rows, cols, data } = formationScores(closes, lookbacks)
  return matrixOver(
    rows,
    cols,
    data.map((score) => Math.round(score * TIE) / TIE),
  )
}

/** Where the data end, and why where the sweep itself says it. */
function endText(last: number, data: ParsedSweep['experiment']['data']): string {
  const to = 'to' in data ? data.to : undefined
  return `the data end in ${monthText(last)}${to !== undefined && monthOf(to.slice(0, 7)) === last ? `, by data.to "${to}"` : ''}`
}

/**
 * Rows [start, end) that are held, two or more.
 * @throws ConfigError naming file, line and field where the data do not suffice
 */
export function heldRows(
  { closes, first }: MonthEnds,
  { document, experiment, source }: ParsedSweep,
): [number, number] {
  const { sweep } = document
  const last = first + closes.rows - 1
  const to = sweep.to === undefined ? last : monthOf(sweep.to)
  const start = monthOf(sweep.from) - first
  const end = to - first + 1
  const late = start >= closes.rows ? 'from' : end > closes.rows ? 'to' : undefined
  if (late !== undefined)
    throw source.errorAt(['sweep', late], `"${sweep[late] ?? ''}": ${endText(last, experiment.data)}`)
  for (const lookback of sweep.lookbacks) {
    const lookbacks = [lookback].flat()
    const scores = formationScores(closes, lookbacks)
    const isRanked = (row: number): boolean => bestColumns(rowOf(scores, row), 1).length > 0
    if (start > 0 && isRanked(start - 1)) continue
    const known = Array.from({ length: closes.rows - 1 }, (_, row) => row).find(isRanked)
    const reach = `${lookbacks.join(', ')} month${String(lookback) === '1' ? '' : 's'}`
    const begin = `month ends begin with ${monthText(first)}`
    throw source.errorAt(
      ['sweep', 'from'],
      known === undefined
        ? `no month has momentum over ${reach} before it: ${begin}, and ${endText(last, experiment.data)}`
        : `"${sweep.from}" has no momentum over ${reach} before it: ${begin}, the earliest month is ${monthText(first + known + 1)}`,
    )
  }
  if (end - start < 2) throw source.errorAt(['sweep'], 'one month is held, expected two or more')
  return [start, end]
}
