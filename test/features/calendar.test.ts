import { describe, expect, it } from 'vitest'
import { parseSession } from '../../src/core/calendar.js'
import { stageOf } from '../../src/features/stage-families.js'
import { computeColumn, panelOfCloses } from './compute.js'

/** A feature of the date, on days in order. */
function onDays(name: string, days: readonly string[]): number[] {
  const panel = { ...panelOfCloses(days.map(() => [1])), dates: Int32Array.from(days, parseSession) }
  return [...computeColumn(name, panel).data]
}

describe('the season', () => {
  it('is an angle: a 365.25th of the circle for each day, December beside January', () => {
    const days = ['2023-12-31', '2024-01-01', '2024-07-01', '2024-12-31']
    const numbers = [365, 1, 183, 366]
    const [sines, cosines] = [onDays('year_sine', days), onDays('year_cosine', days)]
    for (const [i, day] of numbers.entries()) {
      expect(sines[i]).toBeCloseTo(Math.sin((2 * Math.PI * day) / 365.25), 12)
      expect(cosines[i]).toBeCloseTo(Math.cos((2 * Math.PI * day) / 365.25), 12)
    }
    expect(Math.abs(sines[0] - sines[1])).toBeLessThan(0.03)
  })

  it('winter is from November to April', () => {
    const days = ['2024-04-30', '2024-05-01', '2024-10-31', '2024-11-01', '2025-01-02']
    expect(onDays('winter_half', days)).toEqual([1, 0, 0, 1, 1])
  })
})

describe('weekday', () => {
  it('is 1 on Mondays, 5 on Fridays, 6 on the Saturdays of old, before 1970 too', () => {
    expect(onDays('weekday', ['1950-06-03', '1969-12-29', '2024-01-01', '2024-01-05', '2024-01-07'])).toEqual([
      6, 1, 1, 5, 7,
    ])
  })
})

describe('turn_of_month', () => {
  it('is the first and last three days of the calendar, of months of any length', () => {
    const days = ['2023-02-25', '2023-02-26', '2023-03-03', '2023-03-04', '2024-02-26', '2024-02-27', '2024-12-31']
    expect(onDays('turn_of_month', days)).toEqual([0, 1, 1, 0, 0, 1, 1])
  })

  it('does not depend on which sessions follow', () => {
    expect(onDays('turn_of_month', ['2024-05-28', '2024-05-30'])).toEqual([0, 1])
    expect(onDays('turn_of_month', ['2024-05-28'])).toEqual([0])
  })
})

describe('same_month_return', () => {
  /** A price that is multiplied by e on one row, and ends on another. */
  const jump = (at: number, end = Infinity): number[][] =>
    Array.from({ length: 530 }, (_, row) => [row >= end ? NaN : row < at ? 1 : Math.E])
  const of = (years: number, closes: number[][]): Float64Array =>
    computeColumn(`same_month_return_${years}`, panelOfCloses(closes)).data

  it('is the return of the 21 sessions after this day of a year ago', () => {
    const values = of(1, jump(260))
    // Row 260 lies among the 21 after t - 252 for t = 491 ... 511.
    for (const [row, expected] of [
      [252, 0],
      [490, 0],
      [491, 1],
      [511, 1],
      [512, 0],
    ])
      // prettier-ignore
      expect(values[row], `row ${row}`).toBe(expected)
    expect(values[251]).toBeNaN()
  })

  it('is the mean over the years', () => {
    const values = of(2, jump(260))
    expect(values[503]).toBeNaN()
    expect(values[504]).toBe(0.5)
    expect(values[512]).toBe(0)
  })

  it('an asset without a price now has none', () => {
    const values = of(1, jump(260, 500))
    expect(values[499]).toBe(1)
    expect(values[500]).toBeNaN()
  })

  it('takes one to forty years', () => {
    for (const years of [0, 41])
      expect(() => stageOf(`same_month_return_${years}`)).toThrow(`same_month_return: years is "${years}"`)
  })
})
