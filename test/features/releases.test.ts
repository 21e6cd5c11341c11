import { describe, expect, it } from 'vitest'
import { stageOf } from '../../src/features/stage-families.js'
import { computeColumn, panelOfCloses, withSeries } from './compute.js'

function valuesOf(name: string, series: readonly number[]): number[] {
  const panel = panelOfCloses(series.map(() => [1]))
  return [...computeColumn(name, withSeries(panel, 'feed.x', series)).data]
}

describe('changed', () => {
  it('marks the sessions at which a series moved', () => {
    expect(valuesOf('changed(feed.x)', [5, 5, 6, 6, NaN, 6])).toEqual([NaN, 0, 1, 0, NaN, NaN])
  })
})

describe('since_change', () => {
  it('counts the sessions since, up to the window', () => {
    // Moved on row 2: none in the window of rows 3 to 5.
    expect(valuesOf('since_change_3(feed.x)', [5, 5, 6, 6, 6, 6, 7])).toEqual([NaN, NaN, NaN, 1, 2, 3, 0])
  })

  it('counts from the latest of several changes', () => {
    expect(valuesOf('since_change_3(feed.x)', [1, 2, 3, 3])[3]).toBe(1)
  })

  it('is missing where a value of the window is', () => {
    expect(valuesOf('since_change_2(feed.x)', [NaN, 1, 2, 2])).toEqual([NaN, NaN, NaN, 1])
  })
})

describe('surprise', () => {
  // Changes 1, 2, 3, 4 and then 10: their median is 2.5, distances 1.5, 0.5, 0.5, 1.5 have the median 1.
  const series = [0, 1, 1, 3, 6, 6, 10, 10, 20, 20]

  it('measures the latest change against the ones before it, and stands until the next', () => {
    const values = valuesOf('surprise_9(feed.x)', series)
    expect(values.slice(0, 9)).toEqual(Array(9).fill(NaN))
    expect(values[9]).toBeCloseTo(7.5 / 1.482602218505602, 12)
    expect(valuesOf('surprise_8(feed.x)', series)[8]).toBe(values[9])
  })

  it('is missing with fewer than four changes before it', () => {
    // The first change has left the window of eight.
    expect(valuesOf('surprise_8(feed.x)', series)[9]).toBeNaN()
  })

  it('is missing where the changes before were all equal, or a value is', () => {
    expect(valuesOf('surprise_5(feed.x)', [0, 1, 2, 3, 4, 9])[5]).toBeNaN()
    expect(valuesOf('surprise_9(feed.x)', series.map((value, row) => (row === 4 ? NaN : value)))[9]).toBeNaN() // prettier-ignore
  })

  it('needs room for five changes', () => {
    expect(() => stageOf('surprise_4(feed.x)')).toThrow('surprise: window is "4"')
  })
})
