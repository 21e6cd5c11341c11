import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ShapeError } from '../../src/core/errors.js'
import {
  knownBy,
  mergeObservations,
  observationsOf,
  valueAsOf,
  vintageAsOf,
  type Observations,
} from '../../src/panel/observations.js'
import { definitionAsOf, distinctObservations, observationLists } from './random-observations.js'

const rows = ({ valid, known, values }: Observations): number[][] =>
  Array.from(values, (value, i) => [known[i], valid[i], value])

const asOfDays = fc.integer({ min: -1, max: 22 })

describe('observations', () => {
  const series = observationsOf('X', [
    { valid: 2, known: 12, value: 5 },
    { valid: 1, known: 10, value: 3 },
    { valid: 1, known: 12, value: 4 },
    { valid: 2, known: 13, value: NaN },
  ])

  it('are put in order of the day known, then of the valid day', () => {
    expect(rows(series)).toEqual([
      [10, 1, 3],
      [12, 1, 4],
      [12, 2, 5],
      [13, 2, NaN],
    ])
  })

  it('are seen as of a day, that day included', () => {
    expect(valueAsOf(series, 1, 9)).toBeUndefined()
    expect(valueAsOf(series, 1, 11)).toEqual({ valid: 1, known: 10, value: 3 })
    expect(valueAsOf(series, 1, 12)).toEqual({ valid: 1, known: 12, value: 4 })
    expect(valueAsOf(series, 2, 13)?.value).toBeNaN()
    expect(rows(knownBy(series, 11))).toEqual([[10, 1, 3]])
    expect(Array.from(vintageAsOf(series, 12).values)).toEqual([4, 5])
    expect(Array.from(vintageAsOf(series, 13).valid)).toEqual([1])
  })

  it('of the same pair of days count as the later one', () => {
    const twice = observationsOf('X', [
      { valid: 1, known: 10, value: 3 },
      { valid: 1, known: 10, value: 9 },
    ])
    expect(valueAsOf(twice, 1, 10)?.value).toBe(9)
    expect(Array.from(vintageAsOf(twice, 10).values)).toEqual([9])
  })

  it('of two series do not merge', () => {
    expect(() => mergeObservations(series, { ...series, name: 'Y' })).toThrow(ShapeError)
  })
})

describe('for any releases, revisions and withdrawals', () => {
  it('valueAsOf and vintageAsOf are the definition', () => {
    fc.assert(
      fc.property(observationLists, asOfDays, (list, asOf) => {
        const series = observationsOf('X', list)
        const standing = definitionAsOf(list, asOf)
        for (let valid = 0; valid <= 12; valid++) expect(valueAsOf(series, valid, asOf)).toEqual(standing.get(valid))
        const present = [...standing.values()].filter(({ value }) => !Number.isNaN(value))
        present.sort((a, b) => a.valid - b.valid)
        const vintage = vintageAsOf(series, asOf)
        expect(Array.from(vintage.valid)).toEqual(present.map(({ valid }) => valid))
        expect(Array.from(vintage.values)).toEqual(present.map(({ value }) => value))
      }),
    )
  })

  it('knownBy of a day answers as the whole does for every day up to it', () => {
    fc.assert(
      fc.property(observationLists, asOfDays, asOfDays, (list, cut, asOf) => {
        const series = observationsOf('X', list)
        expect(vintageAsOf(knownBy(series, cut), asOf)).toEqual(vintageAsOf(series, Math.min(cut, asOf)))
      }),
    )
  })

  it('a store that grew is the store that was always whole', () => {
    fc.assert(
      fc.property(observationLists, asOfDays, (list, cut) => {
        const older = list.filter(({ known }) => known <= cut)
        const newer = list.filter(({ known }) => known > cut)
        const merged = mergeObservations(observationsOf('X', older), observationsOf('X', newer))
        expect(merged).toEqual(observationsOf('X', list))
      }),
    )
  })

  it('merging does not depend on the order where no pair of days repeats', () => {
    fc.assert(
      fc.property(distinctObservations, fc.func(fc.boolean()), (list, isLeft) => {
        const left = observationsOf(
          'X',
          list.filter(({ valid, known }) => isLeft(valid, known)),
        )
        const right = observationsOf(
          'X',
          list.filter(({ valid, known }) => !isLeft(valid, known)),
        )
        expect(mergeObservations(left, right)).toEqual(mergeObservations(right, left))
      }),
    )
  })
})
