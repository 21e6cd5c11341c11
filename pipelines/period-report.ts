import { assetProfits } from '../src/backtest/asset-profits.js'
import { formatSession } from '../src/core/calendar.js'
import { monthStart } from '../src/core/months.js'
import { quarterWindows, type ExplainedWindow } from '../src/export/tear-sheet-windows.js'
import { ENSEMBLE } from '../src/forecast/ensemble.js'
import type { Panel } from '../src/panel/panel.js'
import { calendarReturns } from '../src/risk/calendar-returns.js'
import { dailyReturns, type PortfolioResults } from './backtest.js'
import { BENCHMARK, EQUAL_WEIGHT } from './portfolio-names.js'

/** Compounded returns of a calendar period; the first and the last may be parts. */
interface CalendarReport {
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
  readonly years: readonly (CalendarReport & { readonly year: number })[]
  /** YYYY-MM. */
  readonly months: readonly (CalendarReport & { readonly month: string })[]
  /** Of a quarter of a year, `sessions` long, which do not overlap on a side; worst and best difference first. */
  readonly windows: {
    readonly sessions: number
    readonly worst: readonly WindowReport[]
    readonly best: readonly WindowReport[]
  }
}

/** Years, months and windows of the ensemble's portfolio. */
export function periodReport(
  results: PortfolioResults,
  { dates }: Pick<Panel, 'dates'>,
  sessionsPerYear: number,
): PeriodReport {
  const headline = results[ENSEMBLE]
  const { market, symbols } = headline.traded
  const { net, gross } = dailyReturns(headline)
  const equalWeight = dailyReturns(results[EQUAL_WEIGHT]).net
  const benchmark = dailyReturns(results[BENCHMARK]).net
  const { startIndex } = headline.net
  const days = dates.subarray(startIndex + 1, startIndex + 1 + net.length)
  const byCalendar = (period: 'yearly' | 'monthly'): (CalendarReport & { readonly index: number })[] => {
    const [own, before, equal, market] = [net, gross, equalWeight, benchmark].map((returns) =>
      calendarReturns(returns, days, period),
    )
    return own.map((part, i) => ({
      index: part.index,
      net: part.return,
      gross: before[i].return,
      equalWeight: equal[i].return,
      benchmark: market[i].return,
    }))
  }
  const { length, worst, best } = quarterWindows({
    returns: net,
    benchmark,
    contributions: assetProfits(headline.net, market.close).contributions,
    periodsPerYear: sessionsPerYear,
  })
  const told = (window: ExplainedWindow): WindowReport => ({
    from: formatSession(dates[startIndex + window.start]),
    to: formatSession(dates[startIndex + window.end]),
    net: window.net,
    benchmark: window.benchmark,
    difference: window.return,
    contributions: Object.fromEntries(symbols.map((symbol, i) => [symbol, window.attribution.assets[i]])),
    other: window.attribution.other,
  })
  return {
    years: byCalendar('yearly').map(({ index, ...returns }) => ({ year: index, ...returns })),
    months: byCalendar('monthly').map(({ index, ...returns }) => ({
      month: formatSession(monthStart(index)).slice(0, 7),
      ...returns,
    })),
    windows: { sessions: length, worst: worst.map(told), best: best.map(told) },
  }
}
