import { parseSession, type SessionDay } from '../../src/core/calendar.js'

/** What an answer says of its exchange's clock. */
export interface ExchangeClock {
  /** Seconds east of Greenwich on the day of the answer. */
  readonly gmtoffset: number
  /** Name in the time zone database. */
  readonly exchangeTimezoneName?: string | undefined
}

function zoneOf(name: string | undefined): Intl.DateTimeFormat | undefined {
  if (name === undefined) return undefined
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name, year: 'numeric', month: '2-digit', day: '2-digit' })
  } catch {
    return undefined
  }
}

/**
 * The exchange's own day at a moment (seconds since 1970-01-01 00:00 UTC). The time zone's name is preferred: the offset is that of
 * the answer's day, which is an hour off for half of the year, so that a market that opens at midnight would land on the day before.
 * @returns a function that gives the session day, NaN for a moment beyond the calendar
 */
export function exchangeDays(clock: ExchangeClock): (seconds: number) => SessionDay {
  const zone = zoneOf(clock.exchangeTimezoneName)
  if (zone === undefined) return (seconds) => Math.floor((seconds + clock.gmtoffset) / 86_400)
  return (seconds) => {
    // Beyond this a formatter throws.
    if (Math.abs(seconds) > 8.64e12) return NaN
    const parts = zone.formatToParts(seconds * 1000)
    const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? ''
    return parseSession(`${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`)
  }
}
