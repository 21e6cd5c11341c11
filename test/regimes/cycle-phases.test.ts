import { readFileSync } from 'node:fs'
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
  type CycleSignals,
} from '../../src/regimes/cycle-phases.js'

const INDICATORS = { level: ['growth', '-slack'], direction: ['speed'] } as const

const PAST: Readonly<Record<string, Float64Array>> = {
  growth: Float64Array.of(1, 2, 3, 4, NaN, 5),
  slack: Float64Array.of(6, 6, 5, 4, 6, 7),
  speed: Float64Array.of(-1, 2, NaN, -3, 4, 1),
}

describe('fitCycle', () => {
  it('measures level and direction from their median, growth from 0, in robust deviations', () => {
    const model = fitCycle(INDICATORS, (name) => PAST[name])
    // Median 3, absolute deviations 2 1 0 1 2. Slack: median 6, deviations 0 0 1 2 0 1. Speed: median 1, deviations 2 1 4 3 0;
    // from 0 1 2 3 4 1.
    expect(model.level[0]).toEqual({ name: 'growth', sign: 1, centre: 3, scale: 1.482602218505602 })
    expect(model.level[1]).toEqual({ name: 'slack', sign: -1, centre: 6, scale: 0.5 * 1.482602218505602 })
    expect(model.direction).toEqual([{ name: 'speed', sign: 1, centre: 1, scale: 2 * 1.482602218505602 }])
    expect(model.growth).toEqual([{ name: 'speed', sign: 1, centre: 0, scale: 2 * 1.482602218505602 }])
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
    expect(signal.growth).toBeNaN()
    // What has been usual is no growth above the trend, and still growth: 1 / (2 * 1.4826).
    const usual = cycleSignal(model, (name) => ({ ...values, speed: 1 })[name] ?? NaN)
    expect([usual.direction, usual.growth]).toEqual([0, expect.closeTo(0.5 / 1.482602218505602, 12)])
    expect(cycleSignal(model, (name) => (name === 'slack' ? NaN : values[name])).level).toBeCloseTo(1, 12)
  })
})

describe('phaseProbabilities', () => {
  it('by hand: a quarter each on the border, and the four corners', () => {
    expect([...phaseProbabilities({ level: 0, direction: 0, growth: 0 })]).toEqual([0.25, 0.25, 0.25, 0.25])
    const corners = { early: [-9, 9], mid: [9, 9], late: [9, -9], recession: [-9, -9] }
    for (const [phase, [level, growth]] of Object.entries(corners)) {
      const probabilities = phaseProbabilities({ level, direction: growth, growth })
      expect(Math.max(...probabilities)).toBeGreaterThan(0.999)
      expect(mostProbablePhase(probabilities)).toBe(phase)
    }
    // A deviation above what is usual is high with 1 / (1 + exp(-1.702)) = 0.8458.
    const [early, mid, late, recession] = phaseProbabilities({ level: 1, direction: 0, growth: 0 })
    expect(mid + late).toBeCloseTo(0.8458, 4)
    expect(early).toBeCloseTo(recession, 12)
  })

  it('growth below its trend is late where activity is high, and still a recovery where it is low', () => {
    const slow = { direction: -2, growth: 2 }
    expect(mostProbablePhase(phaseProbabilities({ level: 2, ...slow }))).toBe('late')
    expect(mostProbablePhase(phaseProbabilities({ level: -2, ...slow }))).toBe('early')
    expect(mostProbablePhase(phaseProbabilities({ level: -2, direction: -4, growth: -2 }))).toBe('recession')
  })

  it('sums to 1 for any signal, and is not known where one of them is not', () => {
    const signal = fc.double({ noNaN: true })
    fc.assert(
      fc.property(signal, signal, signal, (level, direction, growth) => {
        const probabilities = phaseProbabilities({ level, direction, growth })
        expect(probabilities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12)
        expect(Math.min(...probabilities)).toBeGreaterThanOrEqual(0)
      }),
    )
    expect(phaseProbabilities({ level: NaN, direction: 1, growth: 1 }).every(Number.isNaN)).toBe(true)
    expect(phaseProbabilities({ level: 1, direction: NaN, growth: NaN }).every(Number.isNaN)).toBe(true)
  })
})

/** Signals of sessions from runs of [sessions, level, direction, growth]. */
function signalsOf(runs: readonly (readonly [number, number, number, number])[]): CycleSignals {
  const column = (k: 1 | 2 | 3): Float64Array =>
    Float64Array.from(runs.flatMap((run) => new Array<number>(run[0]).fill(run[k])))
  return { level: column(1), direction: column(2), growth: column(3) }
}

describe('memory of the phases', () => {
  const shownOf = (signals: CycleSignals): (string | undefined)[] => {
    const phases = cyclePhases(signals)
    return Array.from({ length: phases.rows }, (_, row) => mostProbablePhase(rowOf(phases, row)))
  }

  it('by hand: the evidence of a session counts a 21st, and 4 in 75 * 21 sessions end a phase', () => {
    const { data } = cyclePhases(signalsOf([[2, 1, -0.5, 0.5]]))
    const own = [...phaseProbabilities({ level: 1, direction: -0.5, growth: 0.5 })].map((each) => each ** (1 / 21))
    const shares = (values: readonly number[]): number[] => {
      const total = values.reduce((sum, value) => sum + value, 0)
      return values.map((value) => value / total)
    }
    const first = shares(own)
    const leave = 4 / (75 * 21)
    const second = shares(first.map((each, k) => ((1 - leave) * each + (leave / 3) * (1 - each)) * own[k]))
    for (const [i, value] of [...first, ...second].entries()) expect(data[i]).toBeCloseTo(value, 12)
  })

  it('a phase outlasts a week of other news and ends with months of it', () => {
    const mid = [200, 1.5, 1, 1.5] as const
    const week = shownOf(signalsOf([mid, [5, 1.5, -2, -2], [60, 1.5, 1, 1.5]]))
    expect(new Set(week.slice(60))).toEqual(new Set(['mid']))
    const months = shownOf(signalsOf([mid, [126, 1.5, -2, -2]]))
    expect(months.at(-1)).toBe('late')
    const turns = months.slice(60).filter((phase, i, all) => i > 0 && phase !== all[i - 1])
    expect(turns).toEqual(['late'])
  })

  it('a session without a signal is not known, and remembers', () => {
    const shown = shownOf(signalsOf([[200, 1.5, 1, 1.5], [3, NaN, NaN, NaN], [1, -0.1, 0, 0]])) // prettier-ignore
    expect(shown.slice(200)).toEqual([undefined, undefined, undefined, 'mid'])
  })
})

describe('against values computed independently', () => {
  const golden = JSON.parse(readFileSync(new URL('../golden/cycle-phases.json', import.meta.url), 'utf8')) as {
    readonly refits: readonly number[]
    readonly series: Readonly<Record<string, readonly (number | null)[]>>
    readonly rows: readonly number[]
    readonly phases: readonly (readonly (number | null)[])[]
  }

  it('phases of series with gaps agree to 12 digits', () => {
    const series = mapRecord(golden.series, (values) => Float64Array.from(values, (value) => value ?? NaN))
    const indicators = { level: ['-slack', '-curve'], direction: ['growth', '-claims'] }
    const phases = cyclePhases(cycleSignals(indicators, series, series.slack.length, golden.refits))
    for (const [i, row] of golden.rows.entries())
      for (const [k, value] of golden.phases[i].entries())
        if (value === null) expect(rowOf(phases, row)[k]).toBeNaN()
        else expect(rowOf(phases, row)[k]).toBeCloseTo(value, 12)
    expect(golden.phases.flat().filter((value) => value !== null).length).toBeGreaterThan(80)
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
