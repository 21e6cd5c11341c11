import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseSession, periodIndex } from '../../src/core/calendar.js'
import { lastRowOfEach } from '../../src/panel/resample.js'

const days = (...dates: string[]): Int32Array => Int32Array.from(dates, parseSession)

describe('lastRowOfEach', () => {
  it('is the last trading day of the week, whichever that is', () => {
    // Thursday before Good Friday, Monday to Wednesday, then one Friday.
    const dates = days('2024-03-27', '2024-03-28', '2024-04-01', '2024-04-03', '2024-04-12')
    expect(lastRowOfEach(dates, 'weekly')).toEqual([1, 3, 4])
    expect(lastRowOfEach(dates, 'monthly')).toEqual([1, 4])
    expect(lastRowOfEach(dates, 'quarterly')).toEqual([1, 4])
    expect(lastRowOfEach(dates, 'yearly')).toEqual([4])
  })

  it('of nothing is nothing, of one session that session', () => {
    expect(lastRowOfEach(new Int32Array(0), 'weekly')).toEqual([])
    expect(lastRowOfEach(days('2024-01-01'), 'monthly')).toEqual([0])
  })

  it('gives every period once and ends with the last row', () => {
    const sessions = fc.uniqueArray(fc.integer({ min: 0, max: 2000 }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(sessions, fc.constantFrom('weekly', 'monthly', 'quarterly', 'yearly'), (unordered, period) => {
        const dates = Int32Array.from(unordered).sort()
        const rows = lastRowOfEach(dates, period)
        const periods = Array.from(dates, (date) => periodIndex(date, period))
        expect(rows.map((row) => periods[row])).toEqual([...new Set(periods)])
        for (const row of rows) expect(row).toBe(periods.lastIndexOf(periods[row]))
      }),
    )
  })
})
