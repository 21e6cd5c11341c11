import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wholeLots } from '../../src/backtest/lots.js'
import { apportion, roundToLot, roundToUnit, toCents, tradeLots } from '../../src/allocate/lots.js'
import { Rational, rationals, sumOf } from '../../src/allocate/rational.js'
import { ConfigError } from '../../src/core/errors.js'

describe('roundToLot', () => {
  it.each([
    [193.84264538, 10, 190],
    [193.84264538, 1, 193],
    [193.84264538, 0.001, 193.842],
    [0.3, 0.1, 0.3],
    [0.7, 0.001, 0.7],
    [-193.8, 10, -190],
    [-0.5, 1, 0],
    [9, 10, 0],
  ])('%f shares in lots of %f are %f', (shares, lot, expected) => {
    expect(roundToLot(shares, lot)).toBe(expected)
  })

  it.each([
    [0.29999999999999993, 0.1, 0.2, 0.3],
    [2.9999999999, 1, 2, 3],
  ])(
    '%f shares in lots of %f are %f, of exact money; the ledger, whose quotients are rounded, holds %f',
    (...cells) => {
      const [shares, lot, exact, rounded] = cells
      expect(roundToLot(shares, lot)).toBe(exact)
      expect(wholeLots(shares, lot)).toBe(rounded)
    },
  )

  it('is a whole number of lots, at most one lot nearer to 0', () => {
    const lot = fc.constantFrom(0.001, 0.01, 0.1, 1, 5, 10, 100)
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), lot, (shares, size) => {
        const bought = roundToLot(shares, size)
        expect(Math.abs(bought)).toBeLessThanOrEqual(Math.abs(shares))
        expect(Math.abs(shares) - Math.abs(bought)).toBeLessThan(size * (1 + 1e-9))
        expect(roundToLot(bought, size) === bought).toBe(true)
      }),
    )
  })

  it.each([0, -1, NaN, Infinity])('refuses a lot of %f', (lot) => {
    expect(() => roundToLot(1, lot)).toThrow(ConfigError)
  })
})

describe('toCents', () => {
  it('rounds a half cent away from 0, of the decimal that is written', () => {
    expect([1.005, 2.675, -1.005, 6976.744186046512, 0.1 + 0.2].map(toCents)).toEqual([1.01, 2.68, -1.01, 6976.74, 0.3])
    expect(roundToUnit(1499, 1000)).toBe(1000)
    expect(roundToUnit(1500, 1000)).toBe(2000)
  })
})

describe('apportion', () => {
  it('gives the missing units to those that lost most', () => {
    expect(apportion([93023.25581395348, 6976.744186046512], 1000)).toEqual([93000, 7000])
    expect(apportion([93023.25581395348, 6976.744186046512], 0.01)).toEqual([93023.26, 6976.74])
    expect(apportion([100 / 3, 100 / 3, 100 / 3], 1)).toEqual([34, 33, 33])
    expect(apportion([-1.5, 2.5], 1)).toEqual([-1, 2])
  })

  it('loses no unit to amounts that are no doubles', () => {
    const ninths = Array.from({ length: 9 }, () => 100000 / 9)
    const exact = Rational.sum(rationals(ninths))
    expect(exact.compare(Rational.of(100000))).toBe(-1)
    expect(sumOf(apportion(ninths, 0.01))).toBe(100000)
  })

  it('keeps the total, and every amount within a unit', () => {
    const amounts = fc.array(fc.integer({ min: -10_000_000, max: 10_000_000 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(amounts, fc.constantFrom(0.01, 1, 1000), (cents, unit) => {
        const exact = cents.map((one) => one / 100)
        const rounded = apportion(exact, unit)
        rounded.forEach((amount, i) => expect(Math.abs(amount - exact[i])).toBeLessThanOrEqual(unit))
        const lost = sumOf(exact) - sumOf(rounded)
        expect(lost).toBeGreaterThanOrEqual(-1e-6)
        expect(lost).toBeLessThan(unit)
      }),
    )
  })
})

describe('tradeLots', () => {
  it('buys whole lots and leaves the rest as cash', () => {
    const { trades, cash } = tradeLots(
      [
        { amount: 17000, price: 87.7, lot: 10 },
        { amount: 83000, price: undefined, lot: 1 },
      ],
      100000,
    )
    expect(trades).toEqual([
      { shares: 17000 / 87.7, bought: 190, amount: 16663 },
      { shares: undefined, bought: undefined, amount: 83000 },
    ])
    expect(cash).toBe(337)
  })

  it('a short that was cut brings less, and the last order gives way', () => {
    // 1,850 wanted short, 18 shares of 100 sold: 50 less than planned, which the core lacks.
    const { trades, cash } = tradeLots(
      [
        { amount: -1850, price: 100, lot: 1 },
        { amount: 51850, price: undefined, lot: 1 },
        { amount: 50000, price: 1000, lot: 1 },
      ],
      100000,
    )
    expect(trades.map(({ bought, amount }) => [bought, amount])).toEqual([
      [-18, -1800],
      [undefined, 51850],
      [49, 49000],
    ])
    expect(cash).toBe(950)
  })

  it('never spends more than there is, and loses no cent', () => {
    const order = fc.record({
      amount: fc.integer({ min: -30_000, max: 30_000 }),
      price: fc.option(
        fc.integer({ min: 1, max: 100_000 }).map((cents) => cents / 100),
        { nil: undefined },
      ),
      lot: fc.constantFrom(0.001, 1, 10, 100),
    })
    fc.assert(
      fc.property(
        fc.array(order, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 100_000 }),
        (orders, capital) => {
          const { trades, cash } = tradeLots(orders, capital)
          expect(cash).toBeGreaterThanOrEqual(0)
          expect(sumOf([cash, ...trades.map(({ amount }) => amount)])).toBe(capital)
          trades.forEach(({ amount }, i) => {
            expect(Math.abs(amount)).toBeLessThanOrEqual(Math.abs(orders[i].amount))
            expect(amount * orders[i].amount).toBeGreaterThanOrEqual(0)
          })
        },
      ),
    )
  })

  it('refuses a price of nothing', () => {
    expect(() => tradeLots([{ amount: 1, price: 0, lot: 1 }], 1)).toThrow('price: is 0, expected a number above 0')
  })
})
