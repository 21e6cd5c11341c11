import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BAR_FAULTS, type BarFault, type BarFaultKind } from '../../../datasets/bars/bar-fault.js'
import { parseOhlcvCsv } from '../../../datasets/bars/ohlcv-csv.js'
import { parseOhlcvLong, readOhlcvLong } from '../../../datasets/bars/ohlcv-long.js'
import { dialectOf } from '../../../datasets/bars/dialect-options.js'
import { formatSession, parseSession } from '../../../src/core/calendar.js'
import { refusalOf } from './refusal.js'

const HEADER = 'Date,Open,High,Low,Close,Volume,Stock Splits,Dividends,Simulated'
const good = (day: number): string => `${formatSession(19000 + day)},10,12,9,11,${day},0,0.25,false`

function tolerant(...lines: string[]): { bars: ReturnType<typeof parseOhlcvCsv>; faults: BarFault[] } {
  const faults: BarFault[] = []
  const bars = parseOhlcvCsv(lines.join('\n'), 'x.csv', 'X', { onFault: (fault) => faults.push(fault) })
  return { bars, faults }
}

const BAD_ROWS: readonly (readonly [BarFaultKind, string, (day: string) => string])[] = [
  ['row-length', 'row', (day) => `${day},10,12,9,11`],
  ['row-length', 'row', () => ''],
  ['date', 'Date', () => '2022-02-30,0,12,9,11,1,0,0,false'],
  ['duplicate-date', 'Date', () => good(0)],
  ['descending-date', 'Date', () => good(0).replace('2022-01-08', '2022-01-07').replace(',10,', ',x,')],
  ['blank-price', 'High', (day) => `${day},10,,9,11,1,0,0,false`],
  ['unparsable-price', 'Low', (day) => `${day},10,12,9x,0,1,0,0,false`],
  ['unparsable-price', 'Low', (day) => `${day},10,12,1e999,11,1,0,0,false`],
  ['zero-price', 'Close', (day) => `${day},10,12,9,0,1,0,0,false`],
  ['negative-price', 'Close', (day) => `${day},10,12,9,-1,1,0,0,false`],
  ['ohlc', 'Open', (day) => `${day},13,12,9,11,-1,0,0,false`],
  ['volume', 'Volume', (day) => `${day},10,12,9,11,-1,0,0,false`],
  ['volume', 'Volume', (day) => `${day},10,12,9,11,,0,0,false`],
  ['split', 'Stock Splits', (day) => `${day},10,12,9,11,1,x,0,false`],
  ['distribution', 'Dividends', (day) => `${day},10,12,9,11,1,0,-1,false`],
  ['simulated', 'Simulated', (day) => `${day},10,12,9,11,1,0,0,maybe`],
]

describe('with somebody to take faults', () => {
  it.each(BAD_ROWS)('%s in %s: reported once, left out, and the reading goes on', (kind, field, bad) => {
    const row = bad(formatSession(19001))
    const { bars, faults } = tolerant(HEADER, good(0), row, good(2))
    expect(faults.map((fault) => [fault.kind, fault.line, fault.field, fault.file, fault.symbol])).toEqual([
      [kind, 3, field, 'x.csv', 'X'],
    ])
    expect([...bars.dates]).toEqual([19000, 19002])
    // The same text as without: what is wrong does not depend on who asks.
    const strict = refusalOf(() => parseOhlcvCsv([HEADER, good(0), row, good(2)].join('\n'), 'x.csv', 'X'))
    expect(strict).toBe(`x.csv:3: ${field}: ${faults[0].problem}`)
  })

  it('every kind of fault has its case; a symbol is at fault in files of many alone', () => {
    const kinds = new Set<string>(['symbol', ...BAD_ROWS.map(([kind]) => kind)])
    expect([...kinds].sort()).toEqual([...BAR_FAULTS].sort())
  })

  it('the session of a fault is known where its date is one', () => {
    const { faults } = tolerant(
      HEADER,
      `${formatSession(19001)},0,12,9,11,1,0,0,false`,
      '2022-02-30,1,1,1,1,1,0,0,false',
    )
    expect(faults.map(({ date }) => date)).toEqual([19001, undefined])
  })

  it('a file of nothing but faults gives bars without rows', () => {
    const { bars, faults } = tolerant(HEADER, 'x', 'y')
    expect([bars.dates.length, bars.close.length, faults.length]).toEqual([0, 0, 2])
  })

  it('a header at fault is still an error, and so is a quote that never closes', () => {
    expect(refusalOf(() => tolerant('Date,Open', '1,2'))).toBe('x.csv:1: High: column is missing')
    expect(refusalOf(() => tolerant(HEADER, good(0), `"${good(1)}`))).toMatch(/^x\.csv:3: row: /)
    expect(refusalOf(() => tolerant(HEADER))).toBe('x.csv:2: Date: the file has a header and no rows')
  })

  it('whatever is put between good rows, the good ones are those of the file without it', () => {
    const bad = fc.constantFrom(...BAD_ROWS.map(([, , make]) => make))
    fc.assert(
      fc.property(fc.array(fc.oneof(bad, fc.constant(undefined)), { maxLength: 40 }), (inserts) => {
        const rows = [good(0), ...inserts.map((make, i) => make?.(formatSession(19001 + i)) ?? good(i + 1)), good(50)]
        const kept = rows.filter((_, i) => i === 0 || i === rows.length - 1 || inserts[i - 1] === undefined)
        const { bars, faults } = tolerant(HEADER, ...rows)
        expect(bars).toEqual(parseOhlcvCsv([HEADER, ...kept].join('\n'), 'x.csv', 'X'))
        expect(faults.map(({ line }) => line)).toEqual(
          inserts.flatMap((make, i) => (make === undefined ? [] : [i + 3])),
        )
      }),
    )
  })

  it('dividends and capital gains are cash per share, summed', () => {
    const header = 'Date,Open,High,Low,Close,Volume,Capital Gains,Dividends'
    expect([...(parseOhlcvCsv(`${header}\n2024-01-02,1,1,1,1,1,0.5,0.25`, 'x', 'X').distributions ?? [])]).toEqual([
      0.75,
    ])
  })

  it('a wrong order of dates is explained once', () => {
    const faults: string[] = []
    const rows = [
      '"Date","Price","Open","High","Low","Vol."',
      ...['31', '30', '29'].map((d) => `${d}/01/2024,1,1,1,1,1K`),
    ]
    parseOhlcvCsv(rows.join('\n'), 'x.csv', 'X', {
      dialect: dialectOf('investing'),
      onFault: ({ problem }) => faults.push(problem),
    })
    expect(faults).toEqual([
      '"31/01/2024" is not a date, expected MM/DD/YYYY; it reads as dialect "investing-dmy"',
      '"30/01/2024" is not a date, expected MM/DD/YYYY',
      '"29/01/2024" is not a date, expected MM/DD/YYYY',
    ])
  })
})

describe('many symbols in one file', () => {
  const LONG = 'Date,Open,High,Low,Close,Volume,Symbol'
  const row = (date: string, symbol: string, close = 11): string => `${date},10,12,9,${close},1000,${symbol}`
  const lines = [
    `\uFEFF${LONG}`,
    row('2024-01-03', 'BBB'),
    row('2024-01-02', 'AAA'),
    row('2024-01-03', 'AAA', 10),
    row('2024-01-04', 'BBB', 12),
  ]

  it('symbols come in the order of the file, blocks may be interleaved, lines are kept', () => {
    const [b, a, ...rest] = readOhlcvLong(lines.join('\r\n'), 'x.csv')
    expect(rest).toEqual([])
    expect([b.bars.symbol, a.bars.symbol]).toEqual(['BBB', 'AAA'])
    expect([[...b.bars.close], [...a.bars.close]]).toEqual([
      [11, 12],
      [11, 10],
    ])
    expect([b.lineOf(parseSession('2024-01-04')), a.lineOf(parseSession('2024-01-03'))]).toEqual([5, 4])
  })

  it('equals the files of the single symbols', () => {
    const long = parseOhlcvLong(lines.join('\n'), 'x.csv')
    for (const bars of long) {
      const own = [lines[0], ...lines.slice(1).filter((line) => line.endsWith(bars.symbol))]
      expect(bars).toEqual(parseOhlcvCsv(own.join('\n'), 'x.csv', bars.symbol))
    }
  })

  it.each([
    [
      'no column of symbols',
      ['Date,Open,High,Low,Close,Volume', '2024-01-02,1,1,1,1,1'],
      ':1: Symbol: column is missing',
    ],
    ['a blank symbol', [LONG, row('2024-01-02', '')], ':2: Symbol: "" is no ticker symbol'],
    ['a symbol that leads out', [LONG, row('2024-01-02', '../../x')], ':2: Symbol: "../../x" is no ticker symbol'],
    [
      'a symbol twice on a day',
      [LONG, row('2024-01-02', 'A'), row('2024-01-02', 'B'), row('2024-01-02', 'A')],
      ':4: Date: 2024-01-02 stands twice',
    ],
    ['a header alone', [LONG], ':2: Date: the file has a header and no rows'],
  ])('%s', (_, text, message) => {
    expect(refusalOf(() => parseOhlcvLong(text.join('\n'), 'x.csv'))).toBe(`x.csv${message}`)
  })

  it('a symbol named __proto__ is refused by its underscore, constructor is a name like any other', () => {
    expect(refusalOf(() => parseOhlcvLong([LONG, row('2024-01-02', '__proto__')].join('\n'), 'x.csv'))).toContain(
      'ticker',
    )
    const [{ symbol }] = parseOhlcvLong([LONG, row('2024-01-02', 'constructor')].join('\n'), 'x.csv')
    expect(symbol).toBe('constructor')
  })

  it('faults name the symbol of their row', () => {
    const faults: string[] = []
    const bars = parseOhlcvLong(
      [LONG, row('2024-01-02', 'A', 0), row('2024-01-02', '?'), 'x', row('2024-01-02', 'B')].join('\n'),
      'x.csv',
      {
        onFault: ({ kind, symbol, line }) => faults.push(`${kind} ${symbol} ${line}`),
      },
    )
    expect(faults).toEqual(['zero-price A 2', 'symbol ? 3', 'row-length  4'])
    expect(bars.map(({ symbol, dates }) => [symbol, dates.length])).toEqual([
      ['A', 0],
      ['B', 1],
    ])
  })
})
