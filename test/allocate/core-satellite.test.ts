import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { betsOnCore, coreSatellite, floorsOf, type CoreTarget } from '../../src/allocate/core-satellite.js'
import { Rational, rationals, sumOf } from '../../src/allocate/rational.js'
import { ConfigError } from '../../src/core/errors.js'

const WEIGHTS = [0.086, 0.105, 0.14, 0.171, 0.113, 0.118, 0.037, 0.194, 0.036]
const TARGETS = [0.086, 0.105, 0.17, 0.141, 0.133, 0.124, 0.067, 0.174, 0]
const S1 = WEIGHTS.map((benchmarkWeight, i): CoreTarget => ({
  symbol: `S${i}`,
  benchmarkWeight,
  targetWeight: TARGETS[i],
}))
const one = (benchmarkWeight: number, targetWeight: number, symbol = 'A'): CoreTarget => ({
  symbol,
  benchmarkWeight,
  targetWeight,
})

describe('coreSatellite', () => {
  it('holds what the core lacks and sells what it has too much of', () => {
    const { satellites, cash } = coreSatellite(S1, 100000, 50000)
    expect(satellites).toEqual([4300, 5250, 10000, 5550, 7650, 6500, 4850, 7700, -1800])
    expect(cash).toBe(0)
  })

  it('holds what is outside of the index in its own fund', () => {
    expect(coreSatellite([one(1, 0.9), one(0, 0.1, 'GOLD')], 1000, 900).satellites).toEqual([0, 100])
  })

  it('leaves in cash what the targets leave, but for what the core holds outside of the table', () => {
    expect(coreSatellite([one(0.5, 0.4), one(0.5, 0.5, 'B')], 1000, 800).cash).toBe(100)
    expect(coreSatellite([one(0.5, 0.6)], 1000, 800)).toEqual({ core: 800, satellites: [200], cash: 0 })
    expect(() => coreSatellite([one(0.5, 0.6)], 1000, 900)).toThrow(
      'coreAmount: is 900, with it the targets cost 50 more than the capital',
    )
  })

  it('takes sums that are 1 but for rounding as 1', () => {
    const elevenths = Array.from({ length: 11 }, (_, i) => one(1 / 11, 1 / 11, `S${i}`))
    const sum = Rational.sum(rationals(elevenths.map(({ targetWeight }) => targetWeight)))
    expect(sum.compare(Rational.ONE)).toBe(1)
    const { satellites, cash } = coreSatellite(elevenths, 1100, 550)
    expect([...satellites, cash]).toEqual([...elevenths.map(() => 50), 0])
  })

  it('refuses percentages without their sign, and what is no weight or money', () => {
    expect(() => coreSatellite([one(8.6, 0)], 1000, 0)).toThrow('benchmarkWeight: sums to 8.6, expected at most 1')
    expect(() => coreSatellite([one(0.5, 17)], 1000, 0)).toThrow('targetWeight: sums to 17, expected at most 1')
    for (const bad of [one(-0.1, 0), one(NaN, 0), one(0, NaN)])
      expect(() => coreSatellite([bad], 1000, 0)).toThrow(ConfigError)
    for (const [capital, core] of [
      [0, 0],
      [NaN, 0],
      [100, -1],
      [100, NaN],
    ])
      expect(() => coreSatellite(S1, capital, core)).toThrow(ConfigError)
  })
})

describe('floorsOf', () => {
  it('names what the core alone holds too much of', () => {
    expect(floorsOf(S1, 100000, 50000)).toEqual([{ symbol: 'S8', floorWeight: 0.018, targetWeight: 0 }])
    expect(floorsOf(S1, 100000, 0)).toEqual([])
  })
})

describe('betsOnCore', () => {
  it('one bet is (t - w) / (1 - w)', () => {
    const { core, satellites, residualRatio } = betsOnCore([one(0.14, 0.2)], 100000)
    expect(core).toBe(8000000 / 86)
    expect(satellites).toEqual([600000 / 86])
    expect(residualRatio).toBe(80 / 86)
  })

  it('any bets reach their targets, spend the capital and leave all else in proportion', () => {
    const table = fc
      .array(fc.record({ weight: fc.integer({ min: 1, max: 100 }), target: fc.integer({ min: 0, max: 100 }) }), {
        minLength: 1,
        maxLength: 6,
      })
      .map((rows) => rows.map(({ weight, target }, i) => one(weight / 1000, target / 1000, `S${i}`)))
    fc.assert(
      fc.property(table, (bets) => {
        const { core, satellites, residualRatio } = betsOnCore(bets, 1000)
        expect(sumOf([core, ...satellites])).toBeCloseTo(1000, 9)
        bets.forEach(({ benchmarkWeight, targetWeight }, i) =>
          expect(satellites[i] + core * benchmarkWeight).toBeCloseTo(1000 * targetWeight, 9),
        )
        const [w, t] = (['benchmarkWeight', 'targetWeight'] as const).map((key) => sumOf(bets.map((bet) => bet[key])))
        expect(residualRatio * (1 - w)).toBeCloseTo(1 - t, 12)
      }),
    )
  })

  it('refuses bets that are the whole index, or more than the capital', () => {
    expect(() => betsOnCore([one(1, 0.5)], 1000)).toThrow('bets: are the whole index')
    expect(() => betsOnCore([one(0.1, 1.5)], 1000)).toThrow('bets: sums to 1.5, expected at most 1')
  })
})
