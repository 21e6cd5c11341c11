import { formatSession } from '../../src/core/calendar.js'
import { mean, presentOf } from '../../src/core/statistics.js'
import { calendarReturns, monthTable } from '../../src/risk/calendar-returns.js'
import { totalReturn } from '../../src/risk/growth.js'
import type { AnnualOptions } from '../../src/risk/periods.js'
import { sharpeRatio } from '../../src/risk/ratios.js'
import { beta } from '../../src/risk/regression.js'
import { rolling } from '../../src/risk/rolling.js'
import { volatility } from '../../src/risk/volatility.js'
import { bestWindows, worstWindows, type Window } from '../../src/risk/windows.js'
import type { ReturnFile } from './risk-report-file.js'

const MOST_WINDOWS = 5

/** A quarter of a year and what it brought; against the benchmark where there is one. */
interface WindowRow {
  readonly from: string
  readonly to: string
  readonly return: number
}

/** A metric over every window of a year; null in JSON where no window is known. */
interface RollingRow {
  readonly metric: 'totalReturn' | 'volatility' | 'sharpe' | 'beta'
  /** Of the window that ends with the series. */
  readonly last: number
  readonly least: number
  readonly mean: number
  readonly greatest: number
}

/** How a series fared over time. */
export interface TimesReport {
  readonly years: readonly { readonly year: number; readonly return: number; readonly benchmark?: number }[]
  /** Compounded return of each month, January first; NaN (null in JSON) where there is none. */
  readonly months: readonly { readonly year: number; readonly returns: readonly number[] }[]
  readonly worstWindows: readonly WindowRow[]
  readonly bestWindows: readonly WindowRow[]
  readonly rolling: { readonly periods: number; readonly metrics: readonly RollingRow[] }
}

function yearRows({ dates, returns, benchmark }: ReturnFile): TimesReport['years'] {
  const market = benchmark === undefined ? [] : calendarReturns(benchmark, dates, 'yearly')
  return calendarReturns(returns, dates, 'yearly').map((year, i) => ({
    year: year.index,
    return: year.return,
    ...(benchmark === undefined ? {} : { benchmark: market[i].return }),
  }))
}

function monthRows({ dates, returns }: ReturnFile): TimesReport['months'] {
  const { years, months } = monthTable(returns, dates)
  return years.map((year, i) => ({ year, returns: [...months.data.subarray(12 * i, 12 * i + 12)] }))
}

function rollingRows({ returns, benchmark }: ReturnFile, periods: number, annual: AnnualOptions): RollingRow[] {
  const row = (metric: RollingRow['metric'], values: Float64Array): RollingRow => {
    const known = presentOf(values)
    const sorted = known.toSorted()
    const [least = NaN, greatest = NaN] = [sorted.at(0), sorted.at(-1)]
    return { metric, last: values[values.length - 1], least, mean: mean(known), greatest }
  }
  const of = (metric: (part: Float64Array) => number): Float64Array => rolling([returns], periods, metric)
  return [
    row('totalReturn', of(totalReturn)),
    row(
      'volatility',
      of((part) => volatility(part, annual.periodsPerYear)),
    ),
    row(
      'sharpe',
      of((part) => sharpeRatio(part, annual)),
    ),
    ...(benchmark === undefined ? [] : [row('beta', rolling([returns, benchmark], periods, beta))]),
  ]
}

/** Years, months, the best and the worst quarters of a year, and windows of a year. */
export function timesReport(source: ReturnFile, annual: AnnualOptions): TimesReport {
  const { dates, returns, benchmark } = source
  const options = {
    length: Math.max(1, Math.round(annual.periodsPerYear / 4)),
    count: MOST_WINDOWS,
    ...(benchmark === undefined ? {} : { benchmark }),
  }
  const windowRow = ({ start, end, return: value }: Window): WindowRow => ({
    from: formatSession(dates[start]),
    to: formatSession(dates[end - 1]),
    return: value,
  })
  const periods = Math.max(2, Math.round(annual.periodsPerYear))
  return {
    years: yearRows(source),
    months: monthRows(source),
    worstWindows: worstWindows(returns, options).map(windowRow),
    bestWindows: bestWindows(returns, options).map(windowRow),
    rolling: { periods, metrics: rollingRows(source, periods, annual) },
  }
}
