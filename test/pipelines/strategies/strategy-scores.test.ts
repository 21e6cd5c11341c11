import { describe, expect, it } from 'vitest'
import { phaseTableOf } from '../../../datasets/registry/phase-preferences.js'
import { strategyScores } from '../../../pipelines/strategies/strategy-scores.js'
import { parseSession } from '../../../src/core/calendar.js'
import { matrixOver, rowOf } from '../../../src/core/matrix.js'
import type { FeaturePanel } from '../../../src/features/run-stages.js'

const SECTORS = ['utilities', 'consumer-discretionary']
const N_DATES = 1200
// Weekdays do not matter here: years do. Two years are history before the first phase.
const dates = Int32Array.from({ length: N_DATES }, (_, row) => parseSession('1995-01-02') + row)
const activity = Float64Array.from(dates, (_, row) => Math.sin(row / 90))
const speed = Float64Array.from(dates, (_, row) => Math.cos(row / 90))
const spread = (values: Float64Array): FeaturePanel['values'][number] =>
  matrixOver(
    N_DATES,
    2,
    Float64Array.from({ length: 2 * N_DATES }, (_, i) => values[Math.floor(i / 2)]),
  )
const own = matrixOver(
  N_DATES,
  2,
  Float64Array.from({ length: 2 * N_DATES }, (_, i) => i),
)
const seasoned = new Uint8Array(2 * N_DATES).fill(1)
seasoned[2 * 1100] = 0
const features: FeaturePanel = {
  dates,
  assets: ['U', 'D'],
  sectors: SECTORS,
  names: ['activity', 'speed', 'own'],
  values: [spread(activity), spread(speed), own],
  seasoned,
}
const plain = { order: 'highest' } as const

describe('scores of a strategy', () => {
  it('are a feature, turned over where the lowest are wanted, and missing outside of the universe', () => {
    const highest = strategyScores(features, { ...plain, constrain: [], feature: 'own' })
    const lowest = strategyScores(features, { ...plain, constrain: [], feature: 'own', order: 'lowest' })
    expect([...rowOf(highest, 3)]).toEqual([6, 7])
    expect([...rowOf(lowest, 3)]).toEqual([-6, -7])
    expect([...rowOf(highest, 1100)]).toEqual([NaN, 2201])
  })

  it('are what a table expects in the phase, from the year after it was published', () => {
    const phases = { table: 'stovall', level: ['activity'], direction: ['speed'] }
    const scores = strategyScores(features, { constrain: [], order: 'highest', phases })
    const { published } = phaseTableOf('stovall')
    const first = dates.findIndex((date) => date >= parseSession(`${published + 1}-01-01`))
    expect(scores.data.subarray(0, 2 * first).every(Number.isNaN)).toBe(true)
    expect(scores.data.subarray(2 * first, 2 * 1100).some(Number.isNaN)).toBe(false)
    // Late in each quarter of the cycle, since phases have memory. Low and falling: utilities. Low and rising: consumer discretionary.
    const rowAt = (angle: number): number =>
      dates.findIndex((_, row) => row > first && (row / 90) % (2 * Math.PI) >= angle * Math.PI)
    const [falling, rising] = [1.45, 1.9].map((angle) => [...rowOf(scores, rowAt(angle))])
    expect(falling[0]).toBeGreaterThan(falling[1])
    expect(rising[1]).toBeGreaterThan(rising[0])
  })

  it('refuses an indicator that differs between assets', () => {
    const phases = { table: 'stovall', level: ['own'], direction: ['speed'] }
    expect(() => strategyScores(features, { constrain: [], order: 'highest', phases })).toThrow(
      'phases: "own" has a value per asset, expected one of the session',
    )
  })
})
