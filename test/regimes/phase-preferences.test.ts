import { describe, expect, it } from 'vitest'
import { phaseTables } from '../../datasets/registry/phase-preferences.js'
import { daysFromCivil, formatSession } from '../../src/core/calendar.js'
import { matrixOver, rowOf } from '../../src/core/matrix.js'
import { joinAsOf } from '../../src/panel/as-of-join.js'
import { observationsOf } from '../../src/panel/observations.js'
import { vintageTransform } from '../../src/panel/vintage-transforms.js'
import { cyclePhases, cycleSignals, mostProbablePhase } from '../../src/regimes/cycle-phases.js'
import { phasePreferenceScores, regimeScores, type PhasePreferences } from '../../src/regimes/phase-preferences.js'
import { asFiltered, asSmoothed, statesAt } from '../../src/regimes/states.js'

const PREFERENCES: PhasePreferences = {
  utilities: { early: -2, mid: -1, late: 1, recession: 2 },
  energy: { early: -2, mid: 0, late: 2, recession: 0 },
}
const SECTORS = ['energy', 'real-estate', 'utilities']
const states = asFiltered(matrixOver(2, 4, Float64Array.of(0.1, 0.2, 0.3, 0.4, NaN, NaN, NaN, NaN)))

describe('phasePreferenceScores', () => {
  it('by hand: the preference of each phase by its probability', () => {
    const scores = phasePreferenceScores(statesAt(states, 0), PREFERENCES, SECTORS)
    expect(scores[0]).toBeCloseTo(0.1 * -2 + 0.3 * 2, 12)
    expect(scores[1]).toBeNaN()
    expect(scores[2]).toBeCloseTo(-0.2 - 0.2 + 0.3 + 0.8, 12)
  })

  it('has no preference where the phase is not known, nor for what only looks like a sector', () => {
    expect([...phasePreferenceScores(statesAt(states, 1), PREFERENCES, SECTORS)]).toEqual([NaN, NaN, NaN])
    expect([...phasePreferenceScores(statesAt(states, 0), PREFERENCES, ['constructor'])]).toEqual([NaN])
  })

  it('takes filtered probabilities alone: smoothed ones do not compile', () => {
    const smoothed = asSmoothed(matrixOver(1, 4, Float64Array.of(1, 0, 0, 0)))
    // @ts-expect-error what looks ahead must not decide
    expect(regimeScores(smoothed, PREFERENCES, SECTORS).rows).toBe(1)
    // @ts-expect-error numbers of unknown origin must not decide
    expect(phasePreferenceScores(Float64Array.of(1, 0, 0, 0), PREFERENCES, SECTORS)).toHaveLength(3)
  })
})

describe('regimeScores', () => {
  it('is the same at every session', () => {
    const scores = regimeScores(states, PREFERENCES, SECTORS)
    expect([scores.rows, scores.cols]).toEqual([2, 3])
    expect(rowOf(scores, 0)).toEqual(phasePreferenceScores(statesAt(states, 0), PREFERENCES, SECTORS))
  })
})

/** Growth of each month from January 2015: unsettled around 2, then seven months of decline to -5, then a recovery. */
const GROWTH = [
  ...Array.from({ length: 49 }, (_, i) => 2 + [0, 0.5, -0.25, 0.25, -0.5][i % 5]),
  ...Array.from({ length: 7 }, (_, i) => 1 - i),
  ...Array.from({ length: 6 }, (_, i) => -3.5 + 1.5 * i),
]
const firstOfMonth = (month: number): number => daysFromCivil(2015 + Math.floor(month / 12), 1 + (month % 12), 1)
/** A month is published on the 15th of the next one. */
const published = (month: number): number => firstOfMonth(month + 1) + 14

describe('a scripted cycle: utilities in the decline, consumer discretionary on recovery', () => {
  const dates = Int32Array.from({ length: 1900 }, (_, i) => firstOfMonth(2) + i)
  const observations = observationsOf(
    'growth',
    GROWTH.map((value, month) => ({ valid: firstOfMonth(month), known: published(month), value })),
  )
  const joined = (transform: string): Float64Array =>
    joinAsOf(observations, dates, { reduce: vintageTransform(transform) }).values
  const series = { growth: joined('level'), change: joined('change_1') }
  const refits = [...dates.keys()].filter((row) => row > 300 && formatSession(dates[row]).endsWith('-01-01'))
  const phases = cyclePhases(cycleSignals({ level: ['growth'], direction: ['change'] }, series, dates.length, refits))
  const at = (day: number): number => dates.indexOf(day)
  const phaseAt = (day: number): string | undefined => mostProbablePhase(statesAt(phases, at(day)))
  const DECLINE = 49
  const RECOVERY = 56

  /** Days from a day until a phase is shown, 400 when it is not. */
  const daysUntil = (phase: string, day: number): number => {
    let days = 0
    while (days < 400 && phaseAt(day + days) !== phase) days++
    return days
  }
  const ended = published(RECOVERY) + daysUntil('early', published(RECOVERY))

  it('the phase leaves recession within weeks of the day the first rise is published, never before', () => {
    expect(formatSession(published(RECOVERY))).toBe('2019-10-15')
    expect(phaseAt(published(DECLINE) - 1)).not.toBe('recession')
    const began = published(DECLINE) + daysUntil('recession', published(DECLINE))
    expect(began - published(DECLINE)).toBeLessThan(60)
    for (let day = began; day < ended; day++) expect(phaseAt(day)).toBe('recession')
    expect(ended).toBeGreaterThan(published(RECOVERY))
    expect(ended - published(RECOVERY)).toBeLessThan(45)
    expect(daysUntil('mid', ended)).toBeLessThan(200)
  })

  it.each(phaseTables)('preferences follow by the table of $id', ({ preferences }) => {
    const leadAt = (day: number): number => {
      const sectors = ['utilities', 'consumer-discretionary']
      const [utilities, discretionary] = phasePreferenceScores(statesAt(phases, at(day)), preferences, sectors)
      return utilities - discretionary
    }
    for (let day = published(DECLINE + 2); day < published(RECOVERY); day++) expect(leadAt(day)).toBeGreaterThan(0)
    for (let day = ended; day < published(RECOVERY + 3); day++) expect(leadAt(day)).toBeLessThan(0)
  })
})
