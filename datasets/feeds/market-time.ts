import { civilOf, parseSession, type SessionDay } from '../../src/core/calendar.js'
import { lastWeekday, nthWeekday, SUNDAY } from '../../src/core/exchanges/civil-rules.js'

/** Clocks that a publication time can be stated in. */
export const ZONES = ['utc', 'new-york', 'ho-chi-minh'] as const
export type Zone = (typeof ZONES)[number]

/** Markets whose close divides what a session knew from what it did not. */
export const MARKETS = ['new-york', 'ho-chi-minh'] as const
export type Market = (typeof MARKETS)[number]

/** End of the regular session in minutes of the local day: 16:00 in New York, 15:00 in Ho Chi Minh City (after the closing trades). */
const CLOSE: Readonly<Record<Market, number>> = { 'new-york': 16 * 60, 'ho-chi-minh': 15 * 60 }

const MINUTES_PER_DAY = 1440
const TIME = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/

/** Days on which summer time began and ended in New York: the Uniform Time Act of 1966 and its changes of 1974, 1986 and 2005. */
function summerTime(year: number): readonly [SessionDay, SessionDay] {
  if (year >= 2007) return [nthWeekday(year, 3, SUNDAY, 2), nthWeekday(year, 11, SUNDAY, 1)]
  if (year >= 1987) return [nthWeekday(year, 4, SUNDAY, 1), lastWeekday(year, 10, SUNDAY)]
  if (year === 1974) return [parseSession('1974-01-06'), lastWeekday(year, 10, SUNDAY)]
  if (year === 1975) return [parseSession('1975-02-23'), lastWeekday(year, 10, SUNDAY)]
  return [lastWeekday(year, 4, SUNDAY), lastWeekday(year, 10, SUNDAY)]
}

/**
 * Minutes that New York was before universal time at a moment, 240 or 300. The law is the same from 1967 on.
 * @param minutes - minutes since 1970-01-01T00:00 of universal time
 * @returns NaN before 1967
 */
function newYorkOffset(minutes: number): number {
  const { year } = civilOf(Math.floor((minutes - 300) / MINUTES_PER_DAY))
  if (year < 1967) return NaN
  const [start, end] = summerTime(year)
  // Clocks go from 2:00 standard time to 3:00, and from 2:00 summer time to 1:00.
  const isSummer = minutes >= start * MINUTES_PER_DAY + 420 && minutes < end * MINUTES_PER_DAY + 360
  return isSummer ? 240 : 300
}

/** Minutes to add to universal time; NaN in New York before 1967. Vietnam has had UTC+7 without summer time since 1975-06-13. */
function offsetOf(zone: Zone, minutes: number): number {
  if (zone === 'new-york') return -newYorkOffset(minutes)
  return zone === 'utc' ? 0 : 420
}

/** Universal minutes of a local time. In the hour that a clock shows twice the later moment counts: nothing is known too early. */
function universalOf(zone: Zone, local: number): number {
  if (zone !== 'new-york') return local - offsetOf(zone, local)
  const standard = local + 300
  return newYorkOffset(standard) === 300 ? standard : local + newYorkOffset(standard)
}

function statedOffset(text: string): number {
  if (text === 'Z') return 0
  const [hours, minutes] = [Number(text.slice(1, 3)), Number(text.slice(-2))]
  return hours < 24 && minutes < 60 ? (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) : NaN
}

/** Why a publication time can not be used. */
export type TimeProblem = 'no-time' | 'no-zone' | 'too-early'

/** When something was published. */
export interface Publication {
  /** The first day at whose close it was known; no trading calendar is asked: a Saturday stays a Saturday. */
  readonly day: SessionDay
  /** Minutes since 1970-01-01T00:00 of universal time, to put publications in order; the end of the day where no time is given. */
  readonly minute: number
}

/**
 * The first day at whose close something was known. A date alone is that day. A time before the market's close is the same day on
 * the market's calendar; a time at the close or later is the next day.
 * @param text - YYYY-MM-DD, or ISO with a time and, where no zone is stated, with `Z` or an offset
 * @param zone - clock of times that have no offset
 * @returns the publication, or what is wrong with the text
 */
export function publicationOf(text: string, market: Market, zone?: Zone): Publication | TimeProblem {
  const date = parseSession(text)
  if (!Number.isNaN(date)) return { day: date, minute: (date + 1) * MINUTES_PER_DAY }
  const match = TIME.exec(text)
  if (match === null) return 'no-time'
  const [, dayText, hour, minute, second] = match
  const offset = match.at(5)
  const day = parseSession(dayText)
  // A leap second is written as :60.
  if (Number.isNaN(day) || Number(hour) > 23 || Number(minute) > 59 || Number(second ?? 0) > 60) return 'no-time'
  const local = day * MINUTES_PER_DAY + Number(hour) * 60 + Number(minute)
  if (offset === undefined && zone === undefined) return 'no-zone'
  const universal = offset === undefined ? universalOf(zone ?? 'utc', local) : local - statedOffset(offset)
  if (Number.isNaN(universal)) return offset === undefined ? 'too-early' : 'no-time'
  const there = universal + offsetOf(market, universal)
  if (Number.isNaN(there)) return 'too-early'
  const session = Math.floor(there / MINUTES_PER_DAY)
  const isAfterClose = there - session * MINUTES_PER_DAY >= CLOSE[market]
  return { day: isAfterClose ? session + 1 : session, minute: universal }
}
