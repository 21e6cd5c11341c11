import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatSession, parseSession, periodIndex } from '../../src/core/calendar.js'
import { isLastSessionOf, sessionsBetween } from '../../src/core/exchanges/sessions.js'
import { decisionRows } from '../../src/decide/schedule.js'
import { weekdays } from '../contracts/random-panel.js'

const dates = weekdays(260)
const anyRange = fc.tuple(fc.nat(259), fc.nat(259)).map((ends) => [Math.min(...ends), Math.max(...ends) + 1] as const)
const anyPeriod = fc.constantFrom('weekly' as const, 'monthly' as const, 'quarterly' as const, 'yearly' as const)

describe('decisionRows', () => {
  it('decides at the first row and at the first session of every period after it', () => {
    fc.assert(
      fc.property(anyRange, anyPeriod, ([start, end], period) => {
        const rows = decisionRows(dates, start, end, { every: period })
        expect(rows[0]).toBe(start)
        const periods = Array.from(dates, (date) => periodIndex(date, period))
        expect(rows.map((row) => periods[row])).toEqual([...new Set(periods.slice(start, end))])
        for (const row of rows.slice(1)) expect(periods[row - 1]).not.toBe(periods[row])
      }),
    )
  })

  it('decides every few sessions, counted from the first', () => {
    expect(decisionRows(dates, 10, 21, { every: 5 })).toEqual([10, 15, 20])
    expect(decisionRows(dates, 10, 13, { every: 1 })).toEqual([10, 11, 12])
  })

  it('is known at the time: a later end of the range does not change earlier decisions', () => {
    fc.assert(
      fc.property(anyRange, fc.oneof(anyPeriod, fc.integer({ min: 1, max: 30 })), ([start, end], every) => {
        const all = decisionRows(dates, start, 260, { every })
        expect(decisionRows(dates, start, end, { every })).toEqual(all.filter((row) => row < end))
      }),
    )
  })

  it('in an empty range decides nothing', () => {
    expect(decisionRows(dates, 5, 5, { every: 'monthly' })).toEqual([])
  })
})

describe('decisionRows on the last session of a period', () => {
  const dates = sessionsBetween('NYSE', parseSession('2021-01-04'), parseSession('2021-06-30'))
  const endsPeriod = (session: number): boolean => isLastSessionOf('NYSE', 'monthly', session)

  it('knows the last session of a month at its own close', () => {
    const rows = decisionRows(dates, 0, dates.length, { every: 'monthly', endsPeriod })
    expect(rows.map((row) => formatSession(dates[row]))).toEqual([
      '2021-01-04',
      '2021-01-29',
      '2021-02-26',
      '2021-03-31',
      '2021-04-30',
      '2021-05-28',
      '2021-06-30',
    ])
  })

  it('lets no month go by where the data lack its last session: the next row decides', () => {
    const gone = parseSession('2021-03-31')
    const holed = dates.filter((date) => date !== gone)
    const rows = decisionRows(holed, 0, holed.length, { every: 'monthly', endsPeriod })
    expect(rows.map((row) => formatSession(holed[row]))).toEqual([
      '2021-01-04',
      '2021-01-29',
      '2021-02-26',
      '2021-04-01',
      '2021-04-30',
      '2021-05-28',
      '2021-06-30',
    ])
  })

  it('does not depend on what comes after', () => {
    const all = decisionRows(dates, 3, dates.length, { every: 'monthly', endsPeriod })
    for (let end = 3; end <= dates.length; end++)
      expect(decisionRows(dates.subarray(0, end), 3, end, { every: 'monthly', endsPeriod })).toEqual(
        all.filter((row) => row < end),
      )
  })
})
