/**
 * Sessions are whole days counted from 1970-01-01 and written as YYYY-MM-DD. No time zone is involved anywhere: the
 * conversions are the proleptic Gregorian arithmetic of Howard Hinnant's "chrono-compatible low-level date algorithms".
 */
export type SessionDay = number

const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/

/** The session of a year, month (1-12) and day (1-31) that exist together. */
export function daysFromCivil(year: number, month: number, day: number): SessionDay {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146097 + dayOfEra - 719468
}

/** Year, month (1-12) and day (1-31) of a session. */
export function civilOf(session: SessionDay): { readonly year: number; readonly month: number; readonly day: number } {
  const z = session + 719468
  const era = Math.floor(z / 146097)
  const dayOfEra = z - era * 146097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return { year, month, day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1 }
}

/**
 * The session of an ISO date.
 * @param text - exactly YYYY-MM-DD
 * @returns days since 1970-01-01, or NaN when the text is not a date that exists
 */
export function parseSession(text: string): SessionDay {
  const match = ISO_DATE.exec(text)
  if (match === null) return NaN
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  const session = daysFromCivil(year, month, day)
  return formatSession(session) === text ? session : NaN
}

/** YYYY-MM-DD of a session (years 0000 to 9999). */
export function formatSession(session: SessionDay): string {
  const { year, month, day } = civilOf(session)
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/** Day of the week of a session: 0 Sunday ... 6 Saturday. */
export function weekdayOf(session: SessionDay): number {
  return (((session + 4) % 7) + 7) % 7
}

/** How often something recurs, by the calendar. */
export type Period = 'weekly' | 'monthly' | 'quarterly' | 'yearly'

/** A number that is equal for two sessions exactly when they lie in the same period (weeks begin on Monday). */
export function periodIndex(session: SessionDay, period: Period): number {
  if (period === 'weekly') return Math.floor((session + 3) / 7)
  const { year, month } = civilOf(session)
  if (period === 'yearly') return year
  if (period === 'quarterly') return year * 4 + Math.floor((month - 1) / 3)
  return year * 12 + month - 1
}
