import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../src/core/errors.js'
import { planStages, type Plan } from '../../src/features/plan.js'
import { stageOf } from '../../src/features/stage-families.js'
import { UnknownFeatureError, type Stage } from '../../src/features/stage.js'

const SOURCES = ['close', 'volume', 'benchmark.close']

function stage(name: string, inputs: string[], lookback: number): Stage {
  return { name, inputs, lookback, width: 'asset', formula: '', source: '', compute: () => undefined }
}

function planOf(outputs: string[], ...stages: Stage[]): Plan {
  return planStages(outputs, SOURCES, (name) => {
    const found = stages.find((candidate) => candidate.name === name)
    if (found === undefined) throw new UnknownFeatureError(`feature "${name}" is unknown`)
    return found
  })
}

const names = (plan: Plan): string[] => plan.stages.map(({ name }) => name)

describe('planStages', () => {
  it('puts every stage behind its inputs, once', () => {
    const a = stage('a', ['close'], 2)
    const b = stage('b', ['a', 'volume'], 3)
    const c = stage('c', ['b', 'a'], 1)
    expect(names(planOf(['c', 'a'], a, b, c))).toEqual(['a', 'b', 'c'])
    expect(names(planOf(['a', 'c'], c, b, a))).toEqual(['a', 'b', 'c'])
    expect(planOf(['c', 'a'], a, b, c).outputs).toEqual(['c', 'a'])
  })

  it('sums lookbacks along the longest chain', () => {
    const stages = [stage('short', ['close'], 2), stage('long', ['close'], 9), stage('top', ['short', 'long'], 5)]
    expect(planOf(['top'], ...stages).lookback).toBe(9 + 5 - 1)
    expect(planOf(['short'], ...stages).lookback).toBe(2)
    expect(planOf(['short', 'top'], ...stages).lookback).toBe(13)
    expect(planOf(['close'], ...stages)).toMatchObject({ stages: [], outputs: ['close'], lookback: 1 })
    const { lookbacks } = planOf(['short', 'top'], ...stages)
    expect(['close', 'short', 'long', 'top'].map((name) => lookbacks.get(name))).toEqual([1, 2, 9, 13])
    expect(planOf([], ...stages).lookback).toBe(1)
  })

  it('knows the chains of the real stages', () => {
    const lookback = (name: string): number => planStages([name], SOURCES, stageOf).lookback
    expect(lookback('momentum_differential_rank_63')).toBe(64)
    expect(lookback('volatility_21')).toBe(22)
    expect(lookback('relative_strength_slope_63')).toBe(63)
    expect(lookback('gma_5_2')).toBe(6)
    expect(lookback('volume_anomaly_63')).toBe(64)
  })

  it('knows the chains of names within names', () => {
    const plan = planStages(['rolling_mean_21(rolling_deviation_10(momentum_5))'], SOURCES, stageOf)
    expect(names(plan)).toEqual([
      'momentum_5',
      'rolling_deviation_10(momentum_5)',
      'rolling_mean_21(rolling_deviation_10(momentum_5))',
    ])
    expect(plan.lookback).toBe(6 + 9 + 20)
  })

  it('shares what several outputs are made of', () => {
    const plan = planStages(['volatility_21', 'rolling_mean_5(momentum_1)', 'momentum_1'], SOURCES, stageOf)
    expect(names(plan)).toEqual(['momentum_1', 'volatility_21', 'rolling_mean_5(momentum_1)'])
  })

  it('every panel has days and sectors, which are no features themselves', () => {
    const calendar = stage('calendar', ['date', 'sector'], 1)
    expect(names(planOf(['calendar'], calendar))).toEqual(['calendar'])
    for (const name of ['date', 'sector'])
      expect(() => planOf([name])).toThrow(
        new ConfigError(`"${name}" is what features are made of, and no feature itself`),
      )
  })

  it('refuses an output that is listed twice', () => {
    expect(() => planOf(['a', 'a'], stage('a', [], 1))).toThrow(new ConfigError('feature "a" is listed twice'))
  })

  it('refuses a cycle, naming its stages', () => {
    const stages = [stage('a', ['b'], 1), stage('b', ['c'], 1), stage('c', ['a'], 1)]
    expect(() => planOf(['a'], ...stages)).toThrow(new ConfigError('features form a cycle: a -> b -> c -> a'))
    expect(() => planOf(['self'], stage('self', ['self'], 1))).toThrow('features form a cycle: self -> self')
  })

  it('refuses an unknown input, naming who asks for it and the nearest field', () => {
    expect(() => planOf(['a'], stage('a', ['closs'], 1))).toThrow(
      new ConfigError('feature "a" needs "closs", which is neither a panel field nor a feature (nearest field: close)'),
    )
    expect(() => planOf(['z'])).toThrow(new UnknownFeatureError('feature "z" is unknown'))
  })

  it('lets an error that is no ConfigError pass as it is', () => {
    const broken = (): never => {
      throw new TypeError('bug')
    }
    expect(() => planStages(['a'], SOURCES, broken)).toThrow(TypeError)
  })
})
