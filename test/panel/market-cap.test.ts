import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SymbolBars } from '../../src/panel/bars.js'
import { marketCapOf } from '../../src/panel/market-cap.js'
import { observationsOf, type Observation } from '../../src/panel/observations.js'

function bars(rows: readonly (readonly [session: number, close: number])[]): SymbolBars {
  const close = Float64Array.from(rows, ([, price]) => price)
  const none = new Float64Array(rows.length)
  const dates = Int32Array.from(rows, ([session]) => session)
  return { symbol: 'A', dates, open: close, high: close, low: close, close, volume: none, splits: none }
}

const known = (...list: readonly Observation[]): ReturnType<typeof observationsOf> =>
  observationsOf('marketCap.A', list)

describe('marketCapOf', () => {
  const prices = bars([
    [10, 50],
    [12, 60],
    [14, 30],
    [20, 45],
  ])

  it('is not known before it was published', () => {
    const cap = marketCapOf(known({ valid: 10, known: 13, value: 500 }), prices)
    expect([9, 12].map(cap)).toEqual([NaN, NaN])
    // Published on day 13 of the price of day 10: grown with the price since then.
    expect([13, 14, 25].map(cap)).toEqual([600, 300, 450])
  })

  it('starts anew from each publication, the newest one first', () => {
    const cap = marketCapOf(
      known(
        { valid: 10, known: 10, value: 500 },
        { valid: 14, known: 15, value: 400 },
        { valid: 16, known: 20, value: 90 },
      ),
      prices,
    )
    expect([10, 14, 15, 19, 20].map(cap)).toEqual([500, 300, 400, 400, 135])
  })

  it('is as published before the first bar, and grows with the price from it on', () => {
    const cap = marketCapOf(known({ valid: 5, known: 5, value: 1000 }), prices)
    expect([5, 9, 10, 12].map(cap)).toEqual([1000, 1000, 1000, 1200])
  })

  it('does not know what was withdrawn', () => {
    const cap = marketCapOf(known({ valid: 10, known: 10, value: 500 }, { valid: 12, known: 12, value: NaN }), prices)
    expect([11, 12, 20].map(cap)).toEqual([500, NaN, NaN])
  })

  it('does not move over a split, since adjusted prices and shares cancel', () => {
    const raw = [40, 44, 46, 23.5, 24]
    const adjusted = raw.map((price, i) => (i < 3 ? price / 2 : price))
    const cap = marketCapOf(
      known({ valid: 1, known: 1, value: 4000 }),
      bars(adjusted.map((price, i) => [i + 1, price])),
    )
    // 100 shares of 40, then 200 of 24.
    expect(cap(5)).toBeCloseTo(200 * 24, 9)
  })

  it('is causal: later prices and publications change nothing before them', () => {
    const walk = fc.array(fc.double({ min: 1, max: 100, noNaN: true }), { minLength: 3, maxLength: 12 })
    const list = fc.array(
      fc.record({ valid: fc.nat(12), late: fc.nat(4), value: fc.double({ min: 1, max: 1e6, noNaN: true }) }),
      { maxLength: 8 },
    )
    fc.assert(
      fc.property(walk, list, fc.nat(12), (closes, releases, end) => {
        const all = releases.map(({ valid, late, value }) => ({ valid, known: valid + late, value }))
        const rows = closes.map((price, i): [number, number] => [i, price])
        const whole = marketCapOf(known(...all), bars(rows))
        const cut = marketCapOf(
          known(...all.filter((release) => release.known <= end)),
          bars(rows.filter(([session]) => session <= end)),
        )
        for (let session = 0; session <= end; session++) expect(cut(session)).toBe(whole(session))
      }),
    )
  })
})
