import { civilOf, periodIndex, type Period, type SessionDay } from '../calendar.js'
import { ConfigError } from '../errors.js'
import { monthEnd } from '../months.js'
import { knownRange, rulesFor, type Exchange } from './exchange.js'

/** Closed days of one year of an exchange with their reasons. They are pure functions of exchange and year, so they are kept. */
const years = new Map<string, ReadonlyMap<SessionDay, string>>()

function closedDays(exchange: Exchange, day: SessionDay): ReadonlyMap<SessionDay, string> {
  const { year } = civilOf(day)
  const key = `${exchange} ${year}`
  const known = years.get(key)
  if (known !== undefined) return known
  const closed = new Map<SessionDay, string>()
  for (const { day: closedDay, reason } of rulesFor(exchange, day).closures(year))
    if (!closed.has(closedDay)) closed.set(closedDay, reason)
  years.set(key, closed)
  return closed
}

/**
 * Why an exchange does not trade on a day: a holiday or closure by name, or `weekend`.
 * @returns undefined when the day is a session
 * @throws ConfigError when the day lies outside of what is known of the exchange
 */
export function whyClosed(exchange: Exchange, day: SessionDay): string | undefined {
  return rulesFor(exchange, day).isWeekend(day) ? 'weekend' : closedDays(exchange, day).get(day)
}

/** Whether an exchange trades on a day. @throws ConfigError as {@link whyClosed} */
export function isSession(exchange: Exchange, day: SessionDay): boolean {
  return whyClosed(exchange, day) === undefined
}

/**
 * Whether a day lies beyond the last year that is settled (announced by the exchange or decided by the government): it then follows
 * the rules of the years before, and may still come out otherwise.
 */
export function isApproximate(exchange: Exchange, day: SessionDay): boolean {
  return day > rulesFor(exchange, day).settledTo
}

/**
 * The sessions of an exchange, both ends included.
 * @returns session days, ascending
 * @throws ConfigError as {@link whyClosed}
 */
export function sessionsBetween(exchange: Exchange, from: SessionDay, to: SessionDay): Int32Array {
  const sessions: SessionDay[] = []
  for (let day = from; day <= to; day++) if (isSession(exchange, day)) sessions.push(day)
  return Int32Array.from(sessions)
}

/** The first session after a day, itself not included. @throws ConfigError as {@link whyClosed} */
export function nextSession(exchange: Exchange, day: SessionDay): SessionDay {
  let next = day + 1
  while (!isSession(exchange, next)) next++
  return next
}

/** The last session before a day, itself not included. @throws ConfigError as {@link whyClosed} */
export function previousSession(exchange: Exchange, day: SessionDay): SessionDay {
  let previous = day - 1
  while (!isSession(exchange, previous)) previous--
  return previous
}

/** The last day of the period that a day lies in. */
function lastDayOf(period: Period, day: SessionDay): SessionDay {
  if (period === 'weekly') return 7 * (periodIndex(day, period) + 1) - 4
  const months = { monthly: 1, quarterly: 3, yearly: 12 }[period]
  return monthEnd((Math.floor(periodIndex(day, 'monthly') / months) + 1) * months - 1)
}

/**
 * The last session of the period that a day lies in, as the calendar says it in advance. A closure that nobody could foresee (a
 * storm, a funeral) moves it: within the settled years the answer is the one of hindsight.
 * @throws ConfigError as {@link whyClosed}, or when the period has no session
 */
export function lastSessionOf(exchange: Exchange, period: Period, day: SessionDay): SessionDay {
  let session = lastDayOf(period, day)
  while (!isSession(exchange, session)) session--
  if (periodIndex(session, period) === periodIndex(day, period)) return session
  throw new ConfigError(`sessions of ${exchange}: there is none in the ${period} period`)
}

/** Whether a day is the last session of its period, so that a decision "at the month's end" is known at that very close. */
export function isLastSessionOf(exchange: Exchange, period: Period, day: SessionDay): boolean {
  return lastSessionOf(exchange, period, day) === day
}

/**
 * When trading ends on a session, early closes included.
 * @returns minutes since midnight, local time of the exchange
 * @throws ConfigError when the day is not a session, naming why, or lies outside of what is known
 */
export function closingTime(exchange: Exchange, session: SessionDay): number {
  const reason = whyClosed(exchange, session)
  if (reason !== undefined) throw new ConfigError(`closing time of ${exchange}: the day is no session, "${reason}"`)
  return rulesFor(exchange, session).closingTime(session)
}

/** How the sessions of a data set differ from those of an exchange. */
export interface SessionDifferences {
  /** Sessions of the exchange between the first and the last date that the data do not have. */
  readonly missing: readonly SessionDay[]
  /** Dates of the data on which the exchange was closed, with the reason. */
  readonly unexpected: readonly { readonly day: SessionDay; readonly reason: string }[]
}

/**
 * Compares dates with the calendar of an exchange, within the range that both know.
 * @param dates - session days, ascending; shape [n]
 */
export function compareSessions(exchange: Exchange, dates: Int32Array): SessionDifferences {
  const bounds = knownRange(exchange)
  const known = dates.filter((day) => day >= bounds.from && day <= bounds.to)
  if (known.length === 0) return { missing: [], unexpected: [] }
  const present = new Set(known)
  const missing = [...sessionsBetween(exchange, known[0], known[known.length - 1])].filter((day) => !present.has(day))
  const unexpected = [...known].flatMap((day) => {
    const reason = whyClosed(exchange, day)
    return reason === undefined ? [] : [{ day, reason }]
  })
  return { missing, unexpected }
}
