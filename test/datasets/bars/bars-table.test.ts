import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseBarsTable } from '../../../datasets/bars/bars-table.js'
import { dialectOf } from '../../../datasets/bars/dialect-options.js'
import { parseOhlcvCsv } from '../../../datasets/bars/ohlcv-csv.js'
import { columnTableOf, type Column, type ColumnTable } from '../../../datasets/tables/column-table.js'
import { refusalOf } from './refusal.js'

const COLUMNS: Readonly<Record<string, Column>> = {
  Date: ['2024-01-02', '2024-01-03T00:00:00.000Z'],
  Open: Float64Array.of(10, 10.5),
  High: ['12', 12],
  Low: Float64Array.of(9, 9),
  Close: Float64Array.of(11, 11.25),
  Volume: [1000n, 2n ** 60n],
  Note: [null, true],
}

function tableOf(change: Readonly<Record<string, Column>> = {}): ColumnTable {
  return columnTableOf('x.parquet', Object.entries({ ...COLUMNS, ...change }), 2)
}

const refusal = (change: Readonly<Record<string, Column>>): string =>
  refusalOf(() => parseBarsTable(tableOf(change), { symbol: 'X' }))

describe('parseBarsTable', () => {
  it('reads numbers, text, whole 64-bit numbers and dates', () => {
    const [{ bars, lineOf }] = parseBarsTable(tableOf(), { symbol: 'X' })
    expect(bars).toEqual(
      parseOhlcvCsv(
        `Date,Open,High,Low,Close,Volume\n2024-01-02,10,12,9,11,1000\n2024-01-03,10.5,12,9,11.25,${2 ** 60}`,
        'x',
        'X',
      ),
    )
    expect(lineOf(bars.dates[1])).toBe(2)
  })

  it('gives what the CSV of the same numbers gives, to the bit', () => {
    const price = fc.double({ min: 1e-12, max: 1e12, noNaN: true })
    fc.assert(
      fc.property(fc.array(price, { minLength: 1, maxLength: 20 }), (prices) => {
        const dates = prices.map((_, i) => `${2000 + i}-06-01`)
        const values = Float64Array.from(prices)
        const fields = ['Open', 'High', 'Low', 'Close', 'Volume'].map((name) => [name, values] as const)
        const table = columnTableOf('x.arrow', [['Date', dates], ...fields], prices.length)
        const rows = prices.map((value, i) => [dates[i], value, value, value, value, value].join(','))
        const text = ['Date,Open,High,Low,Close,Volume', ...rows].join('\n')
        expect(parseBarsTable(table, { symbol: 'X' })[0].bars).toEqual(parseOhlcvCsv(text, 'x', 'X'))
      }),
    )
  })

  it('splits by the symbol column when no symbol is given', () => {
    const read = parseBarsTable(tableOf({ Symbol: ['B', 'A'] }))
    expect(read.map(({ bars }) => [bars.symbol, bars.close[0]])).toEqual([
      ['B', 11],
      ['A', 11.25],
    ])
    expect(refusalOf(() => parseBarsTable(tableOf()))).toBe('x.parquet:1: Symbol: column is missing')
    expect(refusalOf(() => parseBarsTable(tableOf({ Symbol: ['B', null] })))).toBe(
      'x.parquet:2: Symbol: "" is no ticker symbol',
    )
  })

  it.each<[string, Readonly<Record<string, Column>>, string]>([
    ['a missing price', { Close: Float64Array.of(11, NaN) }, '2: Close: "" is not a number'],
    ['null', { Close: [11, null] }, '2: Close: "" is not a number'],
    ['an infinite price', { Open: Float64Array.of(Infinity, 10) }, '1: Open: "Infinity" is infinite'],
    ['zero', { Low: Float64Array.of(0, 9) }, '1: Low: 0 is zero, expected a price above 0'],
    ['a truth value', { Low: [true, 9] }, '1: Low: "true" is not a number'],
    ['a range', { High: Float64Array.of(12, 10) }, '2: Open: 10.5 lies above the high, 10'],
    ['a negative volume', { Volume: [-1n, 1n] }, '1: Volume: -1 is negative, expected 0 or more'],
    [
      'a number as a date',
      { Date: Float64Array.of(19724, 19725) },
      '1: Date: "19724" is not a date, expected YYYY-MM-DD',
    ],
    ['a date twice', { Date: ['2024-01-02', '2024-01-02'] }, '2: Date: 2024-01-02 stands twice'],
    ['names that differ by case', { close: Float64Array.of(1, 1) }, '1: Close: column stands twice'],
  ])('%s is refused as in a text file', (_, change, message) => {
    expect(refusal(change)).toBe(`x.parquet:${message}`)
  })

  it('no rows are refused, a missing volume is taken where the dialect says so, faults are handed on', () => {
    const empty = columnTableOf(
      'e.arrow',
      Object.keys(COLUMNS).map((name) => [name, []] as const),
      0,
    )
    expect(refusalOf(() => parseBarsTable(empty, { symbol: 'X' }))).toBe('e.arrow: Date: the table has no rows')
    const change = { Volume: Float64Array.of(NaN, 5) }
    const lacking = dialectOf({ mayLack: ['volume'] })
    const [{ bars }] = parseBarsTable(tableOf(change), { symbol: 'X', dialect: lacking })
    expect([...bars.volume]).toEqual([NaN, 5])
    const faults: string[] = []
    const [rest] = parseBarsTable(tableOf(change), {
      symbol: 'X',
      onFault: ({ kind, line }) => faults.push(`${kind} ${line}`),
    })
    expect(faults).toEqual(['volume 1'])
    expect([...rest.bars.volume]).toEqual([5])
    expect(rest.lineOf(rest.bars.dates[0])).toBe(2)
  })
})
