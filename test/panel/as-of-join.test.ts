import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinAsOf, newestOf, type JoinOptions } from '../../src/panel/as-of-join.js'
import { knownBy, observationsOf, vintageAsOf } from '../../src/panel/observations.js'
import { vintageTransform } from '../../src/panel/vintage-transforms.js'
import { observationLists } from './random-observations.js'

const DATES = Int32Array.from({ length: 25 }, (_, i) => i)
const TRANSFORMS = ['level', 'change_1', 'change_3', 'log_change_1', 'growth_12', 'zscore_2', 'zscore_4']
const options: fc.Arbitrary<JoinOptions> = fc.record(
  { maxAge: fc.integer({ min: 0, max: 20 }), reduce: fc.constantFrom(...TRANSFORMS).map(vintageTransform) },
  { requiredKeys: [] },
)
/** Bits, so that NaN equals NaN and 0 is not -0. */
const bits = (values: Float64Array): BigUint64Array => new BigUint64Array(values.slice().buffer)

describe('joinAsOf', () => {
  const series = observationsOf('X', [
    { valid: 1, known: 10, value: 3 },
    { valid: 2, known: 12, value: 5 },
    { valid: 1, known: 13, value: 4 },
    { valid: 2, known: 14, value: NaN },
  ])
  const dates = Int32Array.of(9, 10, 12, 13, 14)

  it('shows the newest value known at the close of each session, and a mask', () => {
    const { values, present } = joinAsOf(series, dates)
    expect(Array.from(values)).toEqual([NaN, 3, 5, 5, 4])
    expect(Array.from(present)).toEqual([0, 1, 1, 1, 1])
  })

  it('hides a value that is too old: the mask says so', () => {
    const { values, present } = joinAsOf(series, dates, { maxAge: 11 })
    expect(Array.from(values)).toEqual([NaN, 3, 5, 5, NaN])
    expect(Array.from(present)).toEqual([0, 1, 1, 1, 0])
  })

  it('of a feed that holds nothing is a mask of zeros', () => {
    const { values, present } = joinAsOf(observationsOf('X', []), dates)
    expect(Array.from(values)).toEqual([NaN, NaN, NaN, NaN, NaN])
    expect(Array.from(present)).toEqual([0, 0, 0, 0, 0])
  })

  it('reduces the vintage of that day: a change never mixes a first release with a revision', () => {
    const revised = observationsOf('X', [
      { valid: 1, known: 10, value: 100 },
      { valid: 1, known: 11, value: 200 },
      { valid: 2, known: 11, value: 210 },
    ])
    expect(
      Array.from(joinAsOf(revised, Int32Array.of(10, 11), { reduce: vintageTransform('change_1') }).values),
    ).toEqual([NaN, 10])
  })
})

describe('for any releases, revisions and withdrawals', () => {
  it('a row is the reduction of the vintage of its day', () => {
    fc.assert(
      fc.property(observationLists, options, (list, { maxAge = Infinity, reduce = newestOf }) => {
        const series = observationsOf('X', list)
        const { values, present } = joinAsOf(series, DATES, { maxAge, reduce })
        for (const [row, date] of DATES.entries()) {
          const reduced = reduce(vintageAsOf(series, date))
          const shown = reduced !== undefined && date - reduced.valid <= maxAge ? reduced.value : NaN
          expect(values[row]).toBe(shown)
          expect(present[row]).toBe(Number.isNaN(shown) ? 0 : 1)
        }
      }),
    )
  })

  it('what becomes known later changes no earlier row, to the last bit', () => {
    fc.assert(
      fc.property(observationLists, observationLists, fc.nat(20), options, (list, later, cut, how) => {
        const after = later.map((each) => ({ ...each, known: cut + 1 + each.known }))
        const before = joinAsOf(observationsOf('X', list), DATES, how)
        const revised = joinAsOf(observationsOf('X', [...list, ...after]), DATES, how)
        for (const field of ['values', 'present'] as const)
          expect(bits(revised[field].subarray(0, cut + 1))).toEqual(bits(before[field].subarray(0, cut + 1)))
        const known = joinAsOf(knownBy(observationsOf('X', list), cut), DATES, how)
        expect(bits(known.values.subarray(0, cut + 1))).toEqual(bits(before.values.subarray(0, cut + 1)))
      }),
    )
  })

  it('a row does not depend on which other sessions are asked', () => {
    fc.assert(
      fc.property(observationLists, fc.subarray([...DATES], { minLength: 1 }), options, (list, days, how) => {
        const series = observationsOf('X', list)
        const all = joinAsOf(series, DATES, how)
        expect(joinAsOf(series, Int32Array.from(days), how).values).toEqual(
          Float64Array.from(days, (day) => all.values[day]),
        )
      }),
    )
  })
})
