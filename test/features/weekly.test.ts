import { describe, expect, it } from 'vitest'
import { parseSession } from '../../src/core/calendar.js'
import { stageOf } from '../../src/features/stage-families.js'
import { computeColumn, panelOfCloses } from './compute.js'

// New York around the turn of the year 2020, without Christmas and New Year's Day; the closes count the sessions from 1.
const DAYS = [
  ...['2019-12-16', '2019-12-17', '2019-12-18', '2019-12-19', '2019-12-20'],
  ...['2019-12-23', '2019-12-24', '2019-12-26', '2019-12-27'],
  ...['2019-12-30', '2019-12-31', '2020-01-02', '2020-01-03'],
  ...['2020-01-06', '2020-01-07', '2020-01-08', '2020-01-09', '2020-01-10'],
]

function column(name: string, days: readonly string[], closes = days.map((_, i) => i + 1)): number[] {
  const panel = panelOfCloses(closes.map((close) => [close]))
  return [...computeColumn(name, { ...panel, dates: Int32Array.from(days, (day) => parseSession(day)) }).data]
}

const at = (name: string, day: string, days: readonly string[] = DAYS): number => column(name, days)[days.indexOf(day)]

describe('weeks', () => {
  it('end with their last session, the running one with its latest close', () => {
    // On Wednesday the 8th the close is 16; the weeks before closed at 13, 9 and 5.
    expect(at('weekly_gma_2_1', '2020-01-08')).toBe(16 - (13 + 9) / 2)
    expect(at('weekly_gma_2_0', '2020-01-08')).toBeCloseTo(16 - (16 + 13 + 9) / 3, 14)
    expect(at('weekly_gma_2_2', '2020-01-08')).toBe(16 - 9)
    expect(at('weekly_gma_normalised_2_1', '2020-01-08')).toBeCloseTo(16 / 11 - 1, 14)
    expect(at('weekly_wma_3', '2020-01-08')).toBeCloseTo((3 * 16 + 2 * 13 + 9) / 6, 14)
    // On Friday the 3rd, 13, the week is still running; on Monday the 6th, 14, it is over.
    expect(at('weekly_gma_2_1', '2020-01-03')).toBe(13 - (9 + 5) / 2)
    expect(at('weekly_gma_2_1', '2020-01-06')).toBe(14 - (13 + 9) / 2)
  })

  it('of the past are missing until as many sessions exist as six-day weeks would have', () => {
    const known = column('weekly_gma_2_1', DAYS).map((value) => !Number.isNaN(value))
    expect(known).toEqual(DAYS.map((_, row) => row >= 2 * 6))
    expect(column('weekly_gma_0_0', DAYS)).toEqual(DAYS.map(() => 0))
  })

  it('without any session do not count', () => {
    // Five sessions, four that end with 9, and the running week up to its close of 14.
    const shut = DAYS.filter((day) => day < '2019-12-23' || day > '2019-12-29')
    expect(at('weekly_gma_2_1', '2020-01-10', shut)).toBe(14 - (9 + 5) / 2)
  })

  it('of six sessions fill the lookback to its last row', () => {
    // Monday to Saturday; the Saturday two weeks before the running Saturday is the oldest of thirteen rows.
    const days = Array.from({ length: 18 }, (_, i) => `1950-01-${String(2 + i + Math.floor(i / 6)).padStart(2, '0')}`)
    expect([days[5], days[11], days[17]]).toEqual(['1950-01-07', '1950-01-14', '1950-01-21'])
    expect(at('weekly_gma_2_1', '1950-01-21', days)).toBe(18 - (12 + 6) / 2)
  })

  it('with more rows than that are missing, and nothing older is looked at', () => {
    const days = ['2020-01-03', ...Array.from({ length: 8 }, () => '2020-01-06')]
    expect(column('weekly_gma_1_1', days)).toEqual([NaN, NaN, NaN, NaN, NaN, NaN, 7 - 1, NaN, NaN])
  })

  it('need a price in every session of the lookback', () => {
    const closes = DAYS.map((day, i) => (day === '2019-12-24' ? NaN : i + 1))
    const [whole, torn] = [column('weekly_gma_1_1', DAYS), column('weekly_gma_1_1', DAYS, closes)]
    for (const [row, day] of DAYS.entries()) {
      // The seven rows from Christmas Eve, row 6, on.
      const isTorn = day >= '2019-12-24' && row < 6 + 7
      expect(torn[row]).toEqual(isTorn ? NaN : whole[row])
    }
  })

  it('of one price average to exactly that price', () => {
    const closes = DAYS.map(() => 0.1)
    expect(column('weekly_gma_2_0', DAYS, closes).slice(12)).toEqual(DAYS.slice(12).map(() => 0))
    expect(column('weekly_wma_3', DAYS, closes).slice(12)).toEqual(DAYS.slice(12).map(() => 0.1))
  })

  it.each([
    ['weekly_gma_1_2', 'weekly_gma: x is "1", expected a whole number from 2 to 10000'],
    ['weekly_gma_normalised_1_2', 'weekly_gma_normalised: x is "1", expected a whole number from 2 to 10000'],
    ['weekly_wma_0', 'weekly_wma: weeks is "0", expected a whole number from 1 to 10000'],
  ])('%s is refused', (name, message) => {
    expect(() => stageOf(name)).toThrow(message)
  })
})
