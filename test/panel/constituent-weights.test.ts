import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { constituentWeights, sectorWeights, type Constituent } from '../../src/panel/constituent-weights.js'
import { ConfigError, ShapeError } from '../../src/core/errors.js'

const WEIGHTINGS = ['market-cap', 'equal', 'fundamental'] as const
const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((total, value) => total + value, 0)
const size = fc.double({ min: 1, max: 1e12, noNaN: true })
const company: fc.Arbitrary<Constituent> = fc.record({
  symbol: fc.string(),
  marketCap: size,
  sales: size,
  cashFlow: fc.oneof(size, fc.constantFrom(NaN, 0, -5)),
  bookValue: fc.oneof(size, fc.constantFrom(NaN, 0, -5)),
  dividends: fc.oneof(size, fc.constantFrom(NaN, 0)),
})

describe('constituentWeights', () => {
  it('each weighting sums to 1 and has no negative weight', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...WEIGHTINGS),
        fc.array(company, { minLength: 1, maxLength: 60 }),
        (scheme, list) => {
          const weights = constituentWeights(scheme, list)
          expect(weights).toHaveLength(list.length)
          expect(Math.abs(sum(weights) - 1)).toBeLessThanOrEqual(1e-12)
          expect(Math.min(...weights)).toBeGreaterThanOrEqual(0)
        },
      ),
    )
  })

  it('equal weights are exactly 1/n', () => {
    expect([...constituentWeights('equal', [{ symbol: 'A' }, { symbol: 'B' }, { symbol: 'C' }])]).toEqual([
      1 / 3,
      1 / 3,
      1 / 3,
    ])
  })

  it('fundamental weights of three companies, worked out by hand', () => {
    // Shares: sales 50 30 20 %, cash flow 25 75 0 % (a loss counts 0), book 40 40 20 %, dividends 0 100 0 %.
    const list: Constituent[] = [
      { symbol: 'A', marketCap: 1, sales: 500, cashFlow: 10, bookValue: 80, dividends: 0 },
      { symbol: 'B', marketCap: 1, sales: 300, cashFlow: 30, bookValue: 80, dividends: 7 },
      { symbol: 'C', marketCap: 1, sales: 200, cashFlow: -4, bookValue: 40 },
    ]
    const weights = constituentWeights('fundamental', list)
    for (const [i, expected] of [0.2875, 0.6125, 0.1].entries()) expect(weights[i]).toBeCloseTo(expected, 14)
  })

  it('a figure that no company has is left out of the mean', () => {
    const weights = constituentWeights('fundamental', [
      { symbol: 'A', sales: 1, bookValue: 3 },
      { symbol: 'B', sales: 3, bookValue: 1 },
    ])
    expect([...weights]).toEqual([0.5, 0.5])
  })

  it('equal weight beats market weight exactly when the small companies beat the large ones', () => {
    const returnOf = (scheme: (typeof WEIGHTINGS)[number], list: Constituent[], returns: number[]): number =>
      constituentWeights(scheme, list).reduce((total, weight, i) => total + weight * returns[i], 0)
    const gap = fc.double({ min: 0.001, max: 0.5, noNaN: true })
    fc.assert(
      fc.property(gap, fc.boolean(), fc.double({ min: 1.5, max: 1000, noNaN: true }), (edge, smallWins, ratio) => {
        const list = [
          { symbol: 'LARGE', marketCap: ratio },
          { symbol: 'SMALL', marketCap: 1 },
        ]
        const returns = smallWins ? [0.05, 0.05 + edge] : [0.05 + edge, 0.05]
        const isBetter = returnOf('equal', list, returns) > returnOf('market-cap', list, returns)
        expect(isBetter).toBe(smallWins)
      }),
    )
  })

  it('refuses what can not be weighed', () => {
    expect(() => constituentWeights('equal', [])).toThrow(ConfigError)
    for (const marketCap of [0, -1, NaN, Infinity])
      expect(() => constituentWeights('market-cap', [{ symbol: 'A', marketCap }])).toThrow(
        `market capitalisation of "A": is ${marketCap}, expected a positive number`,
      )
    expect(() => constituentWeights('fundamental', [{ symbol: 'A', sales: -1 }])).toThrow(ConfigError)
  })
})

describe('sectorWeights', () => {
  it('adds the weights of a sector', () => {
    expect([...sectorWeights(['x', 'y', 'x'], [0.25, 0.5, 0.25])]).toEqual([
      ['x', 0.5],
      ['y', 0.5],
    ])
    expect(() => sectorWeights(['x'], [])).toThrow(ShapeError)
  })
})
