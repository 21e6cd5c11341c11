import { describe, expect, it } from 'vitest'
import { stageOf } from '../../src/features/stage-families.js'
import type { Panel } from '../../src/panel/panel.js'
import { computeColumn, panelOfCloses, withRange } from './compute.js'

const E = Math.E

/** One asset at a close of 10 with a range from 8 to 11, and turnovers of which the logarithms are easy. */
function market(turnovers: readonly number[]): Panel {
  const panel = panelOfCloses(
    turnovers.map(() => [10]),
    turnovers.map(() => 1),
    turnovers.map((turnover) => [turnover / 10]),
  )
  return withRange(
    panel,
    turnovers.map(() => 11),
    turnovers.map(() => 8),
  )
}

describe('close_location', () => {
  it('is 1 at the high, -1 at the low, 0 in the middle and where there is no range', () => {
    const panel = withRange(
      panelOfCloses([[4], [2], [3], [3.5], [7], [NaN]]),
      [4, 4, 4, 4, 7, NaN],
      [2, 2, 2, 2, 7, NaN],
    )
    expect([...computeColumn('close_location', panel).data]).toEqual([1, -1, 0, 0.5, 0, NaN])
  })

  it('is missing without a close, whether there is a range or not', () => {
    const panel = withRange(panelOfCloses([[NaN], [NaN]]), [7, 8], [7, 7])
    expect([...computeColumn('close_location', panel).data]).toEqual([NaN, NaN])
  })
})

describe('large_trade', () => {
  it('is unusual turnover times where the close lies in the range', () => {
    const { data } = computeColumn('large_trade_4', market([1, E, E ** 2, E ** 5, 1]))
    expect([...data.subarray(0, 3)]).toEqual([NaN, NaN, NaN])
    // Logs 0, 1, 2: mean 1, deviation 1; the fourth is 5, so z = 4. The close lies at (20 - 19) / 3 of the range.
    expect(data[3]).toBeCloseTo(4 / 3, 12)
    // Less than usual is nothing.
    expect(data[4]).toBe(0)
  })

  it('is missing where nothing was traded within the lookback, or turnover never varied', () => {
    const { data } = computeColumn('large_trade_3', market([1, 0, 2, 3, 4, 4, 4]))
    expect([...data].map(Number.isNaN)).toEqual([true, true, true, true, false, false, true])
    expect(computeColumn('large_trade_3', market([7, 7, 7, 9])).data[3]).toBeNaN()
  })

  it('needs three sessions', () => {
    expect(() => stageOf('large_trade_2')).toThrow(
      'large_trade: window is "2", expected a whole number from 3 to 100000',
    )
  })
})
