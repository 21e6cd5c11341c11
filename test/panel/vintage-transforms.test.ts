import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseSession } from '../../src/core/calendar.js'
import { ConfigError } from '../../src/core/errors.js'
import { addMonths } from '../../src/core/months.js'
import type { Vintage } from '../../src/panel/as-of-join.js'
import { vintageTransform } from '../../src/panel/vintage-transforms.js'

const START = parseSession('2023-01-01')
/** Monthly values from January 2023; undefined leaves a month out. */
function monthly(...values: (number | undefined)[]): Vintage {
  const rows = values.flatMap((value, i) => (value === undefined ? [] : [{ valid: addMonths(START, i), value }]))
  return { valid: rows.map(({ valid }) => valid), values: rows.map(({ value }) => value) }
}
const reduce = (name: string, vintage: Vintage): number | undefined => vintageTransform(name)(vintage)?.value

describe('vintageTransform', () => {
  it('level, changes and log changes count observations', () => {
    const vintage = monthly(100, 110, 121)
    expect(vintageTransform('level')(vintage)).toEqual({ valid: addMonths(START, 2), value: 121 })
    expect(reduce('change_1', vintage)).toBe(11)
    expect(reduce('change_2', vintage)).toBe(21)
    expect(reduce('log_change_1', vintage)).toBeCloseTo(100 * Math.log(1.1), 12)
    expect(reduce('change_3', vintage)).toBeNaN()
  })

  it('growth finds the month, not the position: a month never published is no matter', () => {
    const year = [100, 1, 1, 1, 1, undefined, 1, 1, 1, 1, 1, 1, 103]
    expect(reduce('growth_12', monthly(...year))).toBeCloseTo(3, 12)
    expect(reduce('growth_12', monthly(undefined, ...year.slice(1)))).toBeNaN()
    expect(reduce('growth_12', monthly(...year.slice(0, 12)))).toBeNaN()
  })

  it('growth of a quarterly series and over the end of February', () => {
    const days = ['2023-02-28', '2024-02-29'].map(parseSession)
    expect(reduce('growth_12', { valid: days, values: [50, 51] })).toBeCloseTo(2, 12)
    const quarters = ['2023-01-01', '2023-04-01'].map(parseSession)
    expect(reduce('growth_3', { valid: quarters, values: [200, 202] })).toBeCloseTo(1, 12)
  })

  it('has no ratio of what is not positive', () => {
    for (const [then, now] of [
      [0, 5],
      [-5, 5],
      [5, 0],
      [-5, -6],
    ]) {
      expect(reduce('log_change_1', monthly(then, now))).toBeNaN()
      expect(reduce('growth_1', monthly(then, now))).toBeNaN()
    }
  })

  it('z-score takes the last n with the sample deviation; 0 where all are equal; NaN where there are fewer', () => {
    expect(reduce('zscore_3', monthly(99, 1, 2, 3))).toBeCloseTo(1, 12)
    expect(reduce('zscore_3', monthly(0.1, 0.1, 0.1))).toBe(0)
    expect(reduce('zscore_5', monthly(1, 2, 3))).toBeNaN()
  })

  it('of nothing is nothing', () => {
    for (const name of ['level', 'change_1', 'log_change_1', 'growth_12', 'zscore_3'])
      expect(vintageTransform(name)(monthly())).toBeUndefined()
  })

  it('speaks of the newest day and leaves the vintage as it was', () => {
    const names = fc.constantFrom('level', 'change_1', 'change_4', 'log_change_2', 'growth_1', 'growth_12', 'zscore_3')
    fc.assert(
      fc.property(names, fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 20 }), (name, values) => {
        const vintage = monthly(...values)
        const copy = structuredClone(vintage)
        const reduced = vintageTransform(name)(vintage)
        expect(vintage).toEqual(copy)
        expect(reduced?.valid).toBe(addMonths(START, values.length - 1))
      }),
    )
  })

  it.each([
    '',
    'levels',
    'change',
    'change_0',
    'change_-1',
    'growth_1.5',
    'zscore_1',
    'mean_3',
    '__proto___1',
    'change_99999',
  ])('refuses "%s"', (name) => {
    expect(() => vintageTransform(name)).toThrow(ConfigError)
    expect(() => vintageTransform(name)).toThrow(
      'expected one like level, change_1, log_change_1, growth_12, zscore_60',
    )
  })

  it('names the nearest', () => {
    expect(() => vintageTransform('grwth_12')).toThrow('nearest: growth_12')
  })
})
