import { civilOf, daysFromCivil, periodIndex, type SessionDay } from './calendar.js'

/** First day of a month. @param index - year * 12 + month - 1, as `periodIndex(session, 'monthly')` counts */
export function monthStart(index: number): SessionDay {
  const year = Math.floor(index / 12)
  return daysFromCivil(year, index - year * 12 + 1, 1)
}

/** Last calendar day of a month; `index` as in {@link monthStart}. */
export function monthEnd(index: number): SessionDay {
  return monthStart(index + 1) - 1
}

/** A day (1-31) of a month, or the month's last day where it is shorter; `index` as in {@link monthStart}. */
export function dayOfMonth(index: number, day: number): SessionDay {
  return Math.min(monthStart(index) + day - 1, monthEnd(index))
}

/** The same day of another month, or that month's last day where it is shorter: 31 March less one month is 28 or 29 February. */
export function addMonths(session: SessionDay, months: number): SessionDay {
  return dayOfMonth(periodIndex(session, 'monthly') + months, civilOf(session).day)
}
