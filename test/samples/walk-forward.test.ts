import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseSession, periodIndex } from '../../src/core/calendar.js'
import { ConfigError } from '../../src/core/errors.js'
import { walkForwardFolds, type WalkForwardOptions } from '../../src/samples/walk-forward.js'
import { weekdays } from '../contracts/random-panel.js'

const dates = weekdays(300)
const base: WalkForwardOptions = { from: dates[100], refit: 'monthly', scheme: 'expanding', embargo: 0 }

const options: fc.Arbitrary<WalkForwardOptions> = fc
  .record({
    first: fc.integer({ min: 1, max: 299 }),
    length: fc.integer({ min: 0, max: 299 }),
    refit: fc.oneof(
      fc.constantFrom('weekly' as const, 'monthly' as const, 'quarterly' as const, 'yearly' as const),
      fc.integer({ min: 1, max: 80 }),
    ),
    scheme: fc.constantFrom('expanding' as const, 'sliding' as const),
    trainSessions: fc.integer({ min: 1, max: 300 }),
    embargo: fc.integer({ min: 0, max: 30 }),
  })
  .map(({ first, length, ...rest }) => ({ ...rest, from: dates[first], to: dates[Math.min(299, first + length)] }))

describe('walkForwardFolds', () => {
  it('cuts the test range into consecutive folds without gap or overlap', () => {
    fc.assert(
      fc.property(options, (walk) => {
        const folds = walkForwardFolds(dates, walk)
        expect(dates[folds[0].testStart]).toBe(walk.from)
        expect(dates[folds[folds.length - 1].testEnd - 1]).toBe(walk.to)
        for (const [i, fold] of folds.entries()) {
          expect(fold.index).toBe(i)
          expect(fold.testEnd).toBeGreaterThan(fold.testStart)
          if (i > 0) expect(fold.testStart).toBe(folds[i - 1].testEnd)
        }
      }),
    )
  })

  it('trains before the test range by at least the embargo, on all history or the last of it', () => {
    fc.assert(
      fc.property(options, (walk) => {
        for (const { trainStart, labelLimit, testStart } of walkForwardFolds(dates, walk)) {
          expect(labelLimit).toBe(testStart - walk.embargo)
          const sliding = Math.max(0, testStart - (walk.trainSessions ?? 0))
          expect(trainStart).toBe(walk.scheme === 'expanding' ? 0 : sliding)
        }
      }),
    )
  })

  it('refits at the first session of each period', () => {
    const folds = walkForwardFolds(dates, base)
    for (const { testStart, testEnd } of folds) {
      const months = Array.from(dates.subarray(testStart, testEnd), (date) => periodIndex(date, 'monthly'))
      expect(new Set(months).size).toBe(1)
      if (testEnd < 300) expect(periodIndex(dates[testEnd], 'monthly')).toBe(months[0] + 1)
    }
    expect(folds).toHaveLength(new Set(Array.from(dates.subarray(100), (date) => periodIndex(date, 'monthly'))).size)
  })

  it('refits after a number of sessions, the last fold being shorter', () => {
    const sizes = walkForwardFolds(dates, { ...base, refit: 60 }).map(({ testStart, testEnd }) => testEnd - testStart)
    expect(sizes).toEqual([60, 60, 60, 20])
  })

  // Row 104 is a Monday, row 148 a Friday.
  it('begins at the first session on or after `from` and ends at the last on or before `to`', () => {
    const folds = walkForwardFolds(dates, { ...base, from: dates[104] - 1, to: dates[148] + 1, refit: 1000 })
    expect(folds).toMatchObject([{ testStart: 104, testEnd: 149 }])
  })

  it('a later end of the data does not change earlier folds', () => {
    fc.assert(
      fc.property(options, ({ to, ...walk }) => {
        const folds = walkForwardFolds(dates, walk)
        const cut = dates.subarray(0, dates.indexOf(to ?? 0) + 1)
        const earlier = walkForwardFolds(cut, walk)
        expect(earlier.slice(0, -1)).toEqual(folds.slice(0, earlier.length - 1))
        expect(earlier[earlier.length - 1].testStart).toBe(folds[earlier.length - 1].testStart)
      }),
    )
  })

  it.each([
    [{ embargo: -5 }, 'walkForward: embargo "-5", expected a whole number of sessions, 0 or more'],
    [{ embargo: 1.5 }, 'walkForward: embargo "1.5", expected a whole number of sessions, 0 or more'],
    [{ embargo: NaN }, 'walkForward: embargo "NaN", expected a whole number of sessions, 0 or more'],
    [{ refit: 0 }, 'walkForward: refit "0", expected a whole number of sessions, 1 or more'],
    [{ refit: 2.5 }, 'walkForward: refit "2.5", expected a whole number of sessions, 1 or more'],
    [{ scheme: 'sliding' }, 'walkForward: a sliding scheme needs trainSessions, a whole number, 1 or more'],
    [
      { scheme: 'sliding', trainSessions: 0.5 },
      'walkForward: a sliding scheme needs trainSessions, a whole number, 1 or more',
    ],
    [{ from: parseSession('2050-01-01') }, 'walkForward: no session of the data lies in the test range'],
    [{ to: dates[99] }, 'walkForward: no session of the data lies in the test range'],
    [{ from: 0 }, 'walkForward: the test range begins with the data, nothing is left to train on'],
  ] as const)('refuses %j', (change, message) => {
    expect(() => walkForwardFolds(dates, { ...base, ...change })).toThrow(new ConfigError(message))
  })

  it('refuses data without sessions', () => {
    expect(() => walkForwardFolds(new Int32Array(0), base)).toThrow(ConfigError)
  })
})
