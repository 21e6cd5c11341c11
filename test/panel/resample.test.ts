import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatSession, parseSession, periodIndex } from '../../src/core/calendar.js'
import { adjustSplits } from '../../src/panel/adjust-splits.js'
import type { SymbolBars } from '../../src/panel/bars.js'
import { lastRowOfEach, resampleBars } from '../../src/panel/resample.js'
import { barsOn } from './fixture.js'
import { haveFunds, readFund } from './fund-bars.js'

const days = (...dates: string[]): Int32Array => Int32Array.from(dates, parseSession)

describe('lastRowOfEach', () => {
  it('is the last trading day of the week, whichever that is', () => {
    // Thursday before Good Friday, Monday to Wednesday, then one Friday.
    const dates = days('2024-03-27', '2024-03-28', '2024-04-01', '2024-04-03', '2024-04-12')
    expect(lastRowOfEach(dates, 'weekly')).toEqual([1, 3, 4])
    expect(lastRowOfEach(dates, 'monthly')).toEqual([1, 4])
    expect(lastRowOfEach(dates, 'quarterly')).toEqual([1, 4])
    expect(lastRowOfEach(dates, 'yearly')).toEqual([4])
  })

  it('of nothing is nothing, of one session that session', () => {
    expect(lastRowOfEach(new Int32Array(0), 'weekly')).toEqual([])
    expect(lastRowOfEach(days('2024-01-01'), 'monthly')).toEqual([0])
  })

  it('gives every period once and ends with the last row', () => {
    const sessions = fc.uniqueArray(fc.integer({ min: 0, max: 2000 }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(sessions, fc.constantFrom('weekly', 'monthly', 'quarterly', 'yearly'), (unordered, period) => {
        const dates = Int32Array.from(unordered).sort()
        const rows = lastRowOfEach(dates, period)
        const periods = Array.from(dates, (date) => periodIndex(date, period))
        expect(rows.map((row) => periods[row])).toEqual([...new Set(periods)])
        for (const row of rows) expect(row).toBe(periods.lastIndexOf(periods[row]))
      }),
    )
  })
})

describe('resampleBars', () => {
  const dates = ['2024-03-27', '2024-03-28', '2024-04-01', '2024-04-02', '2024-04-05', '2024-04-08']

  it('takes first open, highest high, lowest low, last close, sums, and the last session as label', () => {
    const bars = barsOn('A', dates, {
      high: Float64Array.of(110, 120, 130, 190, 150, 160),
      low: Float64Array.of(90, 80, 70, 95, 60, 50),
      distributions: Float64Array.of(0, 0, 0.25, 0, 0.5, 0),
    })
    const weeks = resampleBars(bars, 'weekly')
    expect([...weeks.dates].map(formatSession)).toEqual(['2024-03-28', '2024-04-05', '2024-04-08'])
    expect([...weeks.open]).toEqual([99.5, 101.5, 104.5])
    expect([...weeks.high]).toEqual([120, 190, 160])
    expect([...weeks.low]).toEqual([80, 60, 50])
    expect([...weeks.close]).toEqual([101, 104, 105])
    expect([...weeks.volume]).toEqual([2001, 3009, 1005])
    expect([...(weeks.distributions ?? [])]).toEqual([0, 0.75, 0])
    expect([...weeks.splits]).toEqual([0, 0, 0])
    expect(resampleBars(barsOn('A', dates), 'monthly').distributions).toBeUndefined()
    expect(resampleBars(barsOn('A', []), 'monthly').dates.length).toBe(0)
  })

  it('a period with a split is in shares of its end', () => {
    const bars = barsOn('A', dates, {
      open: Float64Array.of(100, 100, 100, 50, 50, 10),
      high: Float64Array.of(110, 110, 120, 55, 55, 11),
      low: Float64Array.of(90, 90, 90, 45, 40, 9),
      close: Float64Array.of(100, 100, 100, 50, 50, 10),
      volume: Float64Array.of(1, 1, 1, 2, 2, 10),
      splits: Float64Array.of(0, 0, 0, 2, 0, 5),
      distributions: Float64Array.of(0, 0, 1, 0, 1, 0),
    })
    const month = resampleBars(bars, 'monthly')
    expect([...month.splits]).toEqual([0, 10])
    expect([...month.open]).toEqual([100, 10])
    expect([...month.high]).toEqual([110, 12])
    expect([...month.low]).toEqual([90, 8])
    expect([...month.volume]).toEqual([2, 10 + 10 + 10 + 10])
    expect(month.distributions?.[1]).toBeCloseTo(0.1 + 0.2, 12)
  })

  it('and split adjustment may follow in either order', () => {
    const bars = fc
      .array(
        fc.record({
          gap: fc.integer({ min: 1, max: 9 }),
          split: fc.constantFrom(0, 0, 0, 2, 4, 0.5),
          price: fc.double({ min: 1, max: 1e4, noNaN: true }),
        }),
        { minLength: 1, maxLength: 80 },
      )
      .map((rows): SymbolBars => {
        let day = 19_000
        const price = Float64Array.from(rows, (row) => row.price)
        return {
          symbol: 'R',
          dates: Int32Array.from(rows, ({ gap }) => (day += gap)),
          open: price,
          high: price.map((value) => value * 1.5),
          low: price.map((value) => value / 1.5),
          close: price.map((value) => value * 1.1),
          volume: price.map((value) => Math.round(value)),
          splits: Float64Array.from(rows, ({ split }) => split),
        }
      })
    fc.assert(
      fc.property(bars, fc.constantFrom('weekly', 'monthly', 'quarterly', 'yearly'), (raw, period) => {
        // Splits by powers of two divide without rounding.
        expect(adjustSplits(resampleBars(raw, period))).toEqual(resampleBars(adjustSplits(raw), period))
      }),
    )
  })

  it.skipIf(!haveFunds('monthly bars'))('monthly bars of real funds are those of pandas', () => {
    const golden = JSON.parse(readFileSync('test/golden/adjust.json', 'utf8')) as {
      readonly monthly: Readonly<Record<string, { rows: number; sums: number[]; '2016-09': number[] }>>
    }
    for (const [symbol, expected] of Object.entries(golden.monthly)) {
      const { dates: labels, ...months } = resampleBars(readFund(symbol).adjusted, 'monthly')
      const fields = [months.open, months.high, months.low, months.close, months.volume]
      const row = labels.indexOf(parseSession('2016-09-30'))
      expect(labels.length).toBe(expected.rows)
      expect(fields.map((field) => field[row])).toEqual(expected['2016-09'])
      for (const [i, field] of fields.entries())
        expect(field.reduce((sum, value) => sum + value, 0) / expected.sums[i]).toBeCloseTo(1, 12)
    }
  })
})
