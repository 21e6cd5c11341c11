import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../src/core/errors.js'
import { appliedName, requireAtLeast, stageName } from '../../src/features/stage.js'

describe('stageName', () => {
  it('is the family and its parameters', () => {
    expect(stageName('momentum', 126)).toBe('momentum_126')
    expect(stageName('gma', 5, 2)).toBe('gma_5_2')
    expect(stageName('relative_price')).toBe('relative_price')
  })
})

describe('appliedName', () => {
  it('is the family, its parameters and the columns in brackets', () => {
    expect(appliedName('rolling_mean', [21], ['momentum_1'])).toBe('rolling_mean_21(momentum_1)')
    expect(appliedName('neutralise', [], ['momentum_126_21', 'rank(volume)'])).toBe(
      'neutralise(momentum_126_21,rank(volume))',
    )
  })
})

describe('requireAtLeast', () => {
  it('lets whole numbers from the least to 100000 pass', () => {
    for (const value of [2, 3, 100_000]) expect(() => requireAtLeast('wma', 'window', value, 2)).not.toThrow()
  })

  it('lets a stage have a most of its own', () => {
    expect(() => requireAtLeast('rank', 'tenths', 9, 1, 9)).not.toThrow()
    expect(() => requireAtLeast('rank', 'tenths', 10, 1, 9)).toThrow(
      new ConfigError('rank: tenths is "10", expected a whole number from 1 to 9'),
    )
  })

  it.each([1, 2.5, -3, 100_001, NaN, Infinity])('refuses %d', (value) => {
    expect(() => requireAtLeast('wma', 'window', value, 2)).toThrow(
      new ConfigError(`wma: window is "${value}", expected a whole number from 2 to 100000`),
    )
  })
})
