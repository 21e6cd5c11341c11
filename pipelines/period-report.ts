import { assetProfits } from '../src/backtest/asset-profits.js'
import { formatSession } from '../src/core/calendar.js'
import type { Matrix } from '../src/core/matrix.js'
import { monthStart } from '../src/core/months.js'
import { quarterWindows, type ExplainedWindow } from '../src/export/tear-sheet-windows.js'
import { ENSEMBLE } from '../src/forecast/ensemble.js'
import type { Panel } from '../src/panel/panel.js'
import { calendarReturns, type CalendarReturn } from '../src/risk/calendar-returns.js'
import { dailyReturns, type PortfolioResults } from './backtest.js'
import { BENCHMARK, EQUAL_WEIGHT } from './portfolio-names.js'

/** Compounded returns of one calendar year; the first and the last may be parts. */
interface YearReport {
  readonly year: number
  readonly net: number
  readonly gross: number
  readonly equalWeight: number
  readonly benchmark: number
}

/** A window of sessions: what the portfolio returned in it, and what brought that. */
interface WindowReport {
  /** Closes between which it lies, YYYY-MM-DD. */
  readonly from: string
  readonly to: string
  readonly net: number
  readonly benchmark: number
  readonly difference: number
  /** Parts of the net return by symbol, and what no asset earned: costs and interest. */
  readonly contributions: Readonly<Record<string, number>>
  readonly other: number
}

/** The ensemble's portfolio, net of costs, by the calendar, and when it did worst and best against the benchmark. */
export interface PeriodReport {
  readonly years: readonly YearReport[]
  /** YYYY-MM. */
  readonly months: readonly { readonly month: string; readonly net: number }[]
  /** Of a quarter of a year, `sessions` long, which do not overlap on a side; worst and best difference first. */
  readonly windows: {
    readonly sessions: number
    readonly worst: readonly WindowReport[]
    readonly best: readonly WindowReport[]
  }
}

/**
 * Years, months and windows of the ensemble's portfolio.
 * @param close - prices at which the ledgers valued holdings; nDates x nAssets
 */
export function periodReport(
  results: PortfolioResults,
  { dates, assets }: Pick<Panel, 'dates' | 'assets'>,
  close: Matrix,
  sessionsPerYear: number,
): PeriodReport {
  const headline = results[ENSEMBLE]
  const { net, gross } = dailyReturns(headline)
  const equalWeight = dailyReturns(results[EQUAL_WEIGHT]).net
  const benchmark = dailyReturns(results[BENCHMARK]).net
  const { startIndex } = headline.net
  const days = dates.subarray(startIndex + 1, startIndex + 1 + net.length)
  const yearly = (returns: Float64Array): CalendarReturn[] => calendarReturns(returns, days, 'yearly')
  const [grossYears, equalYears, benchmarkYears] = [gross, equalWeight, benchmark].map(yearly)
  const { length, worst, best } = quarterWindows({
    returns: net,
    benchmark,
    contributions: assetProfits(headline.net, close).contributions,
    periodsPerYear: sessionsPerYear,
  })
  const told = (window: ExplainedWindow): WindowReport => ({
    from: formatSession(dates[startIndex + window.start]),
    to: formatSession(dates[startIndex + window.end]),
    net: window.net,
    benchmark: window.benchmark,
    difference: window.return,
    contributions: Object.fromEntries(assets.map((symbol, i) => [symbol, window.attribution.assets[i]])),
    other: window.attribution.other,
  })
  return {
    years: yearly(net).map(({ index, return: own }, i) => ({
      year: index,
      net: own,
      gross: grossYears[i].return,
      equalWeight: equalYears[i].return,
      benchmark: benchmarkYears[i].return,
    })),
    months: calendarReturns(net, days, 'monthly').map(({ index, return: own }) => ({
      month: formatSession(monthStart(index)).slice(0, 7),
      net: own,
    })),
    windows: { sessions: length, worst: worst.map(told), best: best.map(told) },
  }
}
