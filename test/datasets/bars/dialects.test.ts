import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { numberReader } from '../../../datasets/bars/bar-cells.js'
import type { BarFault } from '../../../datasets/bars/bar-fault.js'
import { dialectOf, type DialectOptions } from '../../../datasets/bars/dialect-options.js'
import { readOhlcvCsv } from '../../../datasets/bars/ohlcv-csv.js'
import { formatSession, parseSession } from '../../../src/core/calendar.js'
import { refusalOf } from './refusal.js'

const INVESTING = [
  '"Date","Price","Open","High","Low","Vol.","Change %"',
  '"03/15/2024","1,234.50","1,230.00","1,240.25","1,229.75","12.3M","0.36%"',
  '"03/14/2024","1,230.10","1,228.00","1,231.00","1,220.00","987.65K","-0.11%"',
  '"03/13/2024","999.90","998.00","1,000.00","990.00","-","0.00%"',
  '"03/12/2024","998.00","998.00","999.00","990.00","1.2B","1.00%"',
]
const YAHOO = ['Date,Open,High,Low,Close,Adj Close,Volume', '2024-01-02,10,12,9,11,5.5,1000']
const STANDARD = ['Date,Open,High,Low,Close,Volume', '2024-01-02,10,12,9,11,1000']
const BULK = [
  '<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>',
  'AAPL.US,D,20240102,000000,10,12,9,11,1000,0',
]

const read = (dialect: string | DialectOptions, lines: readonly string[]): ReturnType<typeof readOhlcvCsv> =>
  readOhlcvCsv(lines.join('\n'), 'x.csv', 'X', { dialect: dialectOf(dialect) })
const refusal = (dialect: string | DialectOptions, ...lines: string[]): string =>
  refusalOf(() => read(dialect, lines)).replace('x.csv:', '')

describe('investing', () => {
  it('reads quoted cells, separators, suffixes and newest first, exactly', () => {
    const { bars, lineOf } = read('investing', [`\uFEFF${INVESTING[0]}`, ...INVESTING.slice(1)])
    expect([...bars.dates].map(formatSession)).toEqual(['2024-03-12', '2024-03-13', '2024-03-14', '2024-03-15'])
    expect([...bars.close]).toEqual([998, 999.9, 1230.1, 1234.5])
    expect([...bars.high]).toEqual([999, 1000, 1231, 1240.25])
    expect([...bars.volume]).toEqual([1_200_000_000, NaN, 987_650, 12_300_000])
    expect(lineOf(parseSession('2024-03-12'))).toBe(5)
    expect(lineOf(parseSession('2024-03-15'))).toBe(2)
  })

  it('day and month are as stated', () => {
    const rows = [INVESTING[0], '"02/01/2024","11","10","12","9","1K","0%"']
    expect(formatSession(read('investing', rows).bars.dates[0])).toBe('2024-02-01')
    expect(formatSession(read('investing-dmy', rows).bars.dates[0])).toBe('2024-01-02')
  })

  it('reads the names of months, where the month comes first', () => {
    const row = (date: string): string => `"${date}","11","10","12","9","-","0%"`
    expect(formatSession(read('investing', [INVESTING[0], row('Apr 09, 2020')]).bars.dates[0])).toBe('2020-04-09')
    for (const date of ['Apr 31, 2020', 'Avr 09, 2020', 'apr 09, 2020'])
      expect(refusal('investing', INVESTING[0], row(date))).toBe(
        `2: Date: "${date}" is not a date, expected MM/DD/YYYY`,
      )
    expect(refusal('investing-dmy', INVESTING[0], row('Apr 09, 2020'))).toContain('reads as dialect "investing"')
  })

  it('a day above 12 in the place of the month fails on its line, and the message names the other order', () => {
    const row = (date: string): string => `"${date}","11","10","12","9","1K","0%"`
    expect(refusal('investing', INVESTING[0], row('02/01/2024'), row('29/12/2023'))).toBe(
      '3: Date: "29/12/2023" is not a date, expected MM/DD/YYYY; it reads as dialect "investing-dmy"',
    )
    expect(refusal('investing-dmy', INVESTING[0], row('12/29/2023'))).toBe(
      '2: Date: "12/29/2023" is not a date, expected DD/MM/YYYY; it reads as dialect "investing"',
    )
  })

  it('rows in the wrong order are refused', () => {
    expect(refusal('investing', INVESTING[0], INVESTING[2], INVESTING[1])).toBe(
      '3: Date: 2024-03-15 comes after 2024-03-14, expected descending dates',
    )
    expect(refusal('investing', INVESTING[0], INVESTING[1], INVESTING[1])).toBe('3: Date: 2024-03-15 stands twice')
  })

  it('separators that are not between groups of three digits are refused', () => {
    const close = (text: string): string => refusal('investing', INVESTING[0], INVESTING[1].replace('1,234.50', text))
    for (const text of ['12,34.50', '1,2345', ',234', '1,234,56', '1.234,5', '1,234.5K', '1234,5'])
      expect(close(text)).toBe(`2: Price: "${text}" is not a number`)
    expect(close('1234.5')).toBe('not refused')
  })
})

describe('stooq', () => {
  it('reads the download of one symbol, with and without volume', () => {
    expect(read('stooq', STANDARD).bars.volume[0]).toBe(1000)
    const index = STANDARD.map((line) => line.split(',').slice(0, 5).join(','))
    expect([...read('stooq', index).bars.volume]).toEqual([NaN])
    expect([...read('stooq', [STANDARD[0], '2024-01-02,10,12,9,11,']).bars.volume]).toEqual([NaN])
  })

  it('reads daily bulk files and no others', () => {
    const { bars } = read('stooq', BULK)
    expect([formatSession(bars.dates[0]), bars.close[0], bars.volume[0]]).toEqual(['2024-01-02', 11, 1000])
    expect(refusal('stooq', BULK[0], BULK[1].replace(',D,', ',5,'))).toBe('2: <PER>: "5" is no daily bar, expected "D"')
  })

  it('says when the source had nothing', () => {
    expect(refusal('stooq', 'No data')).toBe('1: header: the source answered "No data"')
    expect(refusal('stooq', 'Exceeded the daily hits limit!', '')).toContain('the source answered "Exceeded')
    expect(refusal('stooq', '<!DOCTYPE html>', '<html></html>')).toBe(
      '1: header: is an HTML page, expected rows of daily bars',
    )
  })
})

describe('yahoo', () => {
  it('prices stay as they are unless the adjusted close is asked for', () => {
    expect([...read('yahoo', YAHOO).bars.close]).toEqual([11])
    const { bars } = read({ base: 'yahoo', useAdjustedClose: true }, YAHOO)
    expect([bars.open[0], bars.high[0], bars.low[0], bars.close[0], bars.volume[0]]).toEqual([5, 6, 4.5, 5.5, 1000])
  })

  it('an adjusted close that is missing, no price or beyond scaling is refused', () => {
    const options = { base: 'yahoo', useAdjustedClose: true }
    expect(refusal(options, ...STANDARD)).toBe('1: Adj Close: column is missing')
    const adjusted = (cell: string): string => refusal(options, YAHOO[0], YAHOO[1].replace('5.5', cell))
    expect(adjusted('0')).toBe('2: Adj Close: 0 is zero, expected a price above 0')
    expect(adjusted('null')).toContain('2: Adj Close: "null" is not a number')
    expect(adjusted('1.7e308')).toBe('2: Adj Close: 1.7e+308 is out of range, expected 1e-12 to 1000000000000')
    expect(adjusted('1e12')).toMatch(/^2: Adj Close: 1000000000000 scales a price to 10909090909\d\d/)
  })

  it('a row of null is a blank price', () => {
    const faults: BarFault[] = []
    const text = [...YAHOO, '2024-01-03,null,null,null,null,null,null', '2024-01-04,10,12,9,11,5.5,7'].join('\n')
    const { bars } = readOhlcvCsv(text, 'x.csv', 'X', { dialect: dialectOf('yahoo'), onFault: (f) => faults.push(f) })
    expect([...bars.volume]).toEqual([1000, 7])
    expect(faults).toEqual([
      {
        kind: 'blank-price',
        file: 'x.csv',
        line: 3,
        field: 'Open',
        date: parseSession('2024-01-03'),
        symbol: 'X',
        problem: '"null" is not a number',
      },
    ])
  })
})

describe('a wrong dialect is named, nothing is read as something else', () => {
  it.each([
    ['standard', INVESTING.slice(0, 2), '1: Open'],
    ['standard', BULK, '1: Date: column is missing; it reads as dialect "stooq"'],
    ['yahoo', BULK, '1: Date: column is missing; it reads as dialect "stooq"'],
    ['investing', STANDARD, '1: Price: column is missing; it reads as dialect "standard" or "yahoo" or "stooq"'],
  ])('%s on %j', (dialect, lines, message) => {
    const refused = refusal(dialect, ...lines)
    if (message === '1: Open') expect(refused).toBe('1: Close: column is missing; it reads as dialect "investing"')
    else expect(refused).toBe(message)
  })

  it('both are named where the first row does not tell', () => {
    expect(refusal('standard', INVESTING[0], '"02/01/2024","11","10","12","9","1K","0%"')).toBe(
      '1: Close: column is missing; it reads as dialect "investing" or "investing-dmy"',
    )
  })

  it('nothing is named where nothing fits', () => {
    expect(refusal('standard', 'a,b', '1,2')).toBe('1: Date: column is missing')
  })
})

describe('a dialect stated in an experiment', () => {
  it('semicolons, decimal commas, own names, no volume', () => {
    const { bars } = read(
      {
        delimiter: ';',
        decimal: ',',
        thousands: '.',
        dateOrder: 'dmy',
        order: 'descending',
        columns: { date: 'Datum', close: ['Schluss'], open: 'Eröffnung', high: 'Hoch', low: 'Tief' },
        mayLack: ['volume'],
      },
      ['Datum;Eröffnung;Hoch;Tief;Schluss', '15.03.2024;1.230,5;1.240;1.229,75;1.234,50', '14.03.2024;1;2;1;2'],
    )
    expect([...bars.close]).toEqual([2, 1234.5])
    expect([...bars.volume]).toEqual([NaN, NaN])
  })

  it('a price alone, and a file without header whose first row is line 1', () => {
    const options: DialectOptions = {
      headerless: ['date', 'skip', 'close'],
      mayLack: ['open', 'high', 'low', 'volume'],
    }
    const { bars, lineOf } = read(options, ['2024-01-02,x,10', '2024-01-03,y,11'])
    expect([...bars.close]).toEqual([10, 11])
    expect([...bars.open, ...bars.high, ...bars.low]).toEqual(Array(6).fill(NaN))
    expect(lineOf(bars.dates[0])).toBe(1)
    expect(refusal(options, '2024-01-02,x,10', '2024-01-02,x,10')).toBe('2: Date: 2024-01-02 stands twice')
    expect(refusal(options, '2024-01-02,10')).toBe('1: row: 2 fields, expected 3 as the dialect states')
    expect(refusal({ headerless: ['date', 'close'] }, '2024-01-02,10')).toBe('1: Open: column is missing')
  })

  it('a file without header may have columns that its base does not know', () => {
    const options: DialectOptions = { headerless: ['period', 'date', 'open', 'high', 'low', 'close', 'volume'] }
    expect([...read(options, ['D,2024-01-02,10,12,9,11,5']).bars.volume]).toEqual([5])
    expect(refusal(options, '60,2024-01-02,10,12,9,11,5')).toBe('1: period: "60" is no daily bar, expected "D"')
  })

  it.each<[DialectOptions | string, string]>([
    ['investng', 'dialect "investng" is unknown, the nearest is "investing"'],
    [{ base: 'yaho' }, 'dialect "yaho" is unknown, the nearest is "yahoo"'],
    [{ decimal: ',', thousands: ',' }, 'decimal and thousands are both ","'],
    [{ base: 'investing', decimal: ',' }, 'decimal and thousands are both ","'],
    [{ columns: { date: ' ' } }, 'dialect.columns.date: has no name'],
    [{ columns: { clos: 'C' } } as DialectOptions, 'column "clos" is unknown, the nearest is "close"'],
    [JSON.parse('{"columns":{"__proto__":"x"}}') as DialectOptions, 'column "__proto__" is unknown'],
    [{ headerless: ['date', 'close', 'date'] }, 'dialect.headerless: column "date" stands twice'],
    [{ headerless: ['date', 'klose'] } as unknown as DialectOptions, 'column "klose" is unknown'],
  ])('%j is refused', (options, message) => {
    expect(() => dialectOf(options)).toThrow(message)
  })
})

describe('numberReader', () => {
  it('a suffix moves the point in the text: no product is rounded', () => {
    const number = numberReader({ decimal: '.', thousands: ',', suffixes: true })
    fc.assert(
      fc.property(fc.nat(999_999), fc.nat(999), fc.constantFrom('K', 'm', 'B', 'T'), (whole, places, suffix) => {
        const power = { K: 3, m: 6, B: 9, T: 12 }[suffix] ?? 0
        const digits = `${whole}${String(places).padStart(3, '0')}`
        expect(number(`${whole}.${String(places).padStart(3, '0')}${suffix}`, true)).toBe(
          Number(BigInt(digits) * 10n ** BigInt(power - 3)),
        )
      }),
    )
    expect(number('12.3M', false)).toBeNaN()
    for (const text of ['M', '1e3K', '1.2.3K', '12.3MM', '1 2K', 'K12', '-K']) expect(number(text, true)).toBeNaN()
  })

  it('groups of three come back, in every style', () => {
    const styles = [
      { decimal: '.', thousands: ',' },
      { decimal: ',', thousands: '.' },
      { decimal: ',', thousands: ' ' },
      { decimal: '.', thousands: "'" },
    ] as const
    fc.assert(
      fc.property(fc.constantFrom(...styles), fc.nat(), fc.nat(99), (style, whole, cents) => {
        const grouped = String(whole).replace(/\B(?=(\d{3})+$)/g, style.thousands)
        const text = `${grouped}${style.decimal}${String(cents).padStart(2, '0')}`
        expect(numberReader({ ...style, suffixes: false })(text, false)).toBe(
          Number(`${whole}.${String(cents).padStart(2, '0')}`),
        )
      }),
    )
  })
})
