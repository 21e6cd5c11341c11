import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { civilOf, formatSession, parseSession, periodIndex, weekdayOf } from '../../src/core/calendar.js'

const MS_PER_DAY = 86_400_000
const FIRST = Date.UTC(1900, 0, 1) / MS_PER_DAY
const LAST = Date.UTC(2100, 11, 31) / MS_PER_DAY

describe('calendar', () => {
  it('agrees with the platform on every day from 1900 to 2100', () => {
    let wrong = 0
    for (let session = FIRST; session <= LAST; session++) {
      const date = new Date(session * MS_PER_DAY)
      const text = date.toISOString().slice(0, 10)
      const { year, month, day } = civilOf(session)
      if (formatSession(session) !== text || parseSession(text) !== session) wrong++
      if (year !== date.getUTCFullYear() || month !== date.getUTCMonth() + 1 || day !== date.getUTCDate()) wrong++
      if (weekdayOf(session) !== date.getUTCDay()) wrong++
    }
    expect(LAST - FIRST + 1).toBe(73_414)
    expect(wrong).toBe(0)
  })

  it('knows days by hand, before 1970 too', () => {
    expect(parseSession('1970-01-01')).toBe(0)
    expect(parseSession('1969-12-31')).toBe(-1)
    expect(parseSession('2000-02-29')).toBe(11_016)
    expect(formatSession(parseSession('0000-03-01'))).toBe('0000-03-01')
    expect(formatSession(parseSession('9999-12-31'))).toBe('9999-12-31')
    expect(weekdayOf(0), 'a Thursday').toBe(4)
    expect(weekdayOf(parseSession('1929-10-29')), 'a Tuesday').toBe(2)
  })

  it.each([
    ['2023-02-30', 'a day that does not exist'],
    ['2023-02-29', 'no leap year'],
    ['1900-02-29', 'a century that is no leap year'],
    ['2023-13-01', 'a thirteenth month'],
    ['2023-00-10', 'month zero'],
    ['2023-01-00', 'day zero'],
    ['2023-1-5', 'one digit'],
    ['2023-01-05T00:00', 'a time'],
    [' 2023-01-05', 'a space'],
    ['2023-01-05\n', 'a line end'],
    ['20230105', 'no hyphens'],
    ['-001-01-01', 'a negative year'],
    ['٢٠٢٣-٠١-٠٥', 'other digits'],
    ['', 'nothing'],
  ])('refuses %j: %s', (text) => {
    expect(parseSession(text)).toBeNaN()
  })

  it('period numbers are equal exactly within one period, and grow by 1 from one to the next', () => {
    const keys = {
      weekly: (date: Date) => String(date.getTime() - ((date.getUTCDay() + 6) % 7) * MS_PER_DAY),
      monthly: (date: Date) => date.toISOString().slice(0, 7),
      quarterly: (date: Date) => `${date.getUTCFullYear()} ${Math.floor(date.getUTCMonth() / 3)}`,
      yearly: (date: Date) => date.toISOString().slice(0, 4),
    } as const
    for (const period of ['weekly', 'monthly', 'quarterly', 'yearly'] as const) {
      let wrong = 0
      for (let session = FIRST; session < LAST; session++) {
        const isSame =
          keys[period](new Date(session * MS_PER_DAY)) === keys[period](new Date((session + 1) * MS_PER_DAY))
        const step = periodIndex(session + 1, period) - periodIndex(session, period)
        if (step !== (isSame ? 0 : 1)) wrong++
      }
      expect(wrong, period).toBe(0)
    }
  })

  it('weeks begin on Monday', () => {
    const [sunday, monday] = [parseSession('2024-03-03'), parseSession('2024-03-04')]
    expect(periodIndex(monday, 'weekly')).toBe(periodIndex(sunday, 'weekly') + 1)
    expect(periodIndex(monday + 6, 'weekly')).toBe(periodIndex(monday, 'weekly'))
  })

  it('text and session are inverse for every four-digit year', () => {
    const [least, most] = [parseSession('0000-01-01'), parseSession('9999-12-31')]
    fc.assert(
      fc.property(fc.integer({ min: least, max: most }), (session) => {
        expect(parseSession(formatSession(session))).toBe(session)
      }),
    )
  })
})
