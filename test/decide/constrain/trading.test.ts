import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../../src/core/errors.js'
import { noTradeBand, type NoTradeBandParams } from '../../../src/decide/constrain/no-trade-band.js'
import { turnoverCap } from '../../../src/decide/constrain/turnover-cap.js'
import { contextOf } from '../decision-fixture.js'

const near = (weights: Float64Array, expected: readonly number[]): void => {
  for (const [i, weight] of expected.entries()) expect(weights[i]).toBeCloseTo(weight, 14)
}

describe('turnoverCap', () => {
  const cap = (held: number[], target: number[], most: number): ReturnType<typeof turnoverCap.constrain> =>
    turnoverCap.constrain(contextOf({ scores: target, held }), Float64Array.from(target), { most })

  it('goes part of the way, by one part for all', () => {
    // Half of 0.5 + 0.3 + 0.2 is 0.5: a fifth of the way.
    const { weights, note, kept } = cap([0.5, 0.5, 0], [0, 0.8, 0.2], 0.1)
    near(weights, [0.4, 0.56, 0.04])
    expect(kept).toBeUndefined()
    expect(note).toBe('turnover 50.0% to 10.0%')
  })

  it('goes all the way where that is within the cap', () => {
    expect(cap([0.5, 0.5, 0], [0.4, 0.5, 0.1], 0.1)).toEqual({ weights: Float64Array.of(0.4, 0.5, 0.1), note: '' })
  })

  it('building up from cash counts half of what is bought', () => {
    near(cap([0, 0, 0], [0.5, 0.5, 0], 0.1).weights, [0.1, 0.1, 0])
  })

  it('with 0 nothing is traded', () => {
    expect(cap([0.3, 0.3, 0], [0.5, 0.5, 0], 0)).toMatchObject({
      weights: Float64Array.of(0.3, 0.3, 0),
      kept: Uint8Array.of(1, 1, 1),
    })
  })

  it.each([-0.1, NaN, 11])('refuses %d', (most) => {
    expect(() => turnoverCap.check({ most })).toThrow(new ConfigError(`turnover-cap: most "${most}", expected 0 to 10`))
  })
})

describe('noTradeBand', () => {
  const band = (
    held: number[],
    target: number[],
    params: Partial<NoTradeBandParams>,
    costRate = 0.001,
  ): ReturnType<typeof noTradeBand.constrain> =>
    noTradeBand.constrain(contextOf({ scores: target, held, costRate }), Float64Array.from(target), {
      ...noTradeBand.defaults,
      ...params,
    })

  it('leaves what is within the band, and trades the rest to its edge', () => {
    const { weights, note, kept } = band([0.32, 0.2, 0.4], [0.3, 0.3, 0.3], { band: 0.05 })
    near(weights, [0.32, 0.25, 0.35])
    expect(note).toBe('not traded within 5.0%: A')
    expect([...(kept ?? [])]).toEqual([1, 0, 0])
  })

  it('or to the target', () => {
    near(band([0.32, 0.2, 0.4], [0.3, 0.3, 0.3], { band: 0.05, to: 'target' }).weights, [0.32, 0.3, 0.3])
  })

  it('trades nothing at all where everything is within', () => {
    expect(band([0.32, 0.3, 0.28], [0.3, 0.3, 0.3], { band: 0.05 })).toEqual({
      weights: Float64Array.of(0.32, 0.3, 0.28),
      note: 'not traded within 5.0%: A C',
      kept: Uint8Array.of(1, 1, 1),
    })
  })

  it('from the cost the band is (3 / (2 g) x cost x w^2 (1 - w)^2)^(1/3)', () => {
    // g = 1, 10 basis points, w = 1/3: (0.0015 x (2/9)^2)^(1/3) = 0.0420.
    const width = Math.cbrt(0.0015 * (2 / 9) ** 2)
    expect(width).toBeCloseTo(0.042, 4)
    const { weights, note } = band([0.25, 1 / 3 - 0.99 * width], [1 / 3, 1 / 3], { riskAversion: 1 })
    near(weights, [1 / 3 - width, 1 / 3 - 0.99 * width])
    expect(note).toBe('not traded: B')
    // Eight times the cost, twice the band.
    near(band([0, 0], [1 / 3, 1 / 3], { riskAversion: 1 }, 0.008).weights, [1 / 3 - 2 * width, 1 / 3 - 2 * width])
  })

  it('without costs, and around 0, there is no band', () => {
    expect(band([0.3, 0.3], [0.3001, 0.2999], {}, 0)).toEqual({
      weights: Float64Array.of(0.3001, 0.2999),
      note: '',
      kept: Uint8Array.of(0, 0),
    })
    near(band([0.01, 0.5], [0, 0.5], { band: 0.05 }).weights, [0, 0.5])
  })

  it('buys no more than there is money for where others are kept above their targets', () => {
    // A stays 0.04 above its target. C would come to the edge of 0.25, and all to 1.04; the target and what is held are 1.
    const { weights } = band([0.54, 0.36, 0.1], [0.5, 0.2, 0.3], { band: 0.05 })
    near(weights, [0.54, 0.25, 0.21])
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 14)
  })

  it.each([
    [{ band: -1 }, 'no-trade-band: band "-1", expected 0 to 1'],
    [{ riskAversion: 0 }, 'no-trade-band: riskAversion "0", expected 0.1 to 100'],
    [{ riskAversion: 0.0999 }, 'no-trade-band: riskAversion "0.0999", expected 0.1 to 100'],
    [{ riskAversion: 100.1 }, 'no-trade-band: riskAversion "100.1", expected 0.1 to 100'],
    [{ riskAversion: NaN }, 'no-trade-band: riskAversion "NaN", expected 0.1 to 100'],
    [{ to: 'middle' as 'edge' }, 'no-trade-band: to "middle", expected "edge" or "target"'],
  ])('refuses %o', (params, message) => {
    expect(() => noTradeBand.check({ ...noTradeBand.defaults, ...params })).toThrow(new ConfigError(message))
  })

  it.each([0.1, 100])('takes a risk aversion of %d, an end of the range', (riskAversion) => {
    expect(() => noTradeBand.check({ ...noTradeBand.defaults, riskAversion })).not.toThrow()
  })
})
