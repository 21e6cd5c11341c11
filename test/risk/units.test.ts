import { describe, expect, it } from 'vitest'
import { longestUnderWater, maxDrawdown } from '../../src/risk/drawdown.js'
import {
  formatLevel,
  formatPercent,
  formatRatio,
  formatSessions,
  fraction,
  periodName,
  ratio,
  sessions,
  type Fraction,
  type Sessions,
} from '../../src/risk/units.js'

describe('units', () => {
  it('the compiler refuses a drawdown where a length of time is wanted, and the reverse', () => {
    const drawdown: Fraction = maxDrawdown([-0.185])
    const length: Sessions = longestUnderWater([-0.185])
    // @ts-expect-error -- a loss in percent is not a number of sessions
    expect(formatSessions(drawdown)).toContain('session')
    // @ts-expect-error -- a number of sessions is not a fraction
    expect(formatPercent(length)).toContain('%')
    // @ts-expect-error -- a number of unknown unit has to be named first
    const unnamed: Fraction = 0.5
    // @ts-expect-error -- a ratio is not a fraction
    const mixed: Fraction = ratio(0.5)
    expect(unnamed).toBe(mixed)
    expect(`${formatPercent(drawdown)} over ${formatSessions(length)}`).toBe('-18.5% over 1 session')
  })

  it.each([
    [0.547, '54.7%'],
    [0.917, '91.7%'],
    [0.233, '23.3%'],
    [0.479, '47.9%'],
    [-0.337, '-33.7%'],
    [-0.0002, '0.0%'],
    [0, '0.0%'],
    [NaN, 'n/a'],
    [Infinity, 'n/a'],
  ])('the fraction %d is printed as %s', (value, text) => {
    expect(formatPercent(fraction(value))).toBe(text)
  })

  it.each([
    [219, '219 sessions'],
    [1, '1 session'],
    [0, '0 sessions'],
    [35.96, '36.0 sessions'],
    [NaN, 'n/a'],
  ])('the length %d is printed as %s', (value, text) => {
    expect(formatSessions(sessions(value))).toBe(text)
  })

  it.each([
    [0.95, '95%'],
    [0.975, '97.5%'],
    [0.999, '99.9%'],
    [0.07, '7%'],
    [1 / 3, '33.33333333%'],
  ])('the level %d is printed as %s', (level, text) => {
    expect(formatLevel(level)).toBe(text)
  })

  it.each([
    [366, 'day'],
    [365, 'day'],
    [300, 'period'],
    [252, 'session'],
    [238, 'session'],
    [52, 'week'],
    [26, 'period'],
    [12, 'month'],
    [4, 'quarter'],
    [1, 'year'],
    [0.5, 'period'],
  ])('a period of a series of %d a year is a %s', (periodsPerYear, name) => {
    expect(periodName(periodsPerYear)).toBe(name)
    expect(formatSessions(sessions(3), periodName(periodsPerYear))).toBe(`3 ${name}s`)
    expect(formatSessions(sessions(1), periodName(periodsPerYear))).toBe(`1 ${name}`)
  })

  it('a ratio is printed with two decimals unless others are asked for', () => {
    expect(formatRatio(ratio(0.6875))).toBe('0.69')
    expect(formatRatio(ratio(-0.6875), 3)).toBe('-0.688')
    expect(formatRatio(ratio(-0.001))).toBe('0.00')
    expect(formatRatio(ratio(NaN))).toBe('n/a')
    expect(formatPercent(fraction(0.12345), 2)).toBe('12.35%')
  })
})
