import { civilOf, parseSession, weekdayOf } from '../../src/core/calendar.js'
import { ConfigError } from '../../src/core/errors.js'

// Month and day of the holidays that are the same every year; on a weekend they are not made up for.
const HOLIDAYS: ReadonlySet<string> = new Set(['1-1', '7-4', '12-25'])

/**
 * Sessions of a simple calendar: Monday to Friday except 1 January, 4 July and 25 December.
 * @param from - ISO date; the first session is the first one at or after it
 * @param count - number of sessions, 1 or more
 * @returns session days, strictly ascending; shape [count]
 * @throws ConfigError when `from` is not a date or the count is not a whole number above 0
 */
export function simulatedSessions(from: string, count: number): Int32Array {
  let day = parseSession(from)
  if (Number.isNaN(day)) throw new ConfigError(`simulatedSessions: from is "${from}", expected a date YYYY-MM-DD`)
  if (!Number.isInteger(count) || count < 1)
    throw new ConfigError(`simulatedSessions: sessions is "${count}", expected a whole number, 1 or more`)
  const sessions = new Int32Array(count)
  for (let found = 0; found < count; day++) {
    const weekday = weekdayOf(day)
    if (weekday === 0 || weekday === 6) continue
    const { month, day: dayOfMonth } = civilOf(day)
    if (!HOLIDAYS.has(`${month}-${dayOfMonth}`)) sessions[found++] = day
  }
  return sessions
}
