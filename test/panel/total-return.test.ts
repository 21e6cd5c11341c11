import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatSession, parseSession } from '../../src/core/calendar.js'
import type { SymbolBars } from '../../src/panel/bars.js'
import {
  distributionsAsPaid,
  rawFromTotalReturn,
  totalReturnBars,
  totalReturnIndex,
} from '../../src/panel/total-return.js'
import { barsOn, WEEK } from './fixture.js'
import { haveFunds, readFund, readRawFund } from './fund-bars.js'

interface Golden {
  readonly raw: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly cents: Readonly<Record<string, readonly [number, number]>>
  readonly sixtyFourths: Readonly<Record<string, readonly [number, number]>>
  readonly growth: Readonly<Record<string, { readonly adjusted: number; readonly reinvested: number }>>
}

const golden = JSON.parse(readFileSync('test/golden/adjust.json', 'utf8')) as Golden

/** Largest relative difference of two arrays. */
function apart(a: Float64Array, b: Float64Array): number {
  return a.reduce((most, value, i) => Math.max(most, value === b[i] ? 0 : Math.abs(value / b[i] - 1)), 0)
}

const PRICES = ['open', 'high', 'low', 'close'] as const

describe('totalReturnBars', () => {
  it('gives the numbers of Yahoo’s own example: a 2:1 split, then 0.08 in cash', () => {
    const dates = ['2003-02-13', '2003-02-14', '2003-02-18', '2003-02-19']
    const adjusted = totalReturnBars(
      barsOn('X', dates, {
        close: Float64Array.of(46.99, 48.3, 24.96, 24.53),
        splits: Float64Array.of(0, 0, 2, 0),
        distributions: Float64Array.of(0, 0, 0, 0.08),
      }),
    )
    // 24.96 * (1 - 0.08 / 24.96) = 24.88, and halves of it for the days before.
    expect([...adjusted.close].map((price) => price.toFixed(2))).toEqual(['23.42', '24.07', '24.88', '24.53'])
    expect([...adjusted.volume]).toEqual([2000, 2002, 1002, 1003])
    expect([...adjusted.splits, ...(adjusted.distributions ?? [])]).toEqual([0, 0, 0, 0, 0, 0, 0, 0])
  })

  it('a distribution on the day of a split is per new share', () => {
    const adjusted = totalReturnBars(
      barsOn('X', WEEK, {
        close: Float64Array.of(100, 100, 49, 49, 49),
        splits: Float64Array.of(0, 0, 2, 0, 0),
        distributions: Float64Array.of(0, 0, 1, 0, 0),
      }),
    )
    for (const price of adjusted.close) expect(price).toBeCloseTo(49, 12)
  })

  it('refuses cash that is worth the share or more, or is no amount, naming the day', () => {
    const paying = (cash: number): SymbolBars => barsOn('X', WEEK, { distributions: Float64Array.of(0, 0, cash, 0, 0) })
    expect(() => totalReturnBars(paying(101))).toThrow(
      /^X: distributions: 101 .*not below the close before.* 2024-03-06/,
    )
    expect(() => totalReturnBars(paying(NaN))).toThrow(/NaN is not an amount.*2024-03-06/)
    expect(() => totalReturnBars(paying(-1))).toThrow(/-1 is not an amount/)
    expect(() =>
      rawFromTotalReturn(barsOn('X', WEEK), { splits: new Float64Array(5), distributions: new Float64Array(4) }),
    ).toThrow(/5 and 4 events, expected 5/)
  })
})

/** Random raw bars with splits and distributions, one share worth 1 to 1,000. */
const randomBars = fc
  .array(
    fc.record({
      step: fc.double({ min: -0.2, max: 0.2, noNaN: true }),
      split: fc.constantFrom(0, 0, 0, 0, 2, 3, 1.5, 0.1, 1.231),
      yield: fc.constantFrom(0, 0, 0, 0.002, 0.01, 0.3),
    }),
    { minLength: 2, maxLength: 60 },
  )
  .map((rows): SymbolBars => {
    const n = rows.length
    const close = new Float64Array(n)
    const [splits, distributions] = [new Float64Array(n), new Float64Array(n)]
    for (const [i, row] of rows.entries()) {
      const before = i === 0 ? 100 : close[i - 1]
      const shares = row.split > 0 ? row.split : 1
      splits[i] = row.split
      distributions[i] = (before / shares) * row.yield
      close[i] = (before / shares) * (1 - row.yield) * Math.exp(row.step)
    }
    const times = (factor: number): Float64Array => close.map((price) => price * factor)
    return {
      symbol: 'R',
      dates: Int32Array.from(rows, (_, i) => i),
      open: times(1.001),
      high: times(1.02),
      low: times(0.97),
      close,
      volume: close.map((_, i) => 1000 + i),
      splits,
      distributions,
    }
  })

describe('rawFromTotalReturn', () => {
  it('is the inverse of totalReturnBars, to 1e-12', () => {
    fc.assert(
      fc.property(randomBars, (raw) => {
        const events = { splits: raw.splits, distributions: raw.distributions ?? new Float64Array(0) }
        const back = rawFromTotalReturn(totalReturnBars(raw), events)
        for (const field of [...PRICES, 'volume'] as const) expect(apart(back[field], raw[field])).toBeLessThan(1e-12)
        expect(back.splits).toEqual(raw.splits)
        expect(back.distributions).toEqual(raw.distributions)
      }),
      { numRuns: 500 },
    )
  })

  it('and the other way round', () => {
    fc.assert(
      fc.property(randomBars, (bars) => {
        const events = { splits: bars.splits, distributions: bars.distributions ?? new Float64Array(0) }
        const adjusted = { ...bars, splits: new Float64Array(bars.dates.length) }
        const again = totalReturnBars(rawFromTotalReturn(adjusted, events))
        for (const field of [...PRICES, 'volume'] as const) expect(apart(again[field], bars[field])).toBeLessThan(1e-12)
      }),
    )
  })

  it('an adjusted return is that of a share bought at yesterday’s close less the cash', () => {
    fc.assert(
      fc.property(randomBars, (raw) => {
        const { close } = totalReturnBars(raw)
        for (let i = 1; i < close.length; i++) {
          const before = raw.close[i - 1] / (raw.splits[i] > 0 ? raw.splits[i] : 1) - (raw.distributions?.[i] ?? 0)
          expect(close[i] / close[i - 1]).toBeCloseTo(raw.close[i] / before, 10)
        }
      }),
    )
  })
})

describe('totalReturnIndex', () => {
  it('reinvests at the close: two dividends by hand', () => {
    const index = totalReturnIndex(
      barsOn('X', WEEK, {
        close: Float64Array.of(100, 99, 49.5, 49, 50),
        splits: Float64Array.of(0, 0, 2, 0, 0),
        distributions: Float64Array.of(0, 2, 0, 0.5, 0),
      }),
    )
    const expected = [1, 1.01, 1.01, 1.01, (1.01 * 50) / 49]
    for (const [i, value] of expected.entries()) expect(index[i]).toBeCloseTo(value, 14)
  })

  it('differs from the multipliers by the product that the comment states', () => {
    fc.assert(
      fc.property(randomBars, (raw) => {
        const [index, { close }] = [totalReturnIndex(raw), totalReturnBars(raw)]
        for (let i = 1; i < close.length; i++) {
          const cash = raw.distributions?.[i] ?? 0
          const price = raw.close[i - 1] / (raw.splits[i] > 0 ? raw.splits[i] : 1) - cash
          const [r, d] = [raw.close[i] / price - 1, cash / price]
          const ratio = close[i] / close[i - 1] / (index[i] / index[i - 1])
          expect(ratio).toBeCloseTo(1 + (r * d) / (1 + r + d), 10)
        }
      }),
    )
  })
})

describe('distributionsAsPaid', () => {
  it('undoes the splits after the day', () => {
    expect([...distributionsAsPaid(Float64Array.of(0.5, 0.5, 0.5), Float64Array.of(0, 2, 0))]).toEqual([1, 0.5, 0.5])
  })
})

describe.skipIf(!haveFunds('total return of the real funds'))('the real funds', () => {
  it.each(Object.keys(golden.raw))('%s: raw closes are the golden ones', (symbol) => {
    const raw = readRawFund(symbol)
    for (const [date, close] of Object.entries(golden.raw[symbol]))
      expect(raw.close[raw.dates.indexOf(parseSession(date))] / close).toBeCloseTo(1, 10)
  })

  it.each(Object.keys(golden.raw))('%s: raw closes are whole cents, and whole 64ths before the year 2000', (symbol) => {
    const raw = readRawFund(symbol)
    const whole = (from: string, to: string, perDollar: number): [number, number] => {
      const prices = [...raw.close].filter((_, i) => {
        const date = formatSession(raw.dates[i])
        return date >= from && date < to
      })
      return [prices.filter((p) => Math.abs(p * perDollar - Math.round(p * perDollar)) <= 0.05).length, prices.length]
    }
    expect(whole('2001-04-09', '9999', 100)).toEqual(golden.cents[symbol])
    expect(whole('0000', '2000-08-28', 64)).toEqual(golden.sixtyFourths[symbol])
    const [inCents, all] = golden.cents[symbol]
    expect(inCents / all).toBeGreaterThan(0.98)
  })

  it('raw bars with their events give the files back, to 1e-12', () => {
    for (const symbol of ['XLK', 'XLF', 'SPY']) {
      const again = totalReturnBars(readRawFund(symbol))
      const { adjusted } = readFund(symbol)
      for (const field of PRICES) expect(apart(again[field], adjusted[field])).toBeLessThan(1e-12)
    }
  })

  it('growth of the files and with reinvestment at the close', () => {
    for (const [symbol, { adjusted, reinvested }] of Object.entries(golden.growth)) {
      const index = totalReturnIndex(readRawFund(symbol))
      const { close } = readFund(symbol).adjusted
      expect(close[close.length - 1] / close[0] / adjusted).toBeCloseTo(1, 10)
      expect(index[index.length - 1] / reinvested).toBeCloseTo(1, 10)
      expect(Math.abs(reinvested / adjusted - 1)).toBeLessThan(0.002)
    }
  })
})
