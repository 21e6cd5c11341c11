import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../src/core/errors.js'
import { appliedFamily, parametrisedFamily, plainFamily } from '../../src/features/family.js'
import type { StageFamily } from '../../src/features/stage.js'
import { rollingOf, windowedAppliedFamily, windowedFamily } from '../../src/features/windowed.js'

const terms = (...inputs: readonly string[]) =>
  ({ inputs, lookback: 1, width: 'asset', formula: 'f', source: 's', compute: () => undefined }) as const

/** What a family says of itself, and the name and the inputs of a stage that it makes. */
function described(family: StageFamily, parameters: readonly number[], operands: readonly string[]): unknown[] {
  const { name, inputs } = family.create(parameters, operands)
  return [family.family, family.parameters, family.operands, family.example, name, inputs]
}

describe('a family', () => {
  it('is named by its parameters and operands, and hands them to its terms', () => {
    expect(described(plainFamily('own', terms('close')), [], [])).toEqual(['own', [], [], 'own', 'own', ['close']])
    expect(
      described(
        parametrisedFamily('own', { fast: 1, slow: 2 }, [50, 200], (fast, slow) => terms(`a_${fast}`, `a_${slow}`)),
        [3, 7],
        [],
      ),
    ).toEqual(['own', ['fast', 'slow'], [], 'own_50_200', 'own_3_7', ['a_3', 'a_7']])
    expect(
      described(
        appliedFamily('own', ['open', 'low'], (x, y) => terms(y, x)),
        [],
        ['high', 'close'],
      ),
    ).toEqual(['own', [], ['x', 'y'], 'own(open,low)', 'own(high,close)', ['close', 'high']])
    expect(
      described(
        windowedFamily('own', 1, 21, (weeks) => terms(`a_${weeks}`), 'weeks'),
        [4],
        [],
      ),
    ).toEqual(['own', ['weeks'], [], 'own_21', 'own_4', ['a_4']])
    expect(
      described(
        windowedAppliedFamily('own', 1, 21, ['open'], (window, x) => terms(`a_${window}(${x})`)),
        [4],
        ['low'],
      ),
    ).toEqual(['own', ['window'], ['x'], 'own_21(open)', 'own_4(low)', ['a_4(low)']])
  })

  it('refuses parameters below their least or beyond their most', () => {
    const family = parametrisedFamily('own', { years: [1, 40], rows: 2 }, [1, 2], () => terms('close'))
    expect(() => family.create([40, 2], [])).not.toThrow()
    expect(() => family.create([41, 2], [])).toThrow(
      new ConfigError('own: years is "41", expected a whole number from 1 to 40'),
    )
    expect(() => family.create([1, 1], [])).toThrow(
      new ConfigError('own: rows is "1", expected a whole number from 2 to 100000'),
    )
  })

  it('refuses parameters that do not fit each other, once each is right by itself', () => {
    const family = parametrisedFamily('own', { x: (_, y) => [y, 100], y: 3 }, [9, 4], () => terms('close'))
    expect(() => family.create([5, 5], [])).not.toThrow()
    expect(() => family.create([4, 5], [])).toThrow('own: x is "4", expected a whole number from 5 to 100')
    expect(() => family.create([101, 5], [])).toThrow('own: x is "101", expected a whole number from 5 to 100')
    expect(() => family.create([1, 2], [])).toThrow('own: y is "2", expected a whole number from 3')
  })
})

describe('rollingOf', () => {
  const family = rollingOf('own', 'kurtosis', ['momentum_1'], 63, { isLevel: true, formula: 'f', source: 's' })

  it('is the statistic of its columns over its window, a value per asset unless told otherwise', () => {
    expect(family.create([5], [])).toEqual({
      name: 'own_5',
      inputs: ['momentum_1'],
      lookback: 5,
      width: 'asset',
      isLevel: true,
      formula: 'f',
      source: 's',
      rolling: { statistic: 'kurtosis', window: 5 },
    })
    const ofSession = rollingOf('own', 'mean', ['date'], 5, { width: 'session', formula: 'f', source: 's' })
    expect(ofSession.create([5], []).width).toBe('session')
  })

  it('refuses windows at which the statistic does not exist', () => {
    expect(() => family.create([3], [])).toThrow('own: window is "3", expected a whole number from 4 to 100000')
  })
})
