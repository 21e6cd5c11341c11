import { civilOf, daysFromCivil, weekdayOf, type SessionDay } from '../calendar.js'
import {
  easterSunday,
  FRIDAY,
  lastWeekday,
  MONDAY,
  nthWeekday,
  SATURDAY,
  SUNDAY,
  THURSDAY,
  type Closure,
} from './civil-rules.js'

/** The day itself, or the Monday after it where it is a Sunday. */
function sundayToMonday(day: SessionDay): SessionDay {
  return weekdayOf(day) === SUNDAY ? day + 1 : day
}

/** The day itself, the Monday after a Sunday, the Friday before a Saturday. */
function nearestWeekday(day: SessionDay): SessionDay {
  return weekdayOf(day) === SATURDAY ? day - 1 : sundayToMonday(day)
}

function washingtonsBirthday(year: number): SessionDay {
  if (year >= 1971) return nthWeekday(year, 2, MONDAY, 3)
  const day = daysFromCivil(year, 2, 22)
  return year >= 1964 ? nearestWeekday(day) : sundayToMonday(day)
}

function memorialDay(year: number): SessionDay {
  if (year >= 1971) return lastWeekday(year, 5, MONDAY)
  const day = daysFromCivil(year, 5, 30)
  return year >= 1964 && year <= 1969 ? nearestWeekday(day) : sundayToMonday(day)
}

/** The fourth Thursday since 1942; the last one before 1939; in between a week before the last one, by proclamation. */
function thanksgiving(year: number): SessionDay {
  if (year >= 1942) return nthWeekday(year, 11, THURSDAY, 4)
  return lastWeekday(year, 11, THURSDAY) - (year >= 1939 ? 7 : 0)
}

/** Every November until 1968, then only for the election of a president, the last time in 1980. */
function hadElectionDay(year: number): boolean {
  return year <= 1968 || (year <= 1980 && year % 4 === 0)
}

/**
 * Holidays of the New York Stock Exchange that recur by rule, on the day they are observed (some on a Saturday, on which nobody
 * trades today). A New Year's Day that is a Saturday has no Friday: that would be the end of a yearly accounting period.
 * @param year - 1926 or later
 * @see NYSE Rule 7.2; the eras are those of the exchange's list "NYSE Special Closings since 1885"
 */
export function nyseHolidays(year: number): Closure[] {
  const holidays: Closure[] = []
  const add = (reason: string, day: SessionDay, from = -Infinity, to = Infinity): void => {
    // The observed day: a holiday must not leave its year.
    if (year >= from && year <= to && civilOf(day).year === year) holidays.push({ day, reason })
  }
  const moved = year >= 1954 ? nearestWeekday : sundayToMonday
  add("New Year's Day", sundayToMonday(daysFromCivil(year, 1, 1)))
  add('Martin Luther King Jr. Day', nthWeekday(year, 1, MONDAY, 3), 1998)
  add("Lincoln's Birthday", sundayToMonday(daysFromCivil(year, 2, 12)), -Infinity, 1953)
  add("Washington's Birthday", washingtonsBirthday(year))
  add('Good Friday', easterSunday(year) - 2)
  add('Memorial Day', memorialDay(year))
  add('Juneteenth', nearestWeekday(daysFromCivil(year, 6, 19)), 2022)
  add('Independence Day', moved(daysFromCivil(year, 7, 4)))
  add('Labor Day', nthWeekday(year, 9, MONDAY, 1))
  add('Columbus Day', sundayToMonday(daysFromCivil(year, 10, 12)), -Infinity, 1953)
  if (hadElectionDay(year)) add('Election Day', nthWeekday(year, 11, MONDAY, 1) + 1)
  add('Armistice Day', sundayToMonday(daysFromCivil(year, 11, 11)), 1934, 1953)
  add('Thanksgiving Day', thanksgiving(year))
  add('Christmas Day', moved(daysFromCivil(year, 12, 25)))
  return holidays
}

/** The Saturdays of that summer were closed as in the years before; from 29 September 1952 none was a session. */
const LAST_SATURDAY = daysFromCivil(1952, 9, 27)

/** Whether a day lies between the last Friday of trading and Monday: Saturdays were given up in 1952. */
export function isNyseWeekend(day: SessionDay): boolean {
  const weekday = weekdayOf(day)
  return weekday === SUNDAY || (weekday === SATURDAY && day > LAST_SATURDAY)
}

/** The Friday after Thanksgiving. */
export function dayAfterThanksgiving(year: number): SessionDay {
  return thanksgiving(year) + (FRIDAY - THURSDAY)
}
