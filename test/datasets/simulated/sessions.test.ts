import { expect, test } from 'vitest'
import { simulatedSessions } from '../../../datasets/simulated/sessions.js'
import { formatSession } from '../../../src/core/calendar.js'
import { ConfigError } from '../../../src/core/errors.js'

test('sessions are weekdays without New Year, Independence Day and Christmas', () => {
  expect(Array.from(simulatedSessions('2019-12-23', 7), formatSession)).toEqual([
    '2019-12-23',
    '2019-12-24',
    '2019-12-26',
    '2019-12-27',
    '2019-12-30',
    '2019-12-31',
    '2020-01-02',
  ])
  expect(Array.from(simulatedSessions('2019-07-03', 2), formatSession)).toEqual(['2019-07-03', '2019-07-05'])
})

test('the first session is the first one at or after the date given', () => {
  expect(formatSession(simulatedSessions('2000-01-01', 1)[0])).toBe('2000-01-03')
  expect(formatSession(simulatedSessions('2000-01-05', 1)[0])).toBe('2000-01-05')
})

test('what is no date or no number of sessions is refused', () => {
  expect(() => simulatedSessions('2000-02-30', 5)).toThrow(ConfigError)
  expect(() => simulatedSessions('2000-01-03', 0)).toThrow(
    'simulatedSessions: sessions is "0", expected a whole number, 1 or more',
  )
})
