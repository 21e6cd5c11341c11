import { civilOf, daysFromCivil, parseSession, weekdayOf, type SessionDay } from '../calendar.js'
import { MONDAY, SATURDAY, SUNDAY, THURSDAY, TUESDAY, type Closure } from './civil-rules.js'
import { lunarDay } from './lunar.js'

/** Working days moved to a Saturday by a yearly decision, so that a holiday and a weekend meet; the exchanges stay closed on both. */
const SWAPPED = ['2018-12-31', '2019-04-29', '2024-04-29', '2025-05-02', '2026-01-02', '2026-08-31'].map(parseSession)

/** The exchange of Ho Chi Minh City stood still after its matching engine had failed; Hanoi traded. */
export const HOSE_OUTAGE: readonly Closure[] = ['2018-01-23', '2018-01-24'].map((day) => ({
  day: parseSession(day),
  reason: 'failure of the trading system',
}))

function isWeekend(day: SessionDay): boolean {
  return weekdayOf(day) === SATURDAY || weekdayOf(day) === SUNDAY
}

/**
 * Five days around the first of the lunar year. Which five is decided every year: 2018 to 2026 it was the eve and four days where
 * that makes a working week (the first is a Tuesday), else the two days before and three.
 */
function tetDays(year: number): SessionDay[] {
  const first = lunarDay(year, 1, 1)
  const start = weekdayOf(first) === TUESDAY ? first - 1 : first - 2
  return [0, 1, 2, 3, 4].map((i) => start + i)
}

/** The second of September and, since 2021, one day beside it: the one that makes the longer weekend, as decided 2021 to 2026. */
function nationalDays(year: number): SessionDay[] {
  const day = daysFromCivil(year, 9, 2)
  if (year < 2021) return [day]
  const after = [SUNDAY, MONDAY, THURSDAY].includes(weekdayOf(day))
  return after ? [day, day + 1] : [day - 1, day]
}

/**
 * Days without trading at the Vietnamese exchanges, from Monday to Friday: public holidays, the working days that make up for those
 * on a weekend, and swapped days.
 * @param year - 2018 or later
 * @see Labour Code 2019 (45/2019/QH14), articles 111 and 112, for National Day since 2021; yearly notices of HOSE on trading holidays
 */
export function vietnamHolidays(year: number): Closure[] {
  const holidays: readonly (readonly [string, readonly SessionDay[]])[] = [
    ["New Year's Day", [daysFromCivil(year, 1, 1)]],
    ['Tet', tetDays(year)],
    ["Hung Kings' Day", [lunarDay(year, 3, 10)]],
    ['Reunification Day', [daysFromCivil(year, 4, 30)]],
    ['Labour Day', [daysFromCivil(year, 5, 1)]],
    ['National Day', nationalDays(year)],
  ]
  const closed = new Map<SessionDay, string>()
  for (const [reason, days] of holidays) for (const day of days) closed.set(day, reason)
  // A holiday on a weekend is made up for on the next day that is neither.
  for (const [day, reason] of [...closed].sort(([a], [b]) => a - b)) {
    if (!isWeekend(day)) continue
    let next = day + 1
    while (isWeekend(next) || closed.has(next)) next++
    closed.set(next, reason)
  }
  for (const day of SWAPPED) if (civilOf(day).year === year) closed.set(day, 'working day moved to a Saturday')
  return [...closed].filter(([day]) => !isWeekend(day)).map(([day, reason]) => ({ day, reason }))
}
