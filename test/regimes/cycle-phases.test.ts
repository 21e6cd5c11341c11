import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mapRecord } from '../../src/core/map-record.js'
import { createRandom } from '../../src/core/random.js'
import { rowOf } from '../../src/core/matrix.js'
import {
  cyclePhases,
  cycleSignal,
  cycleSignals,
  fitCycle,
  mostProbablePhase,
  phaseProbabilities,
  signedName,
} from '../../src/regimes/cycle-phases.js'

const INDICATORS = { level: ['growth', '-slack'], direction: ['speed'] } as const

const PAST: Readonly<Record<string, Float64Array>> = {
  growth: Float64Array.of(1, 2, 3, 4, NaN, 5),
  slack: Float64Array.of(6, 6, 5, 4, 6, 7),
  speed: Float64Array.of(-1, 2, NaN, -3, 4, 1),
}

describe('fitCycle', () => {
  it('measures levels from their median and directions from 0, in robust deviations', () => {
    const model = fitCycle(INDICATORS, (name) => PAST[name])
    // Median 3, absolute deviations 2 1 0 1 2. Slack: median 6, deviations 0 0 1 2 0 1. Speed: sizes 1 2 3 4 1.
    expect(model.level[0]).toEqual({ name: 'growth', sign: 1, centre: 3, scale: 1.482602218505602 })
    expect(model.level[1]).toEqual({ name: 'slack', sign: -1, centre: 6, scale: 0.5 * 1.482602218505602 })
    expect(model.direction[0]).toEqual({ name: 'speed', sign: 1, centre: 0, scale: 2 * 1.482602218505602 })
  })

  it('what hardly moves, or was never seen, has a scale of 1', () => {
    const still = fitCycle(INDICATORS, () => new Float64Array(5).fill(2))
    expect(still.level.map(({ scale }) => scale)).toEqual([1, 1])
    const unseen = fitCycle(INDICATORS, () => new Float64Array(5).fill(NaN))
    expect(unseen.direction).toEqual([{ name: 'speed', sign: 1, centre: 0, scale: 1 }])
  })

  it('a name with a minus is taken the other way round', () => {
    expect(signedName('-feed.claims')).toEqual({ name: 'feed.claims', sign: -1 })
    expect(signedName('feed.claims')).toEqual({ name: 'feed.claims', sign: 1 })
  })
})

describe('cycleSignal', () => {
  const model = fitCycle(INDICATORS, (name) => PAST[name])

  it('is the mean of the indicators that are known, NaN where none is', () => {
    const values: Record<string, number> = { growth: 3 + 1.482602218505602, slack: 6, speed: NaN }
    const signal = cycleSignal(model, (name) => values[name])
    expect(signal.level).toBeCloseTo(0.5, 12)
    expect(signal.direction).toBeNaN()
    expect(cycleSignal(model, (name) => (name === 'slack' ? NaN : values[name])).level).toBeCloseTo(1, 12)
  })
})

describe('phaseProbabilities', () => {
  it('by hand: a quarter each on the border, and the four corners', () => {
    expect([...phaseProbabilities({ level: 0, direction: 0 })]).toEqual([0.25, 0.25, 0.25, 0.25])
    const corners = { early: [-9, 9], mid: [9, 9], late: [9, -9], recession: [-9, -9] }
    for (const [phase, [level, direction]] of Object.entries(corners)) {
      const probabilities = phaseProbabilities({ level, direction })
      expect(Math.max(...probabilities)).toBeGreaterThan(0.999)
      expect(mostProbablePhase(probabilities)).toBe(phase)
    }
    // A deviation above what is usual is high with 1 / (1 + exp(-1.702)) = 0.8458.
    const [early, mid, late, recession] = phaseProbabilities({ level: 1, direction: 0 })
    expect(mid + late).toBeCloseTo(0.8458, 4)
    expect(early).toBeCloseTo(recession, 12)
  })

  it('sums to 1 for any signal, and is not known where one of the two is not', () => {
    const signal = fc.double({ noNaN: true })
    fc.assert(
      fc.property(signal, signal, (level, direction) => {
        const probabilities = phaseProbabilities({ level, direction })
        expect(probabilities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12)
        expect(Math.min(...probabilities)).toBeGreaterThanOrEqual(0)
      }),
    )
    expect(phaseProbabilities({ level: NaN, direction: 1 }).every(Number.isNaN)).toBe(true)
    expect(phaseProbabilities({ level: 1, direction: NaN }).every(Number.isNaN)).toBe(true)
  })
})

describe('cyclePhases', () => {
  const ROWS = 400
  const random = createRandom(1, 'series')
  const series = Object.fromEntries(
    ['growth', 'slack', 'speed'].map((name) => [
      name,
      Float64Array.from({ length: ROWS }, () => (random.uniform() < 0.1 ? NaN : random.normal())),
    ]),
  )
  const phasesOf = (given: Readonly<Record<string, Float64Array>>, refits: readonly number[]): Float64Array =>
    cyclePhases(cycleSignals(INDICATORS, given, ROWS, refits)).data

  it('changing the future changes nothing before it, to the bit', () => {
    const refits = [100, 200, 300]
    const phases = phasesOf(series, refits)
    for (const t of [120, 199, 200, 350]) {
      const changed = mapRecord(series, (values) => values.map((value, row) => (row > t ? 9 * value - 4 : value)))
      const other = phasesOf(changed, refits)
      expect(other.slice(0, 4 * (t + 1))).toEqual(phases.slice(0, 4 * (t + 1)))
      expect(other).not.toEqual(phases)
    }
  })

  it('is not known before the first refit, and from then on measured by the past of the latest one', () => {
    const early = cyclePhases(cycleSignals(INDICATORS, series, ROWS, [100]))
    const refitted = cyclePhases(cycleSignals(INDICATORS, series, ROWS, [100, 300]))
    expect(early.data.subarray(0, 400).every(Number.isNaN)).toBe(true)
    expect(rowOf(refitted, 299)).toEqual(rowOf(early, 299))
    const last = Array.from({ length: 100 }, (_, i) => 300 + i)
    expect(last.some((row) => rowOf(refitted, row)[0] !== rowOf(early, row)[0])).toBe(true)
  })
})
