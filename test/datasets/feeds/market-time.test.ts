import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { publicationOf, type Market, type Zone } from '../../../datasets/feeds/market-time.js'
import { formatSession } from '../../../src/core/calendar.js'

function knownOn(text: string, market: Market = 'new-york', zone?: Zone): string {
  const found = publicationOf(text, market, zone)
  return typeof found === 'object' ? formatSession(found.day) : found
}

/** The platform's own time zone data, as second opinion. */
const NEW_YORK = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/New_York',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
})

describe('the day on which a publication was known', () => {
  it.each([
    ['2024-03-01', '2024-03-01'],
    ['2024-03-01T15:59:59-05:00', '2024-03-01'],
    ['2024-03-01T16:00:00-05:00', '2024-03-02'],
    ['2024-03-01 20:59Z', '2024-03-01'],
    ['2024-03-01T21:00Z', '2024-03-02'],
    ['2024-03-11T19:59Z', '2024-03-11'],
    ['2024-03-11T20:00Z', '2024-03-12'],
    ['2024-11-04T20:59:59.999Z', '2024-11-04'],
    ['2024-01-01T02:00+07:00', '2023-12-31'],
    ['2024-01-02T04:30+0700', '2024-01-02'],
    ['2024-12-31T23:30:00Z', '2025-01-01'],
  ])('%s for New York: %s', (text, day) => {
    expect(knownOn(text)).toBe(day)
  })

  it('for Ho Chi Minh City: before and after 15:00 there', () => {
    expect(knownOn('2025-11-12T07:59Z', 'ho-chi-minh')).toBe('2025-11-12')
    expect(knownOn('2025-11-12T08:00Z', 'ho-chi-minh')).toBe('2025-11-13')
    expect(knownOn('2025-11-12T14:59', 'ho-chi-minh', 'ho-chi-minh')).toBe('2025-11-12')
    expect(knownOn('2025-11-12T15:00', 'ho-chi-minh', 'ho-chi-minh')).toBe('2025-11-13')
  })

  it('takes a time without a zone only where the zone is stated', () => {
    expect(knownOn('2024-07-01T15:30')).toBe('no-zone')
    expect(knownOn('2024-07-01T15:30', 'new-york', 'new-york')).toBe('2024-07-01')
    expect(knownOn('2024-07-01T20:30', 'new-york', 'utc')).toBe('2024-07-02')
    expect(knownOn('2024-07-02T02:30', 'new-york', 'ho-chi-minh')).toBe('2024-07-01')
  })

  it('refuses what is no time', () => {
    for (const text of [
      '',
      'yesterday',
      '2024-02-30',
      '2024-02-30T10:00Z',
      '2024-03-01T24:00Z',
      '2024-03-01T10:60Z',
      '01/03/2024',
      '2024-03-01T10Z',
      '2024-03-01T10:00+99:00',
    ])
      expect(knownOn(text), text).toBe('no-time')
    expect(knownOn('1966-07-01T10:00Z')).toBe('too-early')
    expect(knownOn('1966-07-01T10:00', 'ho-chi-minh', 'new-york')).toBe('too-early')
  })

  it('agrees with the time zone database from 1967 to 2037, whatever the hour', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_577_000, max: 35_750_000 }), (minute) => {
        const moment = new Date(minute * 60_000)
        const parts = Object.fromEntries(NEW_YORK.formatToParts(moment).map(({ type, value }) => [type, value]))
        const day = new Date(`${parts.year}-${parts.month}-${parts.day}T00:00:00Z`).getTime() / 86_400_000
        const expected = Number(parts.hour) >= 16 ? day + 1 : day
        const found = publicationOf(moment.toISOString(), 'new-york')
        expect(found).toEqual({ day: expected, minute })
      }),
      { numRuns: 3000 },
    )
  })

  it('puts a local time of New York on the clock of the world; in the hour that comes twice, the later', () => {
    const minuteOf = (text: string): number => {
      const found = publicationOf(text, 'new-york', 'new-york')
      return typeof found === 'object' ? found.minute : NaN
    }
    expect(minuteOf('2024-07-01T15:30')).toBe(Date.parse('2024-07-01T19:30Z') / 60_000)
    expect(minuteOf('2024-11-03T00:30')).toBe(Date.parse('2024-11-03T04:30Z') / 60_000)
    expect(minuteOf('2024-11-03T01:30')).toBe(Date.parse('2024-11-03T06:30Z') / 60_000)
    expect(minuteOf('2024-03-10T03:00')).toBe(Date.parse('2024-03-10T07:00Z') / 60_000)
    expect(minuteOf('2024-03-10T01:59')).toBe(Date.parse('2024-03-10T06:59Z') / 60_000)
  })
})
