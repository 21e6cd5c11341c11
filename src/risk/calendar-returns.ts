import { periodIndex, type Period, type SessionDay } from '../core/calendar.js'
import { ShapeError } from '../core/errors.js'
import { createMatrix, type Matrix } from '../core/matrix.js'
import { totalReturn } from './growth.js'
import type { Fraction } from './units.js'

/** Compounded return of one week, month, quarter or year. */
export interface CalendarReturn {
  /** As `periodIndex` of core counts: a year is itself, a month is year * 12 + month - 1. */
  readonly index: number
  /** First and last (exclusive) period of the series that lie in it. */
  readonly start: number
  readonly end: number
  readonly return: Fraction
}

/**
 * Compounded returns by the calendar. A year's return is the product of its months', never their sum.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @param dates - day on which each period ends, ascending; shape [nPeriods]
 * @returns one entry for each week, month, quarter or year that holds a period, in order; a first or last one may be a part of it
 *   only; NaN where any of its returns is
 * @throws ShapeError when the lengths differ
 */
export function calendarReturns(returns: Float64Array, dates: ArrayLike<SessionDay>, period: Period): CalendarReturn[] {
  if (dates.length !== returns.length)
    throw new ShapeError(`calendarReturns: ${dates.length} dates, expected ${returns.length}`)
  const out: CalendarReturn[] = []
  for (let start = 0; start < returns.length;) {
    const index = periodIndex(dates[start], period)
    let end = start + 1
    while (end < returns.length && periodIndex(dates[end], period) === index) end++
    out.push({ index, start, end, return: totalReturn(returns.subarray(start, end)) })
    start = end
  }
  return out
}

/** Months by years, as a tear sheet prints them. */
export interface MonthTable {
  /** Every year from the first to the last. */
  readonly years: readonly number[]
  /** nYears x 12, January first; compounded return of the month, NaN where there is none. */
  readonly months: Matrix
  /** Compounded return of each year; NaN for a year without any period; shape [nYears] */
  readonly totals: Float64Array
}

/**
 * Returns of every month and year.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @param dates - day on which each period ends, ascending; shape [nPeriods]
 * @throws ShapeError when the lengths differ
 */
export function monthTable(returns: Float64Array, dates: ArrayLike<SessionDay>): MonthTable {
  const yearly = calendarReturns(returns, dates, 'yearly')
  const first = yearly.at(0)?.index ?? 0
  const nYears = yearly.length === 0 ? 0 : yearly[yearly.length - 1].index - first + 1
  const months = createMatrix(nYears, 12)
  for (const month of calendarReturns(returns, dates, 'monthly')) months.data[month.index - first * 12] = month.return
  const totals = new Float64Array(nYears).fill(NaN)
  for (const year of yearly) totals[year.index - first] = year.return
  return { years: Array.from({ length: nYears }, (_, i) => first + i), months, totals }
}
