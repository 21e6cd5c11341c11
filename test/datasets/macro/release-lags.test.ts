import fc from 'fast-check'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  FRED_RELEASE_LAGS,
  POLICY_UNCERTAINTY_LAGS,
  SHILLER_RELEASE_LAGS,
} from '../../../datasets/macro/release-lag-table.js'
import {
  findReleaseLag,
  knownDay,
  observationsWithLag,
  parseReleaseLag,
  type ReleaseLag,
} from '../../../datasets/macro/release-lags.js'
import { formatSession, parseSession, periodIndex } from '../../../src/core/calendar.js'
import { ConfigError } from '../../../src/core/errors.js'
import { monthEnd, monthStart } from '../../../src/core/months.js'
import { valueAsOf } from '../../../src/panel/observations.js'
import { REAL_DATA } from '../../fixtures/command-line.js'

const known = (series: string, day: string): string =>
  formatSession(knownDay(parseSession(day), findReleaseLag(FRED_RELEASE_LAGS, series)))

/** Days on which the agencies did release, from their calendars. */
const RELEASED: readonly (readonly [series: string, valid: string, released: string])[] = [
  ['CPIAUCSL', '1995-12-01', '1996-02-01'],
  ['CPIAUCSL', '2014-12-01', '2015-01-16'],
  ['CPIAUCSL', '2015-01-01', '2015-02-26'],
  ['CPIAUCSL', '2019-06-01', '2019-07-11'],
  ['CPIAUCSL', '2022-06-01', '2022-07-13'],
  ['CPIAUCSL', '2025-09-01', '2025-10-24'],
  ['CPIAUCSL', '2025-11-01', '2025-12-18'],
  ['PAYEMS', '2020-03-01', '2020-04-03'],
  ['UNRATE', '2013-09-01', '2013-10-22'],
  ['UNRATE', '2019-12-01', '2020-01-10'],
  ['UNRATE', '2026-01-01', '2026-02-11'],
  ['PERMIT', '2013-09-01', '2013-11-26'],
  ['HOUST', '2013-09-01', '2013-12-18'],
  ['HOUST', '2013-10-01', '2013-12-18'],
  ['HOUST', '2018-12-01', '2019-02-26'],
  ['HOUST', '2026-01-01', '2026-03-12'],
  ['GDPC1', '2025-10-01', '2026-02-20'],
  ['PCEPI', '2025-12-01', '2026-02-20'],
  ['GDP', '2019-04-01', '2019-07-26'],
  ['GDPC1', '2020-01-01', '2020-04-29'],
  ['GDP', '2018-10-01', '2019-02-28'],
  ['INDPRO', '2020-03-01', '2020-04-15'],
  ['PCEPI', '2020-03-01', '2020-04-30'],
  ['ICSA', '2020-03-21', '2020-03-26'],
  ['USREC', '2007-12-01', '2008-12-01'],
  ['USREC', '2009-06-01', '2010-09-20'],
  ['USREC', '1991-03-01', '1992-12-22'],
  ['USREC', '2020-04-01', '2021-07-19'],
]

describe('release lags', () => {
  it.each(RELEASED)('%s of %s is not shown before its release on %s, and soon after it', (series, valid, released) => {
    const day = parseSession(known(series, valid))
    expect(day).toBeGreaterThanOrEqual(parseSession(released))
    expect(day).toBeLessThanOrEqual(parseSession(released) + (series === 'USREC' ? 550 : 21))
  })

  it('follow the rule of the series', () => {
    expect(known('CPIAUCSL', '2019-06-01')).toBe('2019-07-18')
    expect(known('GDP', '2019-04-01')).toBe('2019-07-31')
    expect(known('GDP', '2018-07-01')).toBe('2018-10-31')
    expect(known('ICSA', '2024-01-06')).toBe('2024-01-11')
    expect(known('CFNAI', '2024-01-01')).toBe('2024-02-29')
  })

  it('of daily series are the next weekday', () => {
    expect(known('DGS10', '2024-03-28')).toBe('2024-03-29')
    expect(known('DGS10', '2024-03-29')).toBe('2024-04-01')
    expect(known('VIXCLS', '2024-03-30')).toBe('2024-04-01')
  })

  const all: readonly ReleaseLag[] = [
    ...FRED_RELEASE_LAGS,
    ...SHILLER_RELEASE_LAGS,
    ...Object.entries(POLICY_UNCERTAINTY_LAGS).map(([series, lag]) => ({ series, ...lag })),
  ]

  it('never show a value before its period is over', () => {
    const days = fc.integer({ min: parseSession('1960-01-01'), max: parseSession('2030-12-31') })
    fc.assert(
      fc.property(fc.constantFrom(...all), days, (lag, day) => {
        const month = periodIndex(day, 'monthly')
        const [start, end] = {
          daily: [day, day],
          weekly: [day, day],
          monthly: [monthStart(month), monthEnd(month)],
          quarterly: [monthStart(month - (month % 3)), monthEnd(month - (month % 3) + 2)],
        }[lag.frequency]
        expect(knownDay(start, lag)).toBeGreaterThan(end)
      }),
    )
  })

  it('have days that exist, later than the rule, each series once, a source for each', () => {
    for (const table of [FRED_RELEASE_LAGS, SHILLER_RELEASE_LAGS])
      expect(new Set(table.map(({ series }) => series)).size).toBe(table.length)
    for (const { late = [], ...rule } of all) {
      expect(rule.source.length).toBeGreaterThan(10)
      for (const [valid, released] of late)
        expect(parseSession(released)).toBeGreaterThan(knownDay(parseSession(valid), rule))
    }
  })
})

describe('findReleaseLag', () => {
  it('names the nearest and how to state one', () => {
    expect(() => findReleaseLag(FRED_RELEASE_LAGS, 'CPIAUCSLL')).toThrow(ConfigError)
    expect(() => findReleaseLag(FRED_RELEASE_LAGS, 'CPIAUCSLL')).toThrow(
      'series "CPIAUCSLL": has no release lag, expected a known series (nearest: CPIAUCSL) or a lag in words, such as "monthly 1 month day 18"',
    )
  })

  const FOLDER = join(REAL_DATA, 'macro-fred')
  if (!existsSync(FOLDER)) process.stderr.write(`skipped: no FRED series in ${FOLDER}\n`)
  it.skipIf(!existsSync(FOLDER))('knows every real series', () => {
    const names = readdirSync(FOLDER).map((name) => name.replace('.csv', ''))
    expect(names.map((name) => findReleaseLag(FRED_RELEASE_LAGS, name).series)).toEqual(names)
  })
})

describe('parseReleaseLag', () => {
  it.each([
    ['daily 1 weekday', '2024-03-29', '2024-04-01'],
    ['daily 0 days', '2024-03-29', '2024-03-29'],
    ['weekly 5 days', '2024-01-06', '2024-01-11'],
    ['monthly 1 month day 18', '2024-01-01', '2024-02-18'],
    ['monthly 2 months day 31', '2024-04-01', '2024-06-30'],
    ['quarterly 1 month day 30', '2024-01-01', '2024-04-30'],
  ])('%s: %s is known on %s', (text, valid, expected) => {
    const lag = parseReleaseLag('X', text)
    expect(formatSession(knownDay(parseSession(valid), lag))).toBe(expected)
    expect(lag.revised).toBe(true)
  })

  it.each([
    '',
    '18',
    'monthly',
    'monthly 1 month',
    'monthly 1 month day 32',
    'yearly 1 day',
    'daily -1 days',
    'daily 1.5 days',
  ])('refuses %s', (text) => {
    expect(() => parseReleaseLag('X', text)).toThrow(ConfigError)
    expect(() => parseReleaseLag('X', text)).toThrow('expected words like "daily 1 weekday"')
  })
})

describe('observationsWithLag', () => {
  it('gives each value its day; one published as missing is known as missing', () => {
    const days = ['2025-09-01', '2025-10-01', '2025-11-01'].map(parseSession)
    const series = { name: 'CPIAUCSL', valid: Int32Array.from(days), values: Float64Array.of(324.4, NaN, 325) }
    const observations = observationsWithLag(series, findReleaseLag(FRED_RELEASE_LAGS, 'CPIAUCSL'))
    expect(Array.from(observations.known, formatSession)).toEqual(['2025-10-24', '2025-12-18', '2025-12-18'])
    expect(valueAsOf(observations, days[0], parseSession('2025-10-23'))).toBeUndefined()
    expect(valueAsOf(observations, days[0], parseSession('2025-10-24'))?.value).toBe(324.4)
    expect(valueAsOf(observations, days[1], parseSession('2025-12-18'))?.value).toBeNaN()
  })
})
