import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseOhlcvCsv } from '../../../datasets/bars/ohlcv-csv.js'
import { formatSession, parseSession } from '../../../src/core/calendar.js'
import { DataError } from '../../../src/core/errors.js'

const HEADER = 'Date,Open,High,Low,Close,Volume'
const FIRST = '2023-01-03,10,12,9,11,1000'
const parse = (...lines: string[]): ReturnType<typeof parseOhlcvCsv> => parseOhlcvCsv(lines.join('\n'), 'x.csv', 'X')

function refusal(...lines: string[]): string {
  try {
    parse(...lines)
  } catch (error) {
    if (error instanceof DataError) return error.message
    throw error
  }
  return 'not refused'
}

describe('what is read', () => {
  it('every column, as written', () => {
    expect(parse(HEADER, FIRST, '2023-01-04,11,11.5,10.25,1.1e1,0')).toEqual({
      symbol: 'X',
      dates: Int32Array.of(parseSession('2023-01-03'), parseSession('2023-01-04')),
      open: Float64Array.of(10, 11),
      high: Float64Array.of(12, 11.5),
      low: Float64Array.of(9, 10.25),
      close: Float64Array.of(11, 11),
      volume: Float64Array.of(1000, 0),
      splits: Float64Array.of(0, 0),
    })
  })

  it('columns in any order and case, others left alone, splits where they are given', () => {
    const bars = parse(
      'Dividends,VOLUME, close ,low,HIGH,open,Stock Splits,date,Note',
      '0.5,1000,11,9,12,10,2.0,2023-01-03,any "thing"'.replaceAll('"', ''),
    )
    expect([bars.open[0], bars.high[0], bars.low[0], bars.close[0], bars.volume[0]]).toEqual([10, 12, 9, 11, 1000])
    expect([...bars.splits]).toEqual([2])
  })

  it.each([
    ['a line end at the end', `${HEADER}\n${FIRST}\n`],
    ['several line ends at the end', `${HEADER}\n${FIRST}\n\n\n`],
    ['CRLF', `${HEADER}\r\n${FIRST}\r\n`],
    ['a byte order mark', `\uFEFF${HEADER}\n${FIRST}`],
    ['a byte order mark and CRLF', `\uFEFF${HEADER}\r\n${FIRST}\r\n`],
    ['quotes', `"Date","Open","High","Low","Close","Volume"\n"2023-01-03","10","12","9","11","1000"`],
    ['spaces around values', `${HEADER}\n 2023-01-03 , 10 ,12, 9,11 , 1000 `],
    ['signs and dots', `${HEADER}\n2023-01-03,+10.,12,.9e1,11,1e3`],
  ])('%s', (_, text) => {
    expect(parseOhlcvCsv(text, 'x.csv', 'X')).toEqual(parse(HEADER, FIRST))
  })

  it.each([
    '2023-01-03 00:00:00',
    '2023-01-03T00:00:00Z',
    '2023-01-03 00:00:00-05:00',
    '2023-01-03T23:59',
    '2023-01-03 16:00:00.000+0100',
  ])('the calendar day of %s, whatever its zone', (text) => {
    const bars = parse(HEADER, `${text},10,12,9,11,1000`)
    expect(formatSession(bars.dates[0])).toBe('2023-01-03')
  })

  it("prices that rounding puts beyond the day's range by less than 1e-9 of it", () => {
    const close = 12 * (1 + 0.9e-9)
    expect(parse(HEADER, `2023-01-03,10,12,9,${close},1000`).close[0]).toBe(close)
    expect(parse(HEADER, `2023-01-03,${9 * (1 - 0.9e-9)},12,9,11,1000`).open[0]).toBeLessThan(9)
  })

  it('any finite numbers come back to the bit', () => {
    const price = fc.double({ min: 1e-12, max: 1e12, noNaN: true })
    fc.assert(
      fc.property(price, fc.double({ min: 0, max: 1e19, noNaN: true }), (value, volume) => {
        const bars = parse(HEADER, `2023-01-03,${value},${value},${value},${value},${volume}`)
        expect([bars.close[0], bars.volume[0]]).toEqual([value, Math.abs(volume)])
      }),
    )
  })
})

describe('what is refused, with file, line and field', () => {
  it.each([
    ['an empty file', [''], 'x.csv:1: header: the file is empty'],
    ['line ends alone', ['', '', ''], 'x.csv:1: header: the file is empty'],
    ['a header alone', [HEADER], 'x.csv:2: Date: the file has a header and no rows'],
    ['a missing date', ['Open,High,Low,Close,Volume', '1,1,1,1,1'], 'x.csv:1: Date: column is missing'],
    ['a missing price', ['Date,Open,High,Low,Volume', '1'], 'x.csv:1: Close: column is missing'],
    ['a missing volume', ['Date,Open,High,Low,Close', '1'], 'x.csv:1: Volume: column is missing'],
    ['a repeated column', [`${HEADER},close`, `${FIRST},1`], 'x.csv:1: Close: column stands twice'],
    ['repeated splits', [`${HEADER},Stock Splits,stock splits`, FIRST], 'x.csv:1: Stock Splits: column stands twice'],
    ['semicolons', [HEADER.replaceAll(',', ';'), FIRST], 'x.csv:1: Date: column is missing'],
    [
      'a line break in the header',
      [`${HEADER},"No\nte"`, `${FIRST},1`],
      'x.csv:1: header: a quoted field holds a line break',
    ],
    ['a short row', [HEADER, FIRST, '2023-01-04,10,12,9,11'], 'x.csv:3: row: 5 fields, expected 6'],
    ['a long row', [HEADER, `${FIRST},7`], 'x.csv:2: row: 7 fields, expected 6'],
    ['a blank line between rows', [HEADER, FIRST, '', FIRST], 'x.csv:3: row: 1 fields, expected 6'],
  ])('%s', (_, lines, message) => {
    expect(refusal(...lines)).toBe(message)
  })

  it.each([
    ['2023-02-30', '"2023-02-30" is not a date, expected YYYY-MM-DD'],
    ['03/01/2023', '"03/01/2023" is not a date, expected YYYY-MM-DD'],
    ['', '"" is not a date, expected YYYY-MM-DD'],
    ['2023-01-04x', '"2023-01-04x" is not a date, expected YYYY-MM-DD'],
    ['2023-01-04 ago', '"2023-01-04 ago" is not a date, expected YYYY-MM-DD'],
    ['20230104', '"20230104" is not a date, expected YYYY-MM-DD'],
    ['2023-01-03', '2023-01-03 stands twice'],
    ['2023-01-03 09:30:00', '2023-01-03 stands twice'],
    ['2023-01-02', '2023-01-02 comes after 2023-01-03, expected ascending dates'],
  ])('the date %j', (date, problem) => {
    expect(refusal(HEADER, FIRST, `${date},10,12,9,11,1000`)).toBe(`x.csv:3: Date: ${problem}`)
  })

  const fields = ['Open', 'High', 'Low', 'Close', 'Volume', 'Stock Splits']
  const rowWith = (field: string, cell: string): string =>
    ['2023-01-04', ...[10, 12, 9, 11, 1000, 0].map((value, i) => (fields[i] === field ? cell : String(value)))].join(
      ',',
    )

  it.each(fields)('%s that is no number, blank, infinite or negative', (field) => {
    const of = (cell: string): string => refusal(`${HEADER},Stock Splits`, `${FIRST},0`, rowWith(field, cell))
    const at = `x.csv:3: ${field}: `
    expect(of('')).toBe(`${at}"" is not a number`)
    expect(of('   ')).toBe(`${at}"" is not a number`)
    for (const cell of ['abc', 'NaN', 'null', '-', '1.2.3', '0x10', '1_000', '12%', '1e', '$5'])
      expect(of(cell)).toBe(`${at}${JSON.stringify(cell)} is not a number`)
    for (const cell of ['1e999', '-1e999', 'inf', '-Infinity', 'INF'])
      expect(of(cell)).toBe(`${at}"${cell}" is infinite`)
    expect(of('"1,000"')).toBe(`${at}"1,000" is not a number`)
    expect(of('-1')).toContain(`${at}-1 is negative`)
  })

  it.each(fields.slice(0, 4))('%s of zero', (field) => {
    const of = (cell: string): string => refusal(`${HEADER},Stock Splits`, rowWith(field, cell))
    expect(of('0')).toBe(`x.csv:2: ${field}: 0 is zero, expected a price above 0`)
    expect(of('1e-999')).toBe(`x.csv:2: ${field}: 0 is zero, expected a price above 0`)
  })

  it.each([
    ['an open above the high', '12.5,12,9,11', 'Open: 12.5 lies above the high, 12'],
    ['an open below the low', '8,12,9,11', 'Open: 8 lies below the low, 9'],
    ['a close above the high', '10,12,9,13', 'Close: 13 lies above the high, 12'],
    ['a close below the low', '10,12,9,8.99', 'Close: 8.99 lies below the low, 9'],
    ['a low above the high', '10,10,11,10', 'Open: 10 lies below the low, 11'],
    ['a close beyond the tolerance of 1e-9', '10,12,9,12.000000024', 'Close: 12.000000024 lies above the high, 12'],
  ])('%s', (_, prices, problem) => {
    expect(refusal(HEADER, `2023-01-03,${prices},1000`)).toBe(`x.csv:2: ${problem}`)
  })

  it('quotes that do not close or close too early', () => {
    expect(refusal(HEADER, FIRST, '2023-01-04,"10,12,9,11,1000')).toMatch(/^x\.csv:3: row: /)
    expect(refusal(HEADER, '"2023-01-03"x,10,12,9,11,1000', FIRST)).toMatch(/^x\.csv:2: row: /)
  })

  it('a line break within quotes, which would shift every line number after it', () => {
    expect(refusal(`${HEADER},Note`, `${FIRST},fine`, '2023-01-04,10,12,9,11,1000,"a\nb"')).toBe(
      'x.csv:3: Note: a quoted field holds a line break',
    )
  })

  it('long and hostile values are shown short and on one line', () => {
    const message = refusal(HEADER, `2023-01-03,${'9x'.repeat(50_000)},12,9,11,1000`)
    expect(message.length).toBeLessThan(120)
    expect(refusal(HEADER, '2023-01-03,a\tb\u001b[31m,12,9,11,1000')).toBe(
      'x.csv:2: Open: "a\\tb\\u001b[31m" is not a number',
    )
  })

  it('any text at all is read or refused, never anything else', () => {
    const cell = fc.oneof(
      fc.string(),
      fc.constantFrom('10', '2023-01-03', '"', '\n', '\r\n', ',', '1e999', '-0', HEADER),
    )
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 30 }), (cells) => {
        const outcome = refusal(HEADER, cells.join(','))
        expect(outcome === 'not refused' || outcome.startsWith('x.csv:')).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})
