import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { periodIndex } from '../../src/core/calendar.js'
import { decisionRows } from '../../src/decide/schedule.js'
import { weekdays } from '../contracts/random-panel.js'

const dates = weekdays(260)
const anyRange = fc.tuple(fc.nat(259), fc.nat(259)).map((ends) => [Math.min(...ends), Math.max(...ends) + 1] as const)
const anyPeriod = fc.constantFrom('weekly' as const, 'monthly' as const, 'quarterly' as const, 'yearly' as const)

describe('decisionRows', () => {
  it('decides at the first row and at the first session of every period after it', () => {
    fc.assert(
      fc.property(anyRange, anyPeriod, ([start, end], period) => {
        const rows = decisionRows(dates, start, end, period)
        expect(rows[0]).toBe(start)
        const periods = Array.from(dates, (date) => periodIndex(date, period))
        expect(rows.map((row) => periods[row])).toEqual([...new Set(periods.slice(start, end))])
        for (const row of rows.slice(1)) expect(periods[row - 1]).not.toBe(periods[row])
      }),
    )
  })

  it('decides every few sessions, counted from the first', () => {
    expect(decisionRows(dates, 10, 21, 5)).toEqual([10, 15, 20])
    expect(decisionRows(dates, 10, 13, 1)).toEqual([10, 11, 12])
  })

  it('is known at the time: a later end of the range does not change earlier decisions', () => {
    fc.assert(
      fc.property(anyRange, fc.oneof(anyPeriod, fc.integer({ min: 1, max: 30 })), ([start, end], every) => {
        const all = decisionRows(dates, start, 260, every)
        expect(decisionRows(dates, start, end, every)).toEqual(all.filter((row) => row < end))
      }),
    )
  })

  it('in an empty range decides nothing', () => {
    expect(decisionRows(dates, 5, 5, 'monthly')).toEqual([])
  })
})
