import { formatSession, parseSession } from '../../src/core/calendar.js'
import { DataError } from '../../src/core/errors.js'
import { createMatrix } from '../../src/core/matrix.js'
import { positionOf } from '../../src/core/search.js'
import type { Market } from '../../src/backtest/simulate.js'
import { keepSessions, type SymbolBars } from '../../src/panel/bars.js'
import { distributionsAsPaid, rawFromTotalReturn } from '../../src/panel/total-return.js'
import type { SourcedBars } from './assemble-panel.js'
import type { DroppedRow } from './row-policy.js'

/** Raw shares on the sessions of a panel, with their splits and distributions: what is traded where distributions are paid in cash. */
export interface RawMarkets {
  /** One column for each asset of the panel. */
  readonly assets: Market
  readonly benchmark: Market
  /** The same bars on their own sessions: of the assets, then of the benchmark. */
  readonly bars: readonly SymbolBars[]
}

/** Refuses what no share can have paid: a mistake of unit or column would otherwise be income. */
export function requireBelowPrice({ file, lineOf }: SourcedBars, raw: SymbolBars, adjusted: boolean): void {
  const { dates, close, splits, distributions = [] } = raw
  for (const [i, cash] of distributions.entries()) {
    if (i === 0 || cash === 0) continue
    const before = close[i - 1] / (splits[i] > 0 ? splits[i] : 1)
    // A close made of an adjusted one has the distribution added to it, whatever that is: the price without it tells.
    const worth = adjusted ? before - cash : before
    if (cash < worth) continue
    const [paid, price] = [cash, worth].map((amount) => String(Number(amount.toPrecision(6))))
    throw new DataError(
      { file, line: lineOf(dates[i]) ?? 1, field: 'Dividends' },
      `${paid} is paid per share on ${formatSession(dates[i])}, expected less than the close before${adjusted ? ' without it' : ''}, ${price}`,
    )
  }
}

/** Refuses to leave out a row in which something happens to the shares: those before and after it are not the same. */
export function requireUneventful({ bars, file, lineOf }: SourcedBars, dropped: readonly DroppedRow[]): void {
  for (const { symbol, date } of dropped) {
    if (symbol !== bars.symbol) continue
    const day = parseSession(date)
    const row = positionOf(bars.dates, day)
    if (row < 0 || (bars.splits[row] === 0 && (bars.distributions?.[row] ?? 0) === 0)) continue
    throw new DataError(
      { file, line: lineOf(day) ?? 1, field: 'Date' },
      `${date} has a split or a distribution: of raw prices, or with backtest.distributions "cash", it can not be dropped`,
    )
  }
}

/** Raw bars of a file, with distributions per share of their own session. */
function rawBars(source: SourcedBars, adjusted: boolean): SymbolBars {
  const { bars, file } = source
  const { splits, distributions } = bars
  if (distributions === undefined)
    throw new DataError(
      { file, field: 'Dividends' },
      'column is missing, which backtest.distributions "cash" needs (or "Capital Gains")',
    )
  const raw = adjusted
    ? rawFromTotalReturn(bars, { splits, distributions: distributionsAsPaid(distributions, splits) })
    : bars
  requireBelowPrice(source, raw, adjusted)
  return raw
}

function marketOf(all: readonly SymbolBars[], dates: Int32Array): Market {
  const fill = (valuesOf: (bars: SymbolBars) => Float64Array | undefined): Market['close'] => {
    const matrix = createMatrix(dates.length, all.length)
    for (const [col, bars] of all.entries()) {
      const values = valuesOf(bars) ?? []
      for (const [i, date] of bars.dates.entries()) {
        const row = positionOf(dates, date)
        if (row >= 0) matrix.data[row * all.length + col] = values[i]
      }
    }
    return matrix
  }
  return {
    open: fill(({ open }) => open),
    close: fill(({ close }) => close),
    volume: fill(({ volume }) => volume),
    splits: fill(({ splits }) => splits),
    distributions: fill(({ distributions }) => distributions),
  }
}

/**
 * @param read - bars of the assets, then the benchmark, as the files have them, dropped rows included
 * @param dropped - sessions of each that the experiment drops
 * @param dates - of the panel
 * @param adjusted - whether the files' prices are adjusted for splits and distributions, which are then those of shares of today, or raw
 * @throws DataError when a file has no distributions, when one is not below the close before it, or when a dropped row has an event
 */
export function rawMarkets(
  read: readonly SourcedBars[],
  dropped: readonly DroppedRow[],
  dates: Int32Array,
  adjusted: boolean,
): RawMarkets {
  const all = read.map((source) => {
    const raw = rawBars(source, adjusted)
    requireUneventful(source, dropped)
    const days = dropped.filter(({ symbol }) => symbol === raw.symbol).map(({ date }) => parseSession(date))
    return days.length === 0 ? raw : keepSessions(raw, (session) => !days.includes(session))
  })
  return { assets: marketOf(all.slice(0, -1), dates), benchmark: marketOf(all.slice(-1), dates), bars: all }
}
