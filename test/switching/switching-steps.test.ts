import { describe, expect, it } from 'vitest'
import { parseSession } from '../../src/core/calendar.js'
import { mayBeUnfinished, stepRows } from '../../src/switching/switching-steps.js'

const dates = Int32Array.from(
  ['2025-11-26', '2025-11-28', '2025-12-01', '2025-12-03', '2025-12-08', '2025-12-10'],
  parseSession,
)

describe('stepRows', () => {
  it('are every session, or the last one of each week or month, the latest among them', () => {
    expect(stepRows(dates, 'daily')).toEqual([0, 1, 2, 3, 4, 5])
    expect(stepRows(dates, 'weekly')).toEqual([1, 3, 5])
    expect(stepRows(dates, 'monthly')).toEqual([1, 5])
  })
})

describe('mayBeUnfinished', () => {
  const ask = (day: string, ...rest: ['daily' | 'weekly' | 'monthly', 'NYSE'?]): boolean =>
    mayBeUnfinished(parseSession(day), ...rest)

  it('without a calendar a week ends on its Friday, a month on its last weekday', () => {
    expect(ask('2025-12-24', 'weekly')).toBe(true)
    expect(ask('2025-12-26', 'weekly')).toBe(false)
    expect(ask('2025-12-27', 'weekly')).toBe(false)
    expect(ask('2025-12-30', 'monthly')).toBe(true)
    expect(ask('2025-12-31', 'monthly')).toBe(false)
    // The thirtieth was a Friday.
    expect(ask('2026-01-30', 'monthly')).toBe(false)
    expect(ask('2025-12-24', 'daily')).toBe(false)
  })

  it('the calendar of an exchange knows the holidays', () => {
    // Good Friday.
    expect(ask('2025-04-17', 'weekly')).toBe(true)
    expect(ask('2025-04-17', 'weekly', 'NYSE')).toBe(false)
    expect(ask('2025-04-16', 'weekly', 'NYSE')).toBe(true)
    expect(ask('2025-05-30', 'monthly', 'NYSE')).toBe(false)
  })
})
