import fc from 'fast-check'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createBarBuffers } from '../../../datasets/bars/fast-buffers.js'
import { LEAST_PRICE, MOST_PRICE } from '../../../datasets/bars/bar-limits.js'
import { parseOhlcvFast } from '../../../datasets/bars/fast-ohlcv.js'
import { parseOhlcvCsv } from '../../../datasets/bars/ohlcv-csv.js'
import { decodeText } from '../../../datasets/text/decode-text.js'
import { formatSession, parseSession } from '../../../src/core/calendar.js'
import { DataError } from '../../../src/core/errors.js'
import type { SymbolBars } from '../../../src/panel/bars.js'
import { REAL_DATA } from '../../fixtures/command-line.js'

const HEADER = 'Date,Open,High,Low,Close,Volume'
const FIRST = '2023-01-03,10,12,9,11,1000'
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const fast = (text: string): SymbolBars | undefined => parseOhlcvFast(bytesOf(text), 'X')

function reference(bytes: Uint8Array): SymbolBars | undefined {
  try {
    return parseOhlcvCsv(decodeText({ file: 'x.csv', bytes }), 'x.csv', 'X')
  } catch (error) {
    if (error instanceof DataError) return undefined
    throw error
  }
}

/** Equal to the bit: vitest's equality tells -0 from 0 and takes NaN for NaN. */
function expectSame(bytes: Uint8Array): SymbolBars | undefined {
  const bars = parseOhlcvFast(bytes, 'X')
  if (bars !== undefined) expect(bars).toStrictEqual(reference(bytes))
  return bars
}

const digits = (min: number, max: number): fc.Arbitrary<string> =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: min, maxLength: max }).map((list) => list.join(''))
const numberText = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(digits(1, 6), digits(1, 5)).map(([a, b]) => `${a}.${b}`) },
  { weight: 2, arbitrary: fc.tuple(digits(1, 12), digits(0, 22)).map(([a, b]) => `${a}.${b}`) },
  { weight: 2, arbitrary: digits(1, 20) },
  { weight: 2, arbitrary: fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }).map(String) },
  { weight: 1, arbitrary: fc.tuple(digits(1, 18), fc.integer({ min: -400, max: 320 })).map(([a, e]) => `${a}e${e}`) },
  { weight: 1, arbitrary: fc.constantFrom('.5', '5.', '+7', '-0', '-1', '0', '', ' 1 ', '1e999', 'x', '1_0', '00.10') },
)
const volumeText = numberText
const dateText = (index: number): string => formatSession(parseSession('2019-12-20') + index)

describe('numbers', () => {
  it('are read to the bit as the reference reads them, whatever their length', () => {
    let read = 0
    fc.assert(
      fc.property(numberText, volumeText, (price, volume) => {
        const text = `${HEADER}\n2023-01-03,${price},${price},${price},${price},${volume}\n`
        if (expectSame(bytesOf(text)) !== undefined) read++
        else expect(reference(bytesOf(text))).toBeUndefined()
      }),
      { numRuns: 5000 },
    )
    expect(read).toBeGreaterThan(2000)
  })

  it.each([
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', 9007199254740992],
    ['0.1', 0.1],
    ['5.730546482319449', 5.730546482319449],
    ['24.258644976283545', 24.258644976283545],
    ['123456789', 123456789],
    ['1234567890', 1234567890],
    ['999999999.9', 999999999.9],
    ['0.0000000000000000000001', 1e-22],
    ['0.00000000000000000000001', 1e-23],
    ['1e19', 1e19],
  ])('%s', (text, value) => {
    expect(fast(`${HEADER}\n2023-01-03,1,1,1,1,${text}\n`)?.volume[0]).toBe(value)
    const isPrice = value >= LEAST_PRICE && value <= MOST_PRICE
    const bars = fast(`${HEADER}\n2023-01-03,${text},${text},${text},${text},1\n`)
    expect([bars?.open[0], bars?.close[0]]).toEqual(isPrice ? [value, value] : [undefined, undefined])
  })

  it('beyond the limits are left to the reference, which refuses them', () => {
    for (const [price, volume] of [
      ['1000000000001', '1'],
      ['0.0000000000009', '1'],
      ['1.7976931348623157e308', '1'],
      ['1', '1.1e19'],
    ]) {
      const text = `${HEADER}\n2023-01-03,${price},${price},${price},${price},${volume}\n`
      expect(fast(text)).toBeUndefined()
      expect(reference(bytesOf(text))).toBeUndefined()
    }
  })
})

describe('files', () => {
  it('columns in any order, others passed over, splits, distributions and simulation where they are given', () => {
    const text =
      'Capital Gains,VOLUME, close ,low,Note,HIGH,open,Stock Splits,date,Simulated,Dividends\n' +
      '0.25,1000,11,9,any thing,12,10,2.0,2023-01-03 00:00:00-05:00,TRUE,0.5\n'
    const bars = expectSame(bytesOf(text))
    expect(bars).toMatchObject({ simulated: true, splits: Float64Array.of(2), distributions: Float64Array.of(0.75) })
  })

  it.each([
    ['no line end at the end', `${HEADER}\n${FIRST}`],
    ['CRLF', `${HEADER}\r\n${FIRST}\r\n`],
    ['CRLF without one at the end', `${HEADER}\r\n${FIRST}`],
    ['the date last', `Open,High,Low,Close,Volume,Date\n10,12,9,11,1000,2023-01-03\n`],
  ])('%s', (_, text) => {
    expect(expectSame(bytesOf(text))).toStrictEqual(fast(`${HEADER}\n${FIRST}\n`))
    expect(fast(text)).toBeDefined()
  })

  it.each(['', ' 00:00', 'T16:00:00', ' 00:00:00.000', 'T00:00:00Z', ' 00:00:00-05:00', ' 23:59:59.5+0100', 'T09:30Z'])(
    'the time %j behind a date',
    (time) => {
      expect(expectSame(bytesOf(`${HEADER}\n${FIRST.replace(',', `${time},`)}\n`))?.dates[0]).toBe(
        parseSession('2023-01-03'),
      )
    },
  )

  it('the shortest rows there are, more than a buffer would hold of longer ones', () => {
    const rows = Array.from({ length: 5000 }, (_, i) => `${dateText(i)},1,1,1,1,1`)
    expect(expectSame(bytesOf([HEADER, ...rows].join('\n')))?.dates.length).toBe(5000)
  })

  it('all days of four hundred years, and no others', () => {
    const start = parseSession('1800-01-01')
    const days = parseSession('2200-01-01') - start
    const text = [HEADER, ...Array.from({ length: days }, (_, i) => `${formatSession(start + i)},1,1,1,1,1`)].join('\n')
    expect(fast(text)?.dates).toEqual(Int32Array.from({ length: days }, (_, i) => start + i))
    for (const date of [
      '2023-02-29',
      '1900-02-29',
      '2023-04-31',
      '2023-00-01',
      '2023-13-01',
      '2023-01-00',
      '2023-01-32',
    ])
      expect(fast(`${HEADER}\n${date},1,1,1,1,1\n`), date).toBeUndefined()
  })

  it('buffers are used again: the bars last until the next call', () => {
    const buffers = createBarBuffers()
    const text = (close: number): Uint8Array => bytesOf(`${HEADER}\n2023-01-03,1,9,1,${close},5\n`)
    const first = parseOhlcvFast(text(3), 'X', buffers)
    expect(first).toStrictEqual(reference(text(3)))
    expect(parseOhlcvFast(text(4), 'X', buffers)?.close[0]).toBe(4)
    expect(first?.close[0]).toBe(4)
  })
})

describe('anything unusual is left to the reference', () => {
  it.each([
    ['an empty file', ''],
    ['a header alone', `${HEADER}\n`],
    ['a byte order mark', `\uFEFF${HEADER}\n${FIRST}\n`],
    ['quotes', `${HEADER}\n"2023-01-03",10,12,9,11,1000\n`],
    ['a quote in a column that is passed over', `${HEADER},Note\n${FIRST},a"b\n`],
    ['a letter beyond ASCII', `${HEADER},Note\n${FIRST},Đ\n`],
    ['NUL', `${HEADER},Note\n${FIRST},\0\n`],
    ['a short row', `${HEADER}\n2023-01-03,10,12,9,11\n`],
    ['a long row', `${HEADER}\n${FIRST},7\n`],
    ['a blank line', `${HEADER}\n\n${FIRST}\n`],
    ['a blank line at the end', `${HEADER}\n${FIRST}\n\n`],
    ['two kinds of line ends', `${HEADER}\r\n${FIRST}\n`],
    ['two kinds of line ends, the other way round', `${HEADER}\n${FIRST}\r\n`],
    ['a carriage return alone', `${HEADER}\n${FIRST}\r2023-01-04,10,12,9,11,1000\n`],
    ['a date that repeats', `${HEADER}\n${FIRST}\n${FIRST}\n`],
    ['a date that descends', `${HEADER}\n${FIRST}\n${FIRST.replace('2023', '2022')}\n`],
    ['a compact date', `${HEADER}\n${FIRST.replace('2023-01-03', '20230103')}\n`],
    ['a time that is none', `${HEADER}\n${FIRST.replace(',', ' 0:00,')}\n`],
    ['a column twice', `${HEADER},Close\n${FIRST},1\n`],
    ['a column missing', `Date,Open,High,Low,Close\n2023-01-03,1,1,1,1\n`],
    ['a price of zero', `${HEADER}\n2023-01-03,0,12,0,11,1000\n`],
    ['a close above the high', `${HEADER}\n2023-01-03,10,12,9,12.1,1000\n`],
    ['an open below the low', `${HEADER}\n2023-01-03,8,12,9,11,1000\n`],
    ['a low above the high', `${HEADER}\n2023-01-03,10,10,11,10,1000\n`],
    ['a negative volume', `${HEADER}\n2023-01-03,10,12,9,11,-1\n`],
    ['a blank price', `${HEADER}\n2023-01-03,,12,9,11,1000\n`],
    ['a period', `${HEADER},<PER>\n${FIRST},M\n`],
    ['a file cut off in a row', `${HEADER}\n${FIRST}\n2023-01-`],
  ])('%s', (_, text) => {
    expect(fast(text)).toBeUndefined()
  })

  it('any change of any byte gives what the reference gives, or is left to it', () => {
    const rows = Array.from(
      { length: 4 },
      (_, i) => `${dateText(i)} 00:00:00-05:00,10.5,12.25,9,11.125,${1000 + i},0.0,X`,
    )
    const whole = bytesOf([`${HEADER},Stock Splits,ticker`, ...rows, ''].join('\n'))
    const edit = fc.record({
      at: fc.nat(whole.length - 1),
      cut: fc.integer({ min: 0, max: 3 }),
      put: fc.oneof(
        fc.constantFrom('', ',', '\n', '\r\n', '\r', '"', '-', '.', '0', '9', 'e5', ' ', '\0', 'é', '\uFEFF', '2019'),
        fc.string({ maxLength: 3 }),
      ),
    })
    let read = 0
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 2 }), (edits) => {
        let bytes = whole
        for (const { at, cut, put } of edits)
          bytes = Uint8Array.of(...bytes.slice(0, at), ...bytesOf(put), ...bytes.slice(at + cut))
        if (expectSame(bytes) !== undefined) read++
      }),
      { numRuns: 4000 },
    )
    expect(read).toBeGreaterThan(300)
  })
})

const realFiles = (
  [
    ['us-sector-etfs', 12],
    ['sp500-stocks', 50],
  ] as const
).flatMap(([folder, count]) => {
  const path = join(REAL_DATA, folder)
  if (!existsSync(path)) return []
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.csv'))
    .sort()
    .slice(0, count)
    .map((name) => join(path, name))
})
if (realFiles.length === 0) process.stderr.write(`skipped: no real prices in ${REAL_DATA}\n`)

describe.skipIf(realFiles.length === 0)('real files', () => {
  it.each(realFiles)('%s', (path) => {
    const bytes = new Uint8Array(readFileSync(path))
    const bars = expectSame(bytes)
    // A file that is left to the reference is one that it refuses: the plain ones are all read here.
    if (bars === undefined) expect(reference(bytes)).toBeUndefined()
  })
})
