import { formatSession, periodIndex } from '../../src/core/calendar.js'
import { median } from '../../src/core/statistics.js'
import { findingOf, type Finding } from '../../src/panel/quality/finding.js'
import type { DatedSeries } from '../macro/dated-series.js'

/** A series with the line of each of its values. */
export interface LocatedSeries {
  readonly file: string
  readonly series: DatedSeries
  readonly lineOf: (i: number) => number
}

/** Blanks of one series that are listed one by one; more of them are one finding. */
const MOST_LISTED = 12
/** Series whose values are further apart than this many days are of months or quarters: a blank is no holiday. */
const PERIODIC = 20

function isPeriodic({ valid }: DatedSeries): boolean {
  return valid.length > 1 && median(valid.subarray(1).map((day, i) => day - valid[i])) >= PERIODIC
}

/** Positions of blank values after the first value there is. */
function blanksOf({ values }: DatedSeries): number[] {
  const first = values.findIndex((value) => !Number.isNaN(value))
  const blanks: number[] = []
  for (let i = Math.max(0, first); i < values.length; i++) if (Number.isNaN(values[i])) blanks.push(i)
  return blanks
}

/**
 * Blank observations of a series: in daily series holidays, counted; in monthly and quarterly ones periods that were never
 * published. Months missing between two rows are found as well.
 */
export function inspectSeries({ file, series, lineOf }: LocatedSeries): Finding[] {
  const { name, valid } = series
  const at = (i: number) => ({ file, line: lineOf(i), date: valid[i], symbol: name })
  const blanks = blanksOf(series)
  const found: Finding[] = []
  if (Number.isNaN(series.values.at(0) ?? 0))
    found.push(findingOf('blank-rows', at(0), 'the first rows are blank: the series begins later'))
  if (blanks.length > 0) {
    const last = blanks[blanks.length - 1]
    const span = `${formatSession(valid[blanks[0]])} to ${formatSession(valid[last])}`
    if (!isPeriodic(series))
      found.push(findingOf('blank-days', at(blanks[0]), `${blanks.length} days are blank, ${span}: holidays?`))
    else if (blanks.length > MOST_LISTED)
      found.push(findingOf('blank-observation', at(blanks[0]), `${blanks.length} periods are blank, ${span}`))
    else for (const i of blanks) found.push(findingOf('blank-observation', at(i), 'the period is blank'))
  }
  return [...found, ...findSkippedMonths(series, at)]
}

function findSkippedMonths(
  series: DatedSeries,
  at: (i: number) => { file: string; line: number; date: number; symbol: string },
): Finding[] {
  if (!isPeriodic(series)) return []
  const months = Array.from(series.valid, (day) => periodIndex(day, 'monthly'))
  const usual = median(months.slice(1).map((month, i) => month - months[i]))
  return months.flatMap((month, i) => {
    const step = i === 0 ? usual : month - months[i - 1]
    if (step <= usual) return []
    return [findingOf('skipped-period', at(i), `${step - usual} months are missing before this row`)]
  })
}
