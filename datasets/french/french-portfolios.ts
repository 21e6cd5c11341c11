import { formatSession } from '../../src/core/calendar.js'
import { ConfigError, DataError } from '../../src/core/errors.js'
import { columnOf, createMatrix, type Matrix } from '../../src/core/matrix.js'
import { nearestName } from '../../src/core/nearest.js'
import type { SymbolBars } from '../../src/panel/bars.js'
import { quoted } from '../text/quoted.js'
import { findFrenchBlock, FRENCH_TITLES, type FrenchBlock } from './french-library.js'

/** How much of the market each industry was. */
export interface FrenchSectorWeights {
  readonly columns: readonly string[]
  /** Last calendar day of each month; [nMonths] */
  readonly periods: Int32Array
  /** nMonths x nColumns, fractions that add up to 1 in each row; 0 where an industry has no firm */
  readonly weights: Matrix
}

function checkSameShape(file: string, firms: FrenchBlock, size: FrenchBlock): void {
  const same =
    firms.columns.join() === size.columns.join() &&
    firms.periods.length === size.periods.length &&
    firms.periods.every((period, i) => period === size.periods[i])
  if (!same) throw new DataError({ file }, 'number of firms and firm size are of other industries or months')
}

/**
 * Weights of the industries by market capitalisation: number of firms times average firm size. The library counts both at the
 * beginning of the month (the capitalisation of the next row is this one grown by this row's return), so the weights of a row
 * were known before its month began.
 * @throws DataError when a month has no firm at all, or firms without a size
 */
export function frenchSectorWeights(blocks: readonly FrenchBlock[], file: string): FrenchSectorWeights {
  const firms = findFrenchBlock(blocks, FRENCH_TITLES.firms)
  const size = findFrenchBlock(blocks, FRENCH_TITLES.firmSize)
  checkSameShape(file, firms, size)
  const { columns, periods } = firms
  const weights = createMatrix(periods.length, columns.length)
  for (const [row, period] of periods.entries()) {
    const month = formatSession(period).slice(0, 7)
    let total = 0
    for (const [j, name] of columns.entries()) {
      const at = row * columns.length + j
      const count = firms.values.data[at]
      const value = count > 0 ? count * size.values.data[at] : 0
      if (!(value >= 0)) throw new DataError({ file, field: name }, `${month} has firms and no firm size`)
      weights.data[at] = value
      total += value
    }
    if (total === 0) throw new DataError({ file, field: 'Number of Firms' }, `${month} has no firm at all`)
    for (let j = 0; j < columns.length; j++) weights.data[row * columns.length + j] /= total
  }
  return { columns, periods, weights }
}

/** Which portfolio to take, and what its index is called. */
export interface FrenchBarsOptions {
  readonly column: string
  /** The column's name when absent. */
  readonly symbol?: string
  /** Leaves out periods without a return inside the series instead of refusing them; the index stands still over them. */
  readonly allowGaps?: boolean
  /** For messages. */
  readonly file: string
}

/** First and last position with a return; undefined when there is none. */
function rangeOf(returns: Float64Array): readonly [number, number] | undefined {
  const first = returns.findIndex((value) => !Number.isNaN(value))
  return first < 0 ? undefined : [first, returns.findLastIndex((value) => !Number.isNaN(value))]
}

/** The index of every portfolio before its first period. */
export const INDEX_BASE = 100

/**
 * Bars of a portfolio that is known by its returns: the close is a total-return index, {@link INDEX_BASE} x (1 + r) at the first
 * period. The base itself has no bar: who needs the return of the first period takes the base as the close one period earlier.
 * Open, high, low and volume do not exist and are NaN. A portfolio that begins later than its table (missing returns at the start)
 * begins later; missing returns at the end are left out likewise.
 * @param block - returns as fractions, see `percentToFraction`
 * @throws ConfigError for an unknown column, naming the nearest
 * @throws DataError when there is no return at all, one is missing inside the series, or loses everything
 */
export function frenchReturnBars(block: FrenchBlock, options: FrenchBarsOptions): SymbolBars {
  const { column, symbol = column, allowGaps = false, file } = options
  const at = block.columns.indexOf(column)
  if (at < 0) {
    const nearest = String(nearestName(column, block.columns))
    throw new ConfigError(`industry ${quoted(column)}: unknown, nearest: ${quoted(nearest)}`)
  }
  const returns = columnOf(block.values, at)
  const range = rangeOf(returns)
  if (range === undefined) throw new DataError({ file, field: column }, 'has no return at all')
  const dates: number[] = []
  const close: number[] = []
  let index = INDEX_BASE
  for (let i = range[0]; i <= range[1]; i++) {
    const day = formatSession(block.periods[i])
    if (Number.isNaN(returns[i])) {
      if (allowGaps) continue
      throw new DataError({ file, field: column }, `no return at ${day}, inside the series`)
    }
    index *= 1 + returns[i]
    if (!(index > 0)) throw new DataError({ file, field: column }, `return ${returns[i]} at ${day} loses everything`)
    dates.push(block.periods[i])
    close.push(index)
  }
  const none = (): Float64Array => new Float64Array(dates.length).fill(NaN)
  return {
    symbol,
    dates: Int32Array.from(dates),
    open: none(),
    high: none(),
    low: none(),
    close: Float64Array.from(close),
    volume: none(),
    splits: new Float64Array(dates.length),
  }
}
