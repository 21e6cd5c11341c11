import { describe, expect, it } from 'vitest'
import { columnOf } from '../../src/core/matrix.js'
import { correlation, mean } from '../../src/core/statistics.js'
import { randomPanel } from '../contracts/random-panel.js'
import { computeColumn, panelOfCloses } from './compute.js'

describe('breadth, advance_share and new_high_share', () => {
  // The second asset is flat, the third is listed from the second session on.
  const panel = panelOfCloses([
    [10, 5, NaN],
    [12, 5, 8],
    [11, 5, 9],
    [13, 5, 7],
  ])

  it('breadth counts assets above their mean close; at it is not above it', () => {
    // Means of two: 11 5 -; 11.5 5 8.5; 12 5 8. Above: 12; 9 (11 is not); 13 (7 is not).
    expect([...computeColumn('breadth_2', panel).data]).toEqual([NaN, 1 / 2, 1 / 3, 1 / 3])
  })

  it('a close at its average but for rounding is not above it', () => {
    // The mean of these is 0.3 exactly; in binary it is below the third close.
    expect(computeColumn('breadth_3', panelOfCloses([[0.2], [0.4], [0.30000000000000004]])).data[2]).toBe(0)
  })

  it('advance_share counts assets that rose since yesterday', () => {
    expect([...computeColumn('advance_share', panel).data]).toEqual([NaN, 1 / 2, 1 / 3, 1 / 3])
  })

  it('new_high_share counts closes above all others of the window', () => {
    // Of three sessions: 11 after 10 12 is none, nor is a flat 5; 13 after 12 11 is one, 7 after 8 9 is none.
    expect([...computeColumn('new_high_share_3', panel).data]).toEqual([NaN, NaN, 0, 1 / 3])
  })

  it('are missing where nobody is listed', () => {
    const empty = panelOfCloses([[1], [1], [NaN]])
    for (const name of ['breadth_2', 'advance_share', 'new_high_share_2', 'dispersion_1', 'average_correlation_3'])
      expect(computeColumn(name, empty).data[2]).toBeNaN()
  })
})

describe('dispersion', () => {
  it('is the sample deviation of returns across the assets present', () => {
    // Log returns log 2, log 8, none, log 4: deviation of 1 3 2, which is 1, times log 2.
    const { data } = computeColumn('dispersion_1', panelOfCloses([[1, 1, NaN, 1], [2, 8, 3, 4]])) // prettier-ignore
    expect(data[0]).toBeNaN()
    expect(data[1]).toBeCloseTo(Math.log(2), 14)
  })
})

describe('average_correlation', () => {
  it('of two assets is their correlation, of opposites -1', () => {
    const panel = panelOfCloses([1, 2, 1, 4, 2].map((close) => [close, 1 / close]))
    expect(computeColumn('average_correlation_4', panel).data[4]).toBeCloseTo(-1, 14)
  })

  it('is the mean of all pairs, of assets that move and are present throughout', () => {
    const whole = randomPanel(30, 6, 8)
    const close = whole.fields.close
    // The third asset stops moving, the fifth is listed late.
    for (let row = 0; row < 30; row++) {
      close.data[row * 6 + 2] = 50
      if (row < 20) close.data[row * 6 + 4] = NaN
    }
    const returns = computeColumn('momentum_1', whole)
    const own = computeColumn('average_correlation_9', whole).data
    for (const [row, used] of [
      [15, [0, 1, 3, 5]],
      [29, [0, 1, 3, 4, 5]],
    ] as const) {
      const windows = used.map((col) => columnOf(returns, col).subarray(row - 8, row + 1))
      const pairs = windows.flatMap((a, i) => windows.slice(i + 1).map((b) => correlation(a, b)))
      expect(own[row]).toBeCloseTo(mean(pairs), 13)
    }
  })

  it('never exceeds 1', () => {
    const alike = randomPanel(40, 1, 4)
    const panel = panelOfCloses([...alike.fields.close.data].map((close) => [close, close, close, close]))
    for (const value of computeColumn('average_correlation_5', panel).data.subarray(5)) {
      expect(value).toBeLessThanOrEqual(1)
      expect(value).toBeCloseTo(1, 13)
    }
  })
})
