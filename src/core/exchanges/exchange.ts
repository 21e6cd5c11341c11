import { civilOf, daysFromCivil, formatSession, parseSession, weekdayOf, type SessionDay } from '../calendar.js'
import { ConfigError } from '../errors.js'
import { nearestName } from '../nearest.js'
import { SATURDAY, SUNDAY, type Closure } from './civil-rules.js'
import { NYSE_CLOSURES } from './nyse-closures.js'
import { isNyseWeekend, nyseHolidays } from './nyse-holidays.js'
import { nyseClosingTime } from './nyse-hours.js'
import { HOSE_OUTAGE, vietnamHolidays } from './vietnam-holidays.js'

/** Exchanges whose sessions are known: New York, Ho Chi Minh City, Hanoi. */
export const EXCHANGES = ['NYSE', 'HOSE', 'HNX'] as const
export type Exchange = (typeof EXCHANGES)[number]

/** What makes up the calendar of one exchange. */
export interface ExchangeRules {
  /** First and last day that can be asked for. */
  readonly from: SessionDay
  readonly to: SessionDay
  /** Days after this one follow the rules alone: the decision or announcement that settles them was not there yet. */
  readonly settledTo: SessionDay
  isWeekend(day: SessionDay): boolean
  /** Closed days of a year; weekends may be among them. */
  closures(year: number): readonly Closure[]
  /** Minutes since midnight, local time. */
  closingTime(session: SessionDay): number
}

function daysOf(text: string): SessionDay[] {
  const [from, to = from] = text.split('/')
  const days: SessionDay[] = []
  for (let day = parseSession(from); day <= parseSession(to); day += 7) days.push(day)
  return days
}

const SPECIAL_CLOSURES: readonly Closure[] = Object.entries(NYSE_CLOSURES).flatMap(([reason, texts]) =>
  texts.flatMap(daysOf).map((day) => ({ day, reason })),
)

const NYSE_RULES: ExchangeRules = {
  from: daysFromCivil(1926, 7, 1),
  to: daysFromCivil(2099, 12, 31),
  settledTo: daysFromCivil(2027, 12, 31),
  isWeekend: isNyseWeekend,
  closures: (year) => [...SPECIAL_CLOSURES.filter(({ day }) => civilOf(day).year === year), ...nyseHolidays(year)],
  closingTime: nyseClosingTime,
}

const HNX_RULES: ExchangeRules = {
  from: daysFromCivil(2018, 1, 1),
  to: daysFromCivil(2099, 12, 31),
  settledTo: daysFromCivil(2026, 12, 31),
  isWeekend: (day) => weekdayOf(day) === SATURDAY || weekdayOf(day) === SUNDAY,
  closures: vietnamHolidays,
  // The closing auction makes the closing price; what follows until 15:00 trades at it or is negotiated.
  closingTime: () => 14 * 60 + 45,
}

const RULES: Readonly<Record<Exchange, ExchangeRules>> = {
  NYSE: NYSE_RULES,
  HOSE: {
    ...HNX_RULES,
    closures: (year) => [...HOSE_OUTAGE.filter(({ day }) => civilOf(day).year === year), ...HNX_RULES.closures(year)],
  },
  HNX: HNX_RULES,
}

/** @throws ConfigError when no exchange of that name is known, naming the nearest */
export function requireExchange(name: string): Exchange {
  const exchange = EXCHANGES.find((known) => known === name)
  if (exchange !== undefined) return exchange
  throw new ConfigError(
    `exchange: is unknown, ${JSON.stringify(name.slice(0, 40))}, did you mean "${nearestName(name, EXCHANGES) ?? ''}"?`,
  )
}

/**
 * The rules of an exchange, for a day within them.
 * @throws ConfigError when the day lies outside of what is known of the exchange
 */
export function rulesFor(exchange: Exchange, day: SessionDay): ExchangeRules {
  const rules = RULES[exchange]
  if (day >= rules.from && day <= rules.to) return rules
  const shown = Number.isInteger(day) && Math.abs(day) < 1e6 ? formatSession(day) : String(day)
  throw new ConfigError(
    `sessions of ${exchange}: are not known on "${shown}", expected ${formatSession(rules.from)} to ${formatSession(rules.to)}`,
  )
}

/** First and last day that can be asked for. */
export function knownRange(exchange: Exchange): { readonly from: SessionDay; readonly to: SessionDay } {
  const { from, to } = RULES[exchange]
  return { from, to }
}
