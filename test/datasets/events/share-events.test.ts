import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eventsOnSessions, parseShareEvents } from '../../../datasets/events/share-events.js'
import { formatSession } from '../../../src/core/calendar.js'
import { DataError } from '../../../src/core/errors.js'
import { totalReturnBars } from '../../../src/panel/total-return.js'
import { barsOn, WEEK } from '../../panel/fixture.js'

const FILE = 'X-events.csv'
const parse = (...rows: string[]): ReturnType<typeof parseShareEvents> =>
  parseShareEvents(['Date,Event,Value', ...rows].join('\n'), FILE)

describe('parseShareEvents', () => {
  it('reads splits, dividends and gains, columns in any order', () => {
    const events = parseShareEvents('value,EVENT,Date\n2,Split,2024-03-06\n0.5, dividend ,2024-03-07\n', FILE)
    expect(events.map(({ session, event, value, line }) => [formatSession(session), event, value, line])).toEqual([
      ['2024-03-06', 'split', 2, 2],
      ['2024-03-07', 'dividend', 0.5, 3],
    ])
  })

  it.each([
    ['2024-03-06,splt,2', /X-events.csv:2: Event: "splt" is unknown, did you mean "split"/],
    ['2024-03-06,__proto__,2', /:2: Event: "__proto__" is unknown/],
    ['2024-03-32,split,2', /:2: Date: "2024-03-32" is not a date/],
    ['2024-03-06,split,0', /:2: Value: 0 is not above 0/],
    ['2024-03-06,dividend,-1', /:2: Value: -1 is not above 0/],
    ['2024-03-06,dividend,1e999', /:2: Value: "1e999" is infinite/],
    ['2024-03-06,dividend,2:1', /:2: Value: "2:1" is not a number/],
    ['2024-03-06,dividend', /:2: row: 2 fields, expected 3/],
  ])('refuses %s', (row, message) => {
    expect(() => parse(row)).toThrow(message)
  })

  it('refuses an event that stands twice and a file without its columns', () => {
    expect(() => parse('2024-03-06,gain,1', '2024-03-06,gain,1')).toThrow(/:3: Event: gain of 2024-03-06 stands twice/)
    expect(() => parseShareEvents('Date,Event\n', FILE)).toThrow(/Value: column is missing/)
    expect(() => parseShareEvents('', FILE)).toThrow(/the file is empty/)
  })

  it('any text is read or refused as a DataError', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        try {
          for (const { value } of parse(text)) expect(value).toBeGreaterThan(0)
        } catch (error) {
          expect(error).toBeInstanceOf(DataError)
        }
      }),
    )
  })
})

describe('eventsOnSessions', () => {
  const bars = barsOn('X', WEEK)

  it('places events, adds what is paid on one day, and leaves out what the bars do not know of', () => {
    const events = parse(
      '2024-03-06,split,2',
      '2024-03-07,dividend,0.5',
      '2024-03-07,gain,0.25',
      '2024-03-01,dividend,9',
      '2024-03-11,split,3',
    )
    const { splits, distributions } = eventsOnSessions(events, bars)
    expect([...splits]).toEqual([0, 0, 2, 0, 0])
    expect([...distributions]).toEqual([0, 0, 0, 0.75, 0])
    const adjusted = totalReturnBars({ ...bars, splits, distributions })
    expect(adjusted.close[0]).toBeCloseTo((100 / 2) * (1 - 0.75 / 102), 12)
    expect(eventsOnSessions(events, barsOn('X', []))).toEqual({
      splits: new Float64Array(0),
      distributions: new Float64Array(0),
    })
  })

  it('refuses an event between two sessions', () => {
    const holey = barsOn('X', ['2024-03-04', '2024-03-08'])
    expect(() => eventsOnSessions(parse('2024-03-06,split,2'), holey)).toThrow(
      /X-events.csv:2: Date: 2024-03-06 is no session of "X"/,
    )
  })
})
