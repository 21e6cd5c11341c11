import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../../src/core/errors.js'
import { matrixOver } from '../../../src/core/matrix.js'
import { absoluteMomentum } from '../../../src/decide/constrain/absolute-momentum.js'
import { drawdownBrake } from '../../../src/decide/constrain/drawdown-brake.js'
import { portfolioVolatility } from '../../../src/decide/constrain/portfolio-volatility.js'
import { turbulenceBrake } from '../../../src/decide/constrain/turbulence-brake.js'
import { volatilityTarget, type VolatilityTargetParams } from '../../../src/decide/constrain/volatility-target.js'
import { contextOf, type ContextParts } from '../decision-fixture.js'

const near = (weights: Float64Array, expected: readonly number[]): void => {
  for (const [i, weight] of expected.entries()) expect(weights[i]).toBeCloseTo(weight, 12)
}

describe('portfolioVolatility', () => {
  const options = { sessionsPerYear: 252, halfLife: 0 }

  it('is the root of w C w, annualised', () => {
    const row = fc.array(fc.double({ min: -0.1, max: 0.1, noNaN: true }), { minLength: 3, maxLength: 3 })
    const weights = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 })
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 30 }), weights, (rows, w) => {
        fc.pre(w.some((weight) => Math.abs(weight) > 1e-3))
        const n = rows.length
        const means = [0, 1, 2].map((i) => rows.reduce((sum, r) => sum + r[i], 0) / n)
        let variance = 0
        for (const i of [0, 1, 2])
          for (const j of [0, 1, 2])
            for (const r of rows) variance += (w[i] * w[j] * (r[i] - means[i]) * (r[j] - means[j])) / (n - 1)
        const { volatility, sessions } = portfolioVolatility(
          matrixOver(n, 3, Float64Array.from(rows.flat())),
          Float64Array.from(w),
          options,
        )
        expect(sessions).toBe(n)
        expect(volatility).toBeCloseTo(Math.sqrt(252 * Math.max(0, variance)), 8)
      }),
    )
  })

  it('a missing return is taken to be that of the rest, and a session without half of the portfolio is left out', () => {
    const returns = matrixOver(3, 2, Float64Array.of(0.1, NaN, 0.02, 0.01, NaN, 0.5))
    const { volatility, sessions } = portfolioVolatility(returns, Float64Array.of(0.75, 0.25), {
      sessionsPerYear: 1,
      halfLife: 0,
    })
    // 0.1 and 0.75 x 0.02 + 0.25 x 0.01 = 0.0175; of the third session a quarter is known.
    expect(sessions).toBe(2)
    expect(volatility).toBeCloseTo((0.1 - 0.0175) / Math.SQRT2, 14)
  })

  it('with a half life late sessions count more: weights 1/4, 1/2, 1 of three', () => {
    const returns = matrixOver(3, 1, Float64Array.of(0.04, 0, 0.02))
    const { volatility } = portfolioVolatility(returns, Float64Array.of(1), { sessionsPerYear: 1, halfLife: 1 })
    const mean = (0.25 * 0.04 + 0.02) / 1.75
    const squares = 0.25 * (0.04 - mean) ** 2 + 0.5 * mean ** 2 + (0.02 - mean) ** 2
    expect(volatility).toBeCloseTo(Math.sqrt(squares / (1.75 - (0.0625 + 0.25 + 1) / 1.75)), 14)
  })
})

describe('volatilityTarget', () => {
  // Four returns of A: +1% and -1% in turn, a deviation of 0.01 x sqrt(4/3); B stands still.
  const closes = matrixOver(5, 2, Float64Array.of(1, 1, 1.01, 1, 1.01 * 0.99, 1, 1.01 * 0.99 * 1.01, 1, 0.99980001, 1))
  const own = 0.01 * Math.sqrt(4 / 3)
  const target = (
    weights: number[],
    params: Partial<VolatilityTargetParams>,
    parts: Partial<ContextParts> = {},
  ): ReturnType<typeof volatilityTarget.constrain> =>
    volatilityTarget.constrain(
      contextOf({ scores: weights, closes, sessionsPerYear: 100, ...parts }),
      Float64Array.from(weights),
      { ...volatilityTarget.defaults, lookback: 4, ...params },
    )

  it('scales down to the target, and says by how much', () => {
    const { weights, note } = target([0.8, 0.2], { target: 0.04 })
    const factor = 0.04 / (10 * own * 0.8)
    near(weights, [0.8 * factor, 0.2 * factor])
    expect(note).toBe('volatility 9.2% to 4.0%, times 0.43')
  })

  it('scales up where it may, to `most` at the furthest', () => {
    expect(target([0.5, 0], { target: 0.5 })).toEqual({ weights: Float64Array.of(0.5, 0), note: '' })
    near(target([0.5, 0], { target: 0.5, most: 2 }).weights, [1, 0])
  })

  it('what never moved is scaled by `most`', () => {
    near(target([0, 1], { target: 0.01, most: 1.5 }).weights, [0, 1.5])
  })

  it('holds nothing where the risk is not known', () => {
    const { weights, note } = target([1, 0], { lookback: 63 })
    near(weights, [0, 0])
    expect(note).toBe('volatility unknown (4 of 63 sessions): cash')
    const wild = matrixOver(3, 2, Float64Array.of(1e-300, 1, 1e300, 1, 1e-300, 1))
    near(target([1, 0], { lookback: 2 }, { closes: wild }).weights, [0, 0])
    // Returns that are numbers, with a variance that is none.
    const wilder = matrixOver(3, 2, Float64Array.of(1, 1, 1e300, 1, 1, 1))
    expect(target([1, 0], { lookback: 2 }, { closes: wilder })).toEqual({
      weights: Float64Array.of(0, 0),
      note: 'volatility unknown (2 of 2 sessions): cash',
    })
  })

  it.each([
    [{ target: 0 }, 'volatility-target: target "0", expected above 0, at most 10'],
    [{ lookback: 1 }, 'volatility-target: lookback "1", expected a whole number, 2 or more'],
    [{ halfLife: -1 }, 'volatility-target: halfLife "-1", expected 0 to 1000000'],
    [{ most: 0 }, 'volatility-target: most "0", expected above 0, at most 10'],
  ])('refuses %o', (params, message) => {
    expect(() => volatilityTarget.check({ ...volatilityTarget.defaults, ...params })).toThrow(new ConfigError(message))
  })
})

describe('drawdownBrake', () => {
  const brake = (drawdown: number, least = 0): ReturnType<typeof drawdownBrake.constrain> =>
    drawdownBrake.constrain(contextOf({ scores: [1, 2], drawdown }), Float64Array.of(0.5, -0.5), {
      ...drawdownBrake.defaults,
      start: 0.1,
      stop: 0.2,
      least,
    })

  it('is linear between start and stop', () => {
    expect(brake(-0.1)).toEqual({ weights: Float64Array.of(0.5, -0.5), note: '' })
    const { weights, note } = brake(-0.15)
    near(weights, [0.25, -0.25])
    expect(note).toBe('drawdown 15.0%, times 0.50')
    near(brake(-0.2).weights, [0, 0])
    near(brake(-1, 0.2).weights, [0.1, -0.1])
  })

  it.each([
    [{ stop: 0.05 }, 'drawdown-brake: stop "0.05", expected above start (0.05)'],
    [{ start: -1 }, 'drawdown-brake: start "-1", expected 0 to 1'],
    [{ least: 2 }, 'drawdown-brake: least "2", expected 0 to 1'],
    [{ window: 1 }, 'drawdown-brake: window "1", expected a whole number, 2 or more'],
  ])('refuses %o', (params, message) => {
    expect(() => drawdownBrake.check({ ...drawdownBrake.defaults, ...params })).toThrow(new ConfigError(message))
  })
})

describe('turbulenceBrake', () => {
  const brake = (turbulence: number | undefined, strength: number): ReturnType<typeof turbulenceBrake.constrain> =>
    turbulenceBrake.constrain(contextOf({ scores: [1, 2], turbulence }), Float64Array.of(0.5, 0.5), { strength })

  it('scales by 1 - strength x P', () => {
    const { weights, note } = brake(0.8, 0.5)
    near(weights, [0.3, 0.3])
    expect(note).toBe('turbulence 80.0%, times 0.60')
    expect(brake(0, 1).note).toBe('')
    near(brake(7, 1).weights, [0, 0])
  })

  it('says that it does not know, and does nothing then', () => {
    for (const unknown of [undefined, NaN])
      expect(brake(unknown, 1)).toEqual({ weights: Float64Array.of(0.5, 0.5), note: 'turbulence unknown' })
  })
})

describe('absoluteMomentum', () => {
  // Over two sessions A gains 10%, B loses 10%, C has a gap.
  const closes = matrixOver(3, 3, Float64Array.of(10, 10, 10, 10.5, 9.5, NaN, 11, 9, 20))
  const filter = (weights: number[], params: object): ReturnType<typeof absoluteMomentum.constrain> =>
    absoluteMomentum.constrain(contextOf({ scores: weights, closes, sessionsPerYear: 2 }), Float64Array.from(weights), {
      ...absoluteMomentum.defaults,
      lookback: 2,
      ...params,
    })

  it('keeps longs that rose and shorts that fell; the rest is cash', () => {
    const { weights, note } = filter([0.3, 0.3, 0.4], {})
    near(weights, [0.3, 0, 0])
    expect(note).toBe('no absolute momentum, cash instead: B C')
    near(filter([-0.3, -0.3, -0.4], {}).weights, [0, -0.3, 0])
  })

  it('asks for more than cash earns over the lookback', () => {
    near(filter([1, 0, 0], { rate: 0.09 }).weights, [1, 0, 0])
    near(filter([1, 0, 0], { rate: 0.11 }).weights, [0, 0, 0])
  })

  it('a history that is too short shows nothing', () => {
    near(filter([1, 0, 0], { lookback: 3 }).weights, [0, 0, 0])
  })

  it.each([
    [{ lookback: 0 }, 'absolute-momentum: lookback "0", expected a whole number, 1 or more'],
    [{ rate: -1 }, 'absolute-momentum: rate "-1", expected above -1, at most 1'],
  ])('refuses %o', (params, message) => {
    expect(() => absoluteMomentum.check({ ...absoluteMomentum.defaults, ...params })).toThrow(new ConfigError(message))
  })
})
