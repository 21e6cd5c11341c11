import { daysFromCivil, weekdayOf, type SessionDay } from '../calendar.js'
import { monthEnd } from '../months.js'

export const SUNDAY = 0
export const MONDAY = 1
export const TUESDAY = 2
export const WEDNESDAY = 3
export const THURSDAY = 4
export const FRIDAY = 5
export const SATURDAY = 6

/** A closed day and what it was closed for. */
export interface Closure {
  readonly day: SessionDay
  readonly reason: string
}

/** The n-th (from 1) given weekday of a month. */
export function nthWeekday(year: number, month: number, weekday: number, n: number): SessionDay {
  const first = daysFromCivil(year, month, 1)
  return first + ((weekday - weekdayOf(first) + 7) % 7) + 7 * (n - 1)
}

/** The last given weekday of a month. */
export function lastWeekday(year: number, month: number, weekday: number): SessionDay {
  const last = monthEnd(year * 12 + month - 1)
  return last - ((weekdayOf(last) - weekday + 7) % 7)
}

/** Easter Sunday of the Gregorian calendar, by the anonymous algorithm printed in Meeus, Astronomical Algorithms, chapter 8. */
export function easterSunday(year: number): SessionDay {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = Math.floor(b / 4)
  const f = Math.floor((b + 8) / 25)
  const g = Math.floor((b - f + 1) / 3)
  const h = (19 * a + b - d - g + 15) % 30
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const n = h + l - 7 * m + 114
  return daysFromCivil(year, Math.floor(n / 31), (n % 31) + 1)
}
