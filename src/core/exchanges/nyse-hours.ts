import { civilOf, daysFromCivil, parseSession, weekdayOf, type SessionDay } from '../calendar.js'
import { FRIDAY, MONDAY, SATURDAY, THURSDAY, TUESDAY, WEDNESDAY } from './civil-rules.js'
import { dayAfterThanksgiving } from './nyse-holidays.js'

const NOON = 12 * 60
const ONE = 13 * 60
const TWO = 14 * 60
const THREE = 15 * 60

/** Sessions (`from/to`: all in between) that ended early for a reason of their own. @see NYSE, "Special Closings since 1885" */
const SPECIAL: readonly (readonly [days: string, minute: number])[] = [
  ['1928-05-21/1928-05-25', TWO],
  ['1929-11-06/1929-11-22', ONE],
  ['1930-03-11', NOON + 30],
  ['1933-07-26/1933-07-28', TWO],
  ['1933-08-04', NOON + 30],
  ['1933-09-13', NOON],
  ['1951-12-24', ONE],
  ['1963-11-22', TWO + 7],
  ['1964-10-23', TWO],
  ['1966-01-06/1966-01-14', TWO],
  ['1967-02-07', TWO],
  ['1967-08-08/1967-08-18', TWO],
  ['1968-01-22/1968-03-01', TWO],
  ['1969-01-02/1969-07-03', TWO],
  ['1969-07-07/1969-09-26', TWO + 30],
  ['1969-09-29/1970-05-01', THREE],
  ['1974-12-24', TWO],
  ['1975-02-12', TWO + 30],
  ['1975-12-24', TWO],
  ['1976-08-09', THREE],
  ['1978-02-06', TWO],
  ['1981-03-30', THREE + 17],
  ['1981-09-09', THREE + 28],
  ['1987-10-23/1987-10-30', TWO],
  ['1987-11-02/1987-11-04', TWO + 30],
  ['1987-11-05/1987-11-06', THREE],
  ['1987-11-09/1987-11-11', THREE + 30],
  ['1990-12-24', TWO],
  ['1991-12-24', TWO],
  ['1992-11-27', TWO],
  ['1992-12-24', TWO],
  ['1994-02-11', TWO + 30],
  ['1996-01-08', TWO],
  ['1997-10-27', THREE + 30],
  ['1997-12-26', ONE],
  ['2003-12-26', ONE],
  ['2005-06-01', THREE + 56],
]

const SPECIAL_RANGES = SPECIAL.map(([days, minute]) => {
  const [from, to = from] = days.split('/')
  return { from: parseSession(from), to: parseSession(to), minute }
})

const HALF_PAST_THREE_FROM = daysFromCivil(1952, 9, 29)
const FOUR_FROM = daysFromCivil(1974, 10, 1)

/** The eve or the morrow of the fourth of July that ends at one, since 1995; a fourth on a weekend has neither. */
function isIndependenceEve(year: number, month: number, day: number, weekday: number): boolean {
  if (month !== 7 || year < 1995) return false
  const middle = weekday === MONDAY || weekday === TUESDAY || weekday === THURSDAY
  if (day === 3) return middle || (weekday === WEDNESDAY && year >= 2013)
  // Until 2012 the long weekend after a Thursday began on Friday at one.
  return day === 5 && weekday === FRIDAY && year < 2013
}

function isHalfDay(session: SessionDay): boolean {
  const { year, month, day } = civilOf(session)
  const weekday = weekdayOf(session)
  if (month === 11) return year >= 1993 && session === dayAfterThanksgiving(year)
  if (month === 12) return year >= 1996 && day === 24 && weekday >= MONDAY && weekday <= THURSDAY
  return isIndependenceEve(year, month, day, weekday)
}

/**
 * When trading ended on a session of the New York Stock Exchange: three o'clock (noon on Saturdays) until 1952, half past three
 * until September 1974, four since; one o'clock on the eves of holidays of our time; earlier on days of its list of closings.
 * @param session - a session; whether it is one is not looked at
 * @returns minutes since midnight, local time of New York
 * @see NYSE, "Special Closings since 1885" and its timeline of trading hours
 */
export function nyseClosingTime(session: SessionDay): number {
  if (weekdayOf(session) === SATURDAY) return NOON
  const special = SPECIAL_RANGES.find(({ from, to }) => session >= from && session <= to)
  if (special !== undefined) return special.minute
  if (isHalfDay(session)) return ONE
  if (session < HALF_PAST_THREE_FROM) return THREE
  return session < FOUR_FROM ? THREE + 30 : THREE + 60
}
