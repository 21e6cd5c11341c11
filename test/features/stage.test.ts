import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../src/core/errors.js'
import { requireAtLeast, stageName } from '../../src/features/stage.js'

describe('stageName', () => {
  it('is the family and its parameters', () => {
    expect(stageName('momentum', 126)).toBe('momentum_126')
    expect(stageName('gma', 5, 2)).toBe('gma_5_2')
    expect(stageName('relative_price')).toBe('relative_price')
  })
})

describe('requireAtLeast', () => {
  it('lets whole numbers from the least to 100000 pass', () => {
    for (const value of [2, 3, 100_000]) expect(() => requireAtLeast('wma', 'window', value, 2)).not.toThrow()
  })

  it.each([1, 2.5, -3, 100_001, NaN, Infinity])('refuses %d', (value) => {
    expect(() => requireAtLeast('wma', 'window', value, 2)).toThrow(
      new ConfigError(`wma: window is "${value}", expected a whole number from 2 to 100000`),
    )
  })
})
