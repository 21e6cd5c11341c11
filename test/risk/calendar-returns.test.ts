import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseSession } from '../../src/core/calendar.js'
import { calendarReturns, monthTable } from '../../src/risk/calendar-returns.js'
import { totalReturn } from '../../src/risk/growth.js'
import { volatility } from '../../src/risk/volatility.js'
import { rolling } from '../../src/risk/rolling.js'

const days = (...texts: string[]): number[] => texts.map(parseSession)

describe('returns by the calendar', () => {
  const dates = days('2019-11-29', '2019-12-30', '2019-12-31', '2021-01-04', '2021-02-01')
  const returns = Float64Array.of(0.1, 0.2, -0.5, 0.3, 0.1)

  it('compound within months and years; a year without a session stays empty', () => {
    const years = calendarReturns(returns, dates, 'yearly')
    expect(years.map(({ index, start, end }) => [index, start, end])).toEqual([
      [2019, 0, 3],
      [2021, 3, 5],
    ])
    expect(years[0].return).toBeCloseTo(1.1 * 1.2 * 0.5 - 1, 12)
    const table = monthTable(returns, dates)
    expect(table.years).toEqual([2019, 2020, 2021])
    expect([table.months.rows, table.months.cols]).toEqual([3, 12])
    expect(table.months.data[10]).toBeCloseTo(0.1, 12)
    expect(table.months.data[11]).toBeCloseTo(1.2 * 0.5 - 1, 12)
    expect(table.months.data[24]).toBeCloseTo(0.3, 12)
    expect(table.months.data.filter((value) => !Number.isNaN(value))).toHaveLength(4)
    expect(table.totals[1]).toBeNaN()
    expect(table.totals[2]).toBeCloseTo(1.3 * 1.1 - 1, 12)
    expect(monthTable(new Float64Array(0), []).years).toEqual([])
  })

  it("a year's return is the product of its months' and not their sum", () => {
    const daily = fc.array(fc.double({ min: -0.05, max: 0.05, noNaN: true }), { minLength: 250, maxLength: 600 })
    fc.assert(
      fc.property(daily, (values) => {
        const series = Float64Array.from(values)
        const all = values.map((_, i) => parseSession('2001-02-03') + i)
        const { years, months, totals } = monthTable(series, all)
        let equity = 1
        for (const [row] of years.entries()) {
          const known = [...months.data.subarray(row * 12, row * 12 + 12)].filter((value) => !Number.isNaN(value))
          const product = known.reduce((growth, value) => growth * (1 + value), 1)
          expect(totals[row]).toBeCloseTo(product - 1, 10)
          equity *= 1 + totals[row]
        }
        expect(equity - 1).toBeCloseTo(totalReturn(series), 9)
      }),
      { numRuns: 30 },
    )
    const twice = Float64Array.of(0.1, 0.1)
    const { totals } = monthTable(twice, days('2020-01-31', '2020-02-28'))
    expect(totals[0]).toBeCloseTo(0.21, 12)
    expect(Math.abs(totals[0] - 0.2)).toBeGreaterThan(0.009)
  })

  it('dates that are too few are refused', () => {
    expect(() => calendarReturns(returns, dates.slice(1), 'yearly')).toThrow('calendarReturns: 4 dates, expected 5')
  })
})

describe('rolling metrics', () => {
  const returns = Float64Array.of(0.1, -0.1, 0.2, 0.3)

  it('begin with the first whole window and see nothing after it', () => {
    expect(
      [...rolling([returns], 3, (part) => totalReturn(part))].map((value) => Math.round(value * 1e6) / 1e6),
    ).toEqual([NaN, NaN, 0.188, 0.404])
    const changed = Float64Array.of(0.1, -0.1, 0.2, -0.9)
    expect(rolling([changed], 2, (part) => volatility(part, 252))[2]).toBe(
      rolling([returns], 2, (part) => volatility(part, 252))[2],
    )
    expect([...rolling([returns, returns], 1, (own, market) => own[0] - market[0])]).toEqual([0, 0, 0, 0])
    expect([...rolling([returns], 9, () => 1)]).toEqual([NaN, NaN, NaN, NaN])
  })

  it('wrong windows and lengths are refused', () => {
    expect(() => rolling([returns], 0, () => 1)).toThrow('rolling: window "0", expected a whole number of periods')
    expect(() => rolling([returns, returns.slice(1)], 2, () => 1)).toThrow('rolling: a series of 3 periods, expected 4')
  })
})
