import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../src/core/errors.js'
import { exampleStages, stageFamilies, stageOf } from '../../src/features/stage-families.js'
import { stageName } from '../../src/features/stage.js'

describe('stageFamilies', () => {
  it('have distinct names, parameters for their example and a documented formula and source', () => {
    expect(new Set(stageFamilies.map(({ family }) => family)).size).toBe(stageFamilies.length)
    for (const { family, parameters, example, optional = 0 } of stageFamilies) {
      expect(example.length, family).toBeGreaterThanOrEqual(parameters.length - optional)
      expect(example.length, family).toBeLessThanOrEqual(parameters.length)
    }
    for (const stage of exampleStages()) {
      expect(stage.formula).toMatch(/^[^\n]+$/)
      expect(stage.source).toMatch(/^[^\n]+$/)
      expect(stage.lookback).toBeGreaterThanOrEqual(1)
    }
    expect(exampleStages()).toHaveLength(stageFamilies.length)
  })
})

describe('stageOf', () => {
  it('makes the stage of every example from its name alone', () => {
    for (const { family, example } of stageFamilies) {
      const name = stageName(family, ...example)
      expect(stageOf(name).name).toBe(name)
    }
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
    ['momentum_9999999', 'feature "momentum_9999999" is unknown, the nearest is '],
    ['momentum_007', 'feature "momentum_007" is written "momentum_7"'],
    ['momentum_63_0', 'feature "momentum_63_0" is written "momentum_63"'],
  ])('%j is refused', (name, message) => {
    expect(() => stageOf(name)).toThrow(ConfigError)
    expect(() => stageOf(name)).toThrow(message)
  })

  it('a name of megabytes is refused at once', () => {
    expect(() => stageOf(`momentum${'_1'.repeat(100_000)}x`)).toThrow(ConfigError)
  })
})
