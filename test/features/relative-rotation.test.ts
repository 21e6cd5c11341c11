import { describe, expect, it } from 'vitest'
import { stageOf } from '../../src/features/stage-families.js'
import { randomPanel } from '../contracts/random-panel.js'
import { computeColumn, panelOfCloses } from './compute.js'

// Relative strength 1, 2, 3, 4, 5, 4. The windows of three rising ones have z-score 1; of 4, 5, 4 the mean is 13 / 3, the deviation
// sqrt(1 / 3), the z-score -1 / sqrt 3. The three changes 0, 0, -d of the ratio have z-score -(2 / 3) / sqrt(1 / 3) = -2 / sqrt 3.
const panel = panelOfCloses([[2], [4], [9], [4], [5], [8]], [2, 2, 3, 1, 1, 2])
const THIRD = 1 / Math.sqrt(3)

describe('relative rotation', () => {
  it('the ratio is 100 plus the z-score of relative strength', () => {
    const { data } = computeColumn('rotation_ratio_3', panel)
    expect([...data.subarray(0, 2)]).toEqual([NaN, NaN])
    for (const [i, expected] of [101, 101, 101, 100 - THIRD].entries()) expect(data[2 + i]).toBeCloseTo(expected, 12)
  })

  it('the momentum is 100 plus the z-score of its change, and both lie behind: a lagging asset', () => {
    const last = (name: string): number => computeColumn(name, panel).data[5]
    expect(last('rotation_momentum_3_1')).toBeCloseTo(100 - 2 * THIRD, 12)
    expect(last('rotation_angle_3_1')).toBeCloseTo(-180 + (Math.atan(2) * 180) / Math.PI, 10)
    expect(last('rotation_distance_3_1')).toBeCloseTo(Math.sqrt(5 / 3), 12)
    expect(computeColumn('rotation_momentum_3_1', panel).data[4]).toBeNaN()
  })

  it('neither depends on the units of the prices', () => {
    const close = panel.fields.close
    const dear = panelOfCloses(
      [...close.data].map((price) => [70 * price]),
      [...panel.series['benchmark.close']].map((price) => 3 * price),
    )
    for (const name of ['rotation_ratio_3', 'rotation_momentum_3_1'])
      expect(computeColumn(name, dear).data[5]).toBeCloseTo(computeColumn(name, panel).data[5], 11)
  })

  it('angle and distance are the polar form of the coordinates, the quadrants in their order', () => {
    const random = randomPanel(60, 5, 3)
    const [ratio, momentum, angle, distance] =
      ['rotation_ratio_6', ...['momentum', 'angle', 'distance'].map((kind) => `rotation_${kind}_6_2`)] // prettier-ignore
        .map((name) => computeColumn(name, random).data)
    const seen = new Set<string>()
    for (let i = 20 * 5; i < angle.length; i++) {
      const turn = (angle[i] * Math.PI) / 180
      expect(100 + distance[i] * Math.cos(turn)).toBeCloseTo(ratio[i], 11)
      expect(100 + distance[i] * Math.sin(turn)).toBeCloseTo(momentum[i], 11)
      const quadrant =
        ratio[i] > 100 ? (momentum[i] > 100 ? 'leading' : 'weakening') : momentum[i] > 100 ? 'improving' : 'lagging'
      const [from, to] = { leading: [0, 90], improving: [90, 180], lagging: [-180, -90], weakening: [-90, 0] }[quadrant]
      expect(angle[i]).toBeGreaterThanOrEqual(from)
      expect(angle[i]).toBeLessThanOrEqual(to)
      seen.add(quadrant)
    }
    expect(seen.size).toBe(4)
  })

  it('an asset that moves as the benchmark does has no place', () => {
    const same = panelOfCloses([[2], [3], [5], [4], [7], [6]], [1, 1.5, 2.5, 2, 3.5, 3])
    for (const name of ['rotation_ratio_3', 'rotation_momentum_3_1'])
      expect([...computeColumn(name, same).data].every(Number.isNaN)).toBe(true)
  })

  it.each([
    ['rotation_ratio_2', 'rotation_ratio: window is "2", expected a whole number from 3 to 100000'],
    ['rotation_momentum_2_1', 'rotation_momentum: window is "2", expected a whole number from 3 to 100000'],
    ['rotation_angle_3_0', 'rotation_angle: rows is "0", expected a whole number from 1 to 100000'],
    ['rotation_distance_3_0', 'rotation_distance: rows is "0", expected a whole number from 1 to 100000'],
  ])('%s is refused', (name, message) => {
    expect(() => stageOf(name)).toThrow(message)
  })
})
