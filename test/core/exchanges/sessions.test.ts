import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatSession, parseSession, periodIndex, weekdayOf, type Period } from '../../../src/core/calendar.js'
import { EXCHANGES, knownRange, requireExchange } from '../../../src/core/exchanges/exchange.js'
import { lunarDay } from '../../../src/core/exchanges/lunar.js'
import {
  closingTime,
  compareSessions,
  isApproximate,
  isLastSessionOf,
  isSession,
  lastSessionOf,
  nextSession,
  previousSession,
  sessionsBetween,
  whyClosed,
} from '../../../src/core/exchanges/sessions.js'

const day = parseSession

describe('whyClosed', () => {
  it.each([
    ['1927-06-13', 'Lindbergh parade'],
    ['1933-03-10', 'national bank holiday'],
    ['1941-11-20', 'Thanksgiving Day'],
    ['1945-08-15', 'V-J Day'],
    ['1946-07-06', 'summer Saturday'],
    ['1953-11-11', 'Armistice Day'],
    ['1952-10-04', 'weekend'],
    ['1963-11-25', 'funeral of John F. Kennedy'],
    ['1968-06-12', 'paperwork crisis'],
    ['1980-11-04', 'Election Day'],
    ['1985-09-27', 'hurricane Gloria'],
    ['2001-09-11', 'attack on the World Trade Center'],
    ['2012-10-29', 'hurricane Sandy'],
    ['2022-06-20', 'Juneteenth'],
    ['2025-01-09', 'mourning for Jimmy Carter'],
    ['2026-04-03', 'Good Friday'],
    ['2027-12-24', 'Christmas Day'],
  ])('NYSE %s: %s', (date, reason) => {
    expect(whyClosed('NYSE', day(date))).toBe(reason)
  })

  it.each([
    ['1952-05-24', 'the last Saturday of trading'],
    ['1954-02-12', "Lincoln's Birthday, no longer kept"],
    ['1968-07-03', 'a Wednesday in a week with a holiday'],
    ['1969-11-04', 'the year after the last yearly Election Day'],
    ['1970-05-29', 'the Friday before a Memorial Day on a Saturday'],
    ['1997-01-20', "the year before Martin Luther King's Day"],
    ['2010-12-31', 'the end of a year before a New Year on a Saturday'],
    ['2021-06-18', 'the year before Juneteenth'],
  ])('NYSE trades on %s: %s', (date) => {
    expect(whyClosed('NYSE', day(date))).toBeUndefined()
  })

  it.each([
    ['2018-01-23', 'failure of the trading system'],
    ['2019-04-29', 'working day moved to a Saturday'],
    ['2023-01-26', 'Tet'],
    ['2023-05-03', 'Reunification Day'],
    ['2026-04-27', "Hung Kings' Day"],
    ['2026-08-31', 'working day moved to a Saturday'],
    ['2026-09-01', 'National Day'],
    ['2026-03-14', 'weekend'],
  ])('HOSE %s: %s', (date, reason) => {
    expect(whyClosed('HOSE', day(date))).toBe(reason)
  })

  it('the outage of Ho Chi Minh City did not stop Hanoi', () => {
    expect(isSession('HNX', day('2018-01-23'))).toBe(true)
  })

  it('HOSE’s own notice for 2026 lists its closed days, with the day of the New Year added later', () => {
    const closed = []
    for (let date = day('2026-01-01'); date <= day('2026-12-31'); date++)
      if (![undefined, 'weekend'].includes(whyClosed('HOSE', date))) closed.push(formatSession(date).slice(5))
    const announced = '01-01 02-16 02-17 02-18 02-19 02-20 04-27 04-30 05-01 08-31 09-01 09-02'.split(' ')
    expect(closed).toEqual([announced[0], '01-02', ...announced.slice(1)])
  })

  it('days outside of what is known are refused, not guessed', () => {
    expect(() => whyClosed('NYSE', day('1926-06-30'))).toThrow(/"1926-06-30", expected 1926-07-01 to 2099-12-31/)
    expect(() => isSession('HOSE', day('2017-12-29'))).toThrow(/sessions of HOSE.*expected 2018-01-01/)
    expect(() => isSession('HOSE', NaN)).toThrow(/"NaN"/)
    expect(() => nextSession('NYSE', day('2099-12-31'))).toThrow(/2100-01-01/)
    expect(() => requireExchange('NYES')).toThrow(/exchange: is unknown, "NYES", did you mean "NYSE"/)
    expect(requireExchange('HNX')).toBe('HNX')
  })
})

describe('lunarDay', () => {
  // 1985, 2007 and 2030 differ from the Chinese New Year: new moon or solstice fall between the midnights of Hanoi and Beijing.
  it.each([
    [1985, '1985-01-21'],
    [2007, '2007-02-17'],
    [2023, '2023-01-22'],
    [2030, '2030-02-02'],
    [2034, '2034-02-19'],
  ])('the lunar year %i begins on %s', (year, date) => {
    expect(formatSession(lunarDay(year, 1, 1))).toBe(date)
  })
})

describe('closingTime', () => {
  it.each([
    ['1926-07-01', '15:00'],
    ['1926-07-10', '12:00'],
    ['1952-09-29', '15:30'],
    ['1963-11-22', '14:07'],
    ['1969-09-02', '14:30'],
    ['1974-10-01', '16:00'],
    ['1987-10-26', '14:00'],
    ['1997-10-27', '15:30'],
    ['2002-07-03', '16:00'],
    ['2002-07-05', '13:00'],
    ['2013-07-03', '13:00'],
    ['2013-07-05', '16:00'],
    ['2024-11-29', '13:00'],
    ['2024-12-24', '13:00'],
    ['2025-12-26', '16:00'],
  ])('NYSE %s: %s', (date, time) => {
    const [hours, minutes] = time.split(':').map(Number)
    expect(closingTime('NYSE', day(date))).toBe(60 * hours + minutes)
  })

  it('there is one only on sessions', () => {
    expect(() => closingTime('NYSE', day('2012-10-29'))).toThrow(/the day is no session, "hurricane Sandy"/)
    expect(closingTime('HOSE', day('2024-12-24'))).toBe(14 * 60 + 45)
  })
})

describe('lastSessionOf', () => {
  it.each<readonly [Period, string, string]>([
    ['weekly', '2024-03-25', '2024-03-28'],
    ['weekly', '1950-03-06', '1950-03-11'],
    ['monthly', '2024-03-01', '2024-03-28'],
    ['monthly', '2012-10-05', '2012-10-31'],
    ['quarterly', '2024-02-29', '2024-03-28'],
    ['yearly', '2022-06-01', '2022-12-30'],
    ['monthly', '2024-12-31', '2024-12-31'],
  ])('%s, %s: %s', (period, date, last) => {
    expect(formatSession(lastSessionOf('NYSE', period, day(date)))).toBe(last)
    expect(isLastSessionOf('NYSE', period, day(last))).toBe(true)
    expect(isLastSessionOf('NYSE', period, day(last) - 1)).toBe(false)
  })

  it('a week without a session is an error, not another week’s session', () => {
    expect(() => lastSessionOf('HOSE', 'weekly', day('2026-02-18'))).toThrow(/none in the weekly period/)
  })
})

describe('compareSessions', () => {
  it('names what is missing and what should not be there', () => {
    const dates = Int32Array.from(['2024-03-27', '2024-03-29', '2024-04-02'].map(day))
    const { missing, unexpected } = compareSessions('NYSE', dates)
    expect(missing.map(formatSession)).toEqual(['2024-03-28', '2024-04-01'])
    expect(unexpected).toEqual([{ day: day('2024-03-29'), reason: 'Good Friday' }])
  })

  it('dates before the calendar begins are left alone', () => {
    expect(compareSessions('HOSE', Int32Array.from(['2001-01-01'].map(day)))).toEqual({ missing: [], unexpected: [] })
  })
})

describe('sessions, for any day', () => {
  const asked = fc.constantFrom(...EXCHANGES).chain((exchange) => {
    const { from, to } = knownRange(exchange)
    return fc.record({ exchange: fc.constant(exchange), date: fc.integer({ min: from + 400, max: to - 400 }) })
  })
  const period = fc.constantFrom<Period>('monthly', 'quarterly', 'yearly')

  it('next and previous are inverse, and nothing lies in between', () => {
    fc.assert(
      fc.property(asked, ({ exchange, date }) => {
        const next = nextSession(exchange, date)
        expect([...sessionsBetween(exchange, date + 1, next)]).toEqual([next])
        const before = previousSession(exchange, next)
        expect(before <= date && isSession(exchange, before)).toBe(true)
        expect(nextSession(exchange, before)).toBe(next)
        expect(next - date).toBeLessThanOrEqual(12)
      }),
    )
  })

  it('a period has one last session; the one after it lies in the next period', () => {
    fc.assert(
      fc.property(asked, period, ({ exchange, date }, every) => {
        const last = lastSessionOf(exchange, every, date)
        expect(periodIndex(last, every)).toBe(periodIndex(date, every))
        expect(periodIndex(nextSession(exchange, last), every)).toBe(periodIndex(date, every) + 1)
      }),
    )
  })

  it('no session is a Sunday, nor a Saturday after 1952; trading ends between noon and four', () => {
    fc.assert(
      fc.property(asked, ({ exchange, date }) => {
        const session = nextSession(exchange, date)
        expect(weekdayOf(session)).not.toBe(0)
        if (session > day('1952-05-24')) expect(weekdayOf(session)).not.toBe(6)
        expect(closingTime(exchange, session)).toBeGreaterThanOrEqual(12 * 60)
        expect(closingTime(exchange, session)).toBeLessThanOrEqual(16 * 60)
      }),
    )
  })

  it('years that nobody has announced yet are approximate', () => {
    expect(isApproximate('HOSE', day('2026-12-31'))).toBe(false)
    expect(isApproximate('HOSE', day('2027-01-04'))).toBe(true)
    expect(isApproximate('NYSE', day('2027-12-31'))).toBe(false)
    expect(isApproximate('NYSE', day('2028-01-03'))).toBe(true)
  })
})
