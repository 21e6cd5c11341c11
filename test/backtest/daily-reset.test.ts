import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dailyResetDecay, dailyResetDrift, dailyResetReturns } from '../../src/backtest/daily-reset.js'
import { ConfigError, ShapeError } from '../../src/core/errors.js'
import { createRandom } from '../../src/core/random.js'

const growth = (returns: ArrayLike<number>): number =>
  Array.from(returns).reduce((value, change) => value * (1 + change), 1)

describe('dailyResetReturns', () => {
  it('+1 % and back leaves -2x with the known loss', () => {
    const flat = [0.01, -0.01 / 1.01]
    expect(growth(flat)).toBeCloseTo(1, 15)
    // (1 + L a)(1 - L a / (1 + a)) - 1 = -L (L - 1) a^2 / (1 + a), with L = -2 and a = 0.01.
    expect(growth(dailyResetReturns(flat, { leverage: -2 })) - 1).toBeCloseTo((-6 * 0.01 ** 2) / 1.01, 15)
  })

  it('any path that comes back to where it was costs -2x money', () => {
    const moves = fc.array(fc.double({ min: 0.001, max: 0.2, noNaN: true }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(moves, (up) => {
        const flat = up.flatMap((a) => [a, -a / (1 + a)])
        expect(growth(flat)).toBeCloseTo(1, 10)
        expect(growth(dailyResetReturns(flat, { leverage: -2 }))).toBeLessThan(1)
      }),
    )
  })

  it('is the underlying at leverage 1, and the multiple on a single day', () => {
    expect([...dailyResetReturns([0.01, -0.02], { leverage: 1 })]).toEqual([0.01, -0.02])
    expect([...dailyResetReturns([0.01], { leverage: -3 })]).toEqual([-0.03])
  })

  it('takes fee and financing: a fund of -2x earns the rate three times', () => {
    const [cost] = dailyResetReturns([0], { leverage: -2, annualFee: 0.0095, annualRate: 0.05 })
    expect(cost).toBeCloseTo((3 * 0.05 - 0.0095) / 252, 15)
    const [borrowed] = dailyResetReturns([0], { leverage: 2, annualRate: 0.05, sessionsPerYear: 250 })
    expect(borrowed).toBeCloseTo(-0.05 / 250, 15)
  })

  it('loses everything at most once, and keeps NaN', () => {
    expect([...dailyResetReturns([0.6, 0.1, -0.5], { leverage: -2 })]).toEqual([-1, 0, 0])
    expect([...dailyResetReturns([NaN, 0.01], { leverage: -2 })]).toEqual([NaN, -0.02])
  })

  it('has a leverage of its own for each return where it is given one', () => {
    const returns = dailyResetReturns([0.01, 0.01, 0], { leverage: [-3, -2, -2], annualRate: 0.252 })
    expect([...returns]).toEqual([-0.03 + 0.004, -0.02 + 0.003, 0.003].map((x) => expect.closeTo(x, 15) as number))
    expect(() => dailyResetReturns([0], { leverage: [-2, -2] })).toThrow(ShapeError)
    expect(() => dailyResetReturns([0], { leverage: [NaN] })).toThrow('leverage: is NaN')
  })

  it('refuses options out of range', () => {
    for (const bad of [{ leverage: NaN }, { leverage: -2, annualFee: -0.1 }, { leverage: 2, sessionsPerYear: 0 }])
      expect(() => dailyResetReturns([0], bad)).toThrow(ConfigError)
    // Years are periods too: one a year is the least.
    expect([...dailyResetReturns([0], { leverage: 2, annualRate: 0.05, sessionsPerYear: 1 })]).toEqual([-0.05])
  })
})

describe('dailyResetDrift', () => {
  it('is nothing on the first day, and known when prices are back', () => {
    const [first, back] = dailyResetDrift([0.01, -0.01 / 1.01], { leverage: -2 })
    expect(first).toBeCloseTo(0, 15)
    // The short is even; half of the money in the fund has lost 6 a^2 / (1 + a).
    expect(back).toBeCloseTo((-3 * 0.01 ** 2) / 1.01, 15)
  })

  it('is ahead of the short where prices go one way: the fund adds to what wins and cuts what loses', () => {
    const [up, down] = [0.01, -0.01].map((move) =>
      dailyResetDrift(new Float64Array(60).fill(move), { leverage: -2 }).at(-1),
    )
    expect(up).toBeCloseTo((0.98 ** 60 - 1) / 2 + (1.01 ** 60 - 1), 12)
    expect(up).toBeGreaterThan(0)
    expect(down).toBeCloseTo((1.02 ** 60 - 1) / 2 + (0.99 ** 60 - 1), 12)
    expect(down).toBeGreaterThan(0)
  })

  it('is behind the short on a path that is flat but volatile, and more so with time', () => {
    const flat = Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? 0.02 : -0.02 / 1.02))
    const drift = dailyResetDrift(flat, { leverage: -2 })
    expect(drift[99]).toBeLessThan(drift[49])
    expect(drift[49]).toBeLessThan(0)
    // The short itself is even; 2% a day are 31% a year, and the expected decay says what is left of the fund.
    const left = dailyResetDecay(-2, Math.log(1.02) * Math.sqrt(252), 100 / 252)
    expect(drift[99]).toBeCloseTo((left - 1) / 2, 2)
  })

  it('of a fund that goes the same way is measured against a long position', () => {
    expect([...dailyResetDrift([0.01, 0.02], { leverage: 1 })]).toEqual([0, 0])
    expect(dailyResetDrift([0.1, 0.1], { leverage: 2 })[1]).toBeCloseTo((1.2 ** 2 - 1) / 2 - (1.1 ** 2 - 1), 15)
  })

  it('keeps NaN from a missing return on, and refuses a leverage of 0', () => {
    expect([...dailyResetDrift([0, NaN, 0], { leverage: -2 })]).toEqual([0, NaN, NaN])
    expect(() => dailyResetDrift([0], { leverage: 0 })).toThrow('leverage: is 0, expected a number other than 0')
  })
})

describe('dailyResetDecay', () => {
  it('is what simulated paths of many small steps end at', () => {
    const random = createRandom(5, 'decay')
    const steps = 252 * 40
    const returns = Float64Array.from({ length: steps }, () => (random.uniform() < 0.5 ? 0.01 : -0.01 / 1.01))
    const volatility = Math.log(1.01) * Math.sqrt(252)
    for (const leverage of [-3, -2, -1, 2, 3]) {
      const left = growth(dailyResetReturns(returns, { leverage })) / growth(returns) ** leverage
      expect(Math.log(left) / Math.log(dailyResetDecay(leverage, volatility, 40))).toBeCloseTo(1, 1)
    }
  })

  it('costs nothing at leverage 0 and 1, and bears more than bulls', () => {
    expect(dailyResetDecay(1, 0.3, 1)).toBe(1)
    expect(dailyResetDecay(0, 0.3, 1)).toBe(1)
    expect(dailyResetDecay(-2, 0.3, 1)).toBeLessThan(dailyResetDecay(2, 0.3, 1))
  })
})
