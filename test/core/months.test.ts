import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { civilOf, formatSession, parseSession, periodIndex } from '../../src/core/calendar.js'
import { addMonths, dayOfMonth, monthEnd, monthStart } from '../../src/core/months.js'

const shifted = (day: string, months: number): string => formatSession(addMonths(parseSession(day), months))

describe('months', () => {
  it('begin on the first and end on the last', () => {
    expect(formatSession(monthStart(2024 * 12 + 1))).toBe('2024-02-01')
    expect(formatSession(monthEnd(2024 * 12 + 1))).toBe('2024-02-29')
    expect(formatSession(monthEnd(2023 * 12 + 11))).toBe('2023-12-31')
  })

  it('keep the day where they can', () => {
    expect(shifted('2024-01-15', -1)).toBe('2023-12-15')
    expect(shifted('2024-03-31', -1)).toBe('2024-02-29')
    expect(shifted('2024-02-29', -12)).toBe('2023-02-28')
    expect(formatSession(dayOfMonth(2025 * 12 + 1, 31))).toBe('2025-02-28')
  })

  it('follow each other without a gap, for any day', () => {
    fc.assert(
      fc.property(fc.integer({ min: -200_000, max: 200_000 }), fc.integer({ min: -600, max: 600 }), (day, months) => {
        const index = periodIndex(day, 'monthly')
        expect(monthStart(index)).toBeLessThanOrEqual(day)
        expect(monthEnd(index)).toBeGreaterThanOrEqual(day)
        expect(monthStart(index + 1)).toBe(monthEnd(index) + 1)
        const moved = addMonths(day, months)
        expect(periodIndex(moved, 'monthly')).toBe(index + months)
        expect(civilOf(moved).day).toBeLessThanOrEqual(civilOf(day).day)
      }),
    )
  })
})
