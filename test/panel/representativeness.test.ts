import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../src/core/errors.js'
import { representativeness } from '../../src/panel/representativeness.js'

const weights = fc
  .array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 1, maxLength: 11 })
  .map((sizes) => new Map(sizes.map((size, i) => [`s${i}`, size / sizes.reduce((a, b) => a + b)])))

describe('representativeness', () => {
  it('is 1 for identical weights and 0 for weights without a sector in common', () => {
    const index = new Map([
      ['energy', 0.15],
      ['rest', 0.85],
    ])
    expect(representativeness(index, index)).toBe(1)
    expect(representativeness(index, new Map([['other', 1]]))).toBeCloseTo(0, 15)
  })

  it('loses the share that stands in the wrong sector', () => {
    const economy = new Map([
      ['energy', 0.15],
      ['rest', 0.85],
    ])
    const index = new Map([
      ['energy', 0.05],
      ['rest', 0.95],
    ])
    expect(representativeness(index, economy)).toBeCloseTo(0.9, 15)
  })

  it('is symmetric and lies between 0 and 1', () => {
    fc.assert(
      fc.property(weights, weights, (a, b) => {
        const value = representativeness(a, b)
        expect(value).toBeCloseTo(representativeness(b, a), 14)
        expect(value).toBeGreaterThanOrEqual(-1e-12)
        expect(value).toBeLessThanOrEqual(1 + 1e-12)
      }),
    )
  })

  it('refuses weights that are none', () => {
    const one = new Map([['a', 1]])
    for (const bad of [
      new Map([['a', 15]]),
      new Map<string, number>(),
      new Map([['a', NaN]]),
      new Map([
        ['a', 1.5],
        ['b', -0.5],
      ]),
    ]) {
      expect(() => representativeness(bad, one)).toThrow(ConfigError)
      expect(() => representativeness(one, bad)).toThrow(ConfigError)
    }
  })
})
