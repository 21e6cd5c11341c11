import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../src/core/errors.js'
import { planStages } from '../../src/features/plan.js'
import { panelSources } from '../../src/features/run-stages.js'
import { exampleStages, stageFamilies, stageOf, usage } from '../../src/features/stage-families.js'
import { parseStageName } from '../../src/features/stage-name.js'
import { randomPanel } from '../contracts/random-panel.js'

describe('stageFamilies', () => {
  it('have distinct names, and a documented formula and source', () => {
    expect(new Set(stageFamilies.map(({ family }) => family)).size).toBe(stageFamilies.length)
    expect(exampleStages()).toHaveLength(stageFamilies.length)
    for (const stage of exampleStages()) {
      expect(stage.formula, stage.name).toMatch(/^[^\n]+$/)
      expect(stage.source, stage.name).toMatch(/^[^\n]+$/)
      expect(stage.lookback, stage.name).toBeGreaterThanOrEqual(1)
    }
  })

  it('say how they are written, and their examples are written so', () => {
    for (const family of stageFamilies) {
      const parts = parseStageName(family.example)
      expect(parts?.family, family.example).toBe(family.family)
      expect(parts?.operands, family.example).toHaveLength(family.operands?.length ?? 0)
      const count = parts?.parameters.length ?? NaN
      expect(count, family.example).toBeGreaterThanOrEqual(family.parameters.length - (family.optional ?? 0))
      expect(count, family.example).toBeLessThanOrEqual(family.parameters.length)
    }
  })

  it('write their parameters and operands in brackets of their own', () => {
    const written = new Map(stageFamilies.map((family) => [family.family, usage(family)]))
    expect(written.get('momentum')).toBe('momentum_<lookback>_<skip>')
    expect(written.get('rolling_beta')).toBe('rolling_beta_<window>(<x>,<y>)')
    expect(written.get('benchmark_return')).toBe('benchmark_return')
  })
})

describe('stageOf', () => {
  it('makes the stage of every example from its name alone, and its inputs are panel sources or stages', () => {
    const sources = panelSources(randomPanel(2, 2, 1))
    for (const { example } of stageFamilies) {
      expect(stageOf(example).name).toBe(example)
      expect(() => planStages([example], sources, stageOf), example).not.toThrow()
    }
  })

  it('applies a stage to columns of any name, nested ones too', () => {
    const nested = 'rolling_beta_63(rolling_mean_5(momentum_1),lag_2(benchmark_return))'
    expect(stageOf(nested)).toMatchObject({
      name: nested,
      inputs: ['rolling_mean_5(momentum_1)', 'lag_2(benchmark_return)'],
      lookback: 63,
    })
    expect(stageOf('lag_1(benchmark.close)').inputs).toEqual(['benchmark.close'])
  })

  it('a longer family name is not taken for a shorter one with parameters', () => {
    expect(stageOf('relative_strength_slope_5').inputs).toEqual(['relative_price'])
    expect(stageOf('momentum_differential_5').width).toBe('pair')
    expect(stageOf('momentum_5_2').lookback).toBe(6)
  })

  it.each([
    ['momentun_63', 'feature "momentun_63" is unknown, the nearest is momentum_<lookback>_<skip>'],
    ['volatillity_21', 'feature "volatillity_21" is unknown, the nearest is volatility_<window>'],
    ['close', 'feature "close" is unknown, the nearest is '],
    ['', 'feature "" is unknown, the nearest is '],
    ['__proto__', 'feature "__proto__" is unknown, the nearest is '],
    ['momentum', 'feature "momentum": 0 parameters, expected momentum_<lookback>_<skip>'],
    ['momentum_1_2_3', 'feature "momentum_1_2_3": 3 parameters, expected momentum_<lookback>_<skip>'],
    ['relative_price_5', 'feature "relative_price_5": 1 parameters, expected relative_price'],
    ['gma_5', 'feature "gma_5": 1 parameters, expected gma_<x>_<y>'],
    ['momentum_0', 'momentum: lookback is "0", expected a whole number from 1 to 100000'],
    ['momentum_1.5', 'feature "momentum_1.5" is unknown, the nearest is '],
    ['momentum_-5', 'feature "momentum_-5" is unknown, the nearest is '],
    [
      'momentum_9999999',
      'feature "momentum_9999999": momentum: lookback is "9999999", expected a whole number from 1 to 100000',
    ],
    ['neutralise(momentum_5', 'a bracket is not closed (a name with a comma is quoted in a list)'],
    ['rank(sector)', 'feature "rank(sector)": "sector" is what features are made of, and no quantity'],
    ['rank momentum_126', 'feature "rank momentum_126" holds a space, expected a name without'],
    ['momentum_007', 'feature "momentum_007" is written "momentum_7"'],
    ['rolling_mean_21', 'feature "rolling_mean_21": applied to 0 columns, expected rolling_mean_<window>(<x>)'],
    [
      'rolling_mean_21(close,open)',
      'feature "rolling_mean_21(close,open)": applied to 2 columns, expected rolling_mean_<window>(<x>)',
    ],
    ['momentum_21(close)', 'feature "momentum_21(close)": applied to 1 columns, expected momentum_<lookback>_<skip>'],
    ['rolling_mean(close)', 'feature "rolling_mean(close)": 0 parameters, expected rolling_mean_<window>(<x>)'],
    ['rolling_mean_0(close)', 'rolling_mean: window is "0", expected a whole number from 1 to 100000'],
    ['rolling_mean_21(close', 'feature "rolling_mean_21(close": a bracket is not closed'],
    ['rolling_mean_21(close))', 'feature "rolling_mean_21(close))": a bracket is not closed'],
    ['rolling_mean_21((close)', 'feature "rolling_mean_21((close)": a bracket is not closed'],
    ['rolling_mean_21()', 'feature "rolling_mean_21()" is unknown'],
    ['rolling_beta_21(close,)', 'feature "rolling_beta_21(close,)" is unknown'],
    ['(close)', 'feature "(close)" is unknown'],
    [
      'rolling_beta_21(close, open)',
      'feature "rolling_beta_21(close, open)" holds a space, expected rolling_beta_21(close,open)',
    ],
    ['rolling_mean_021(close)', 'feature "rolling_mean_021(close)" is written "rolling_mean_21(close)"'],
    ['momentum_63_0', 'feature "momentum_63_0" is written "momentum_63"'],
  ])('%j is refused', (name, message) => {
    expect(() => stageOf(name)).toThrow(ConfigError)
    expect(() => stageOf(name)).toThrow(message)
  })

  it('a name of megabytes is refused at once', () => {
    expect(() => stageOf(`momentum${'_1'.repeat(100_000)}x`)).toThrow(ConfigError)
  })
})

describe('a feature of another one that is not canonical', () => {
  it('is refused by the one that needs it, naming it', () => {
    expect(() => planStages(['lag_1(momentum_07)'], ['close'], stageOf)).toThrow(ConfigError)
    expect(() => planStages(['lag_1(momentum_07)'], ['close'], stageOf)).toThrow('momentum_07')
    expect(() => planStages(['lag_1(momentum_7)'], ['close'], stageOf)).not.toThrow()
  })
})
