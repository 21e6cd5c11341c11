import { parseSession, periodIndex, weekdayOf, type SessionDay } from '../../src/core/calendar.js'
import { ConfigError } from '../../src/core/errors.js'
import { SATURDAY, SUNDAY } from '../../src/core/exchanges/civil-rules.js'
import { dayOfMonth, monthEnd } from '../../src/core/months.js'
import { nearestName } from '../../src/core/nearest.js'
import { observationsOf, type Observations } from '../../src/panel/observations.js'
import { quoted } from '../text/quoted.js'
import type { DatedSeries } from './dated-series.js'

/** How often a series has a value; a week, a month and a quarter are known by one day, see {@link DatedSeries}. */
export type Frequency = 'daily' | 'weekly' | 'monthly' | 'quarterly'

/**
 * When a value is public, counted from the last day of the period it speaks of: calendar days, weekdays (Monday to Friday), or
 * a day of the Nth month after it (its last day where the month is shorter).
 */
export type LagRule =
  { readonly days: number } | { readonly weekdays: number } | { readonly months: number; readonly day: number }

/** When the values of one series become known. */
export interface ReleaseLag {
  readonly series: string
  readonly frequency: Frequency
  /** The rule of today: the day is not before the actual release, so it is late rather than early. */
  readonly rule: LagRule
  /** The rule of the periods before a day, where releases were slower then. */
  readonly earlier?: { readonly before: string; readonly rule: LagRule }
  /** Releases known to have come later than the rule says (government shutdowns): valid day and known day. */
  readonly late?: readonly (readonly [valid: string, known: string])[]
  /**
   * True when a file of this series holds latest-revised values: joined by their release they are honest as to time, not as to
   * value, and whoever shows the result must say so.
   */
  readonly revised: boolean
  /** Where the rule comes from. */
  readonly source: string
}

/** Last day of the period that a valid day stands for. */
function periodEnd(valid: SessionDay, frequency: Frequency): SessionDay {
  const month = periodIndex(valid, 'monthly')
  if (frequency === 'monthly') return monthEnd(month)
  if (frequency === 'quarterly') return monthEnd(month - (month % 3) + 2)
  return valid
}

function addWeekdays(day: SessionDay, count: number): SessionDay {
  let at = day
  for (let left = count; left > 0;) {
    at++
    const weekday = weekdayOf(at)
    if (weekday !== SUNDAY && weekday !== SATURDAY) left--
  }
  return at
}

function dayByRule(valid: SessionDay, frequency: Frequency, rule: LagRule): SessionDay {
  const end = periodEnd(valid, frequency)
  if ('days' in rule) return end + rule.days
  if ('weekdays' in rule) return addWeekdays(end, rule.weekdays)
  return dayOfMonth(periodIndex(end, 'monthly') + rule.months, rule.day)
}

/** The day at whose close a value could be read. */
export function knownDay(valid: SessionDay, lag: ReleaseLag): SessionDay {
  const { frequency, earlier, late = [] } = lag
  const exception = late.find(([day]) => parseSession(day) === valid)
  if (exception !== undefined) return parseSession(exception[1])
  const rule = earlier !== undefined && valid < parseSession(earlier.before) ? earlier.rule : lag.rule
  return dayByRule(valid, frequency, rule)
}

/**
 * Gives every value of a series the day it became known. One that was published as missing (NaN) becomes known as missing.
 */
export function observationsWithLag(series: DatedSeries, lag: ReleaseLag): Observations {
  const rows = Array.from(series.valid, (valid, i) => ({ valid, known: knownDay(valid, lag), value: series.values[i] }))
  return observationsOf(series.name, rows)
}

const STATED =
  /^(daily|weekly|monthly|quarterly) +(?:(\d{1,3}) (days?|weekdays?)|(\d{1,2}) months? day ([1-9]|[12]\d|3[01]))$/

/**
 * A lag in words, for series that the table does not have: `daily 1 weekday`, `weekly 5 days`, `monthly 1 month day 18`.
 * @throws ConfigError when the words are others
 */
export function parseReleaseLag(series: string, text: string): ReleaseLag {
  const [, frequency, count, unit, months, day] = STATED.exec(text.trim()) ?? []
  if (frequency === undefined)
    throw new ConfigError(
      `lag of ${quoted(series)}: ${quoted(text)}, expected words like "daily 1 weekday", "weekly 5 days" or "monthly 1 month day 18"`,
    )
  const inDays = (): LagRule => (unit.startsWith('day') ? { days: Number(count) } : { weekdays: Number(count) })
  return {
    series,
    frequency: frequency as Frequency,
    rule: months === undefined ? inDays() : { months: Number(months), day: Number(day) },
    revised: true,
    source: 'stated by the user',
  }
}

/**
 * The lag of a series in a table.
 * @throws ConfigError for a series without one, naming the nearest and how to state it
 */
export function findReleaseLag(table: readonly ReleaseLag[], series: string): ReleaseLag {
  const found = table.find((lag) => lag.series === series)
  if (found !== undefined) return found
  const nearest = nearestName(
    series,
    table.map((lag) => lag.series),
  )
  throw new ConfigError(
    `series ${quoted(series)}: has no release lag, expected a known series (nearest: ${String(nearest)}) or a lag in words, such as "monthly 1 month day 18"`,
  )
}
