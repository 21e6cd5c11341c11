import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inspectDataFolder } from '../../../datasets/inspect/inspect-folder.js'
import { openDataFolder } from '../../../datasets/text/data-folder.js'
import { formatSession } from '../../../src/core/calendar.js'
import { cleanBars, csvOfBars, newYorkSessions } from '../../panel/quality/clean-bars.js'
import { CLEAN, folderOf, HEADER, inspect, told } from './made-up-folder.js'

/** The clean file with one line replaced (from 1), or put in where `insert` is set. */
function withLine(line: number, text: string, insert = false): string {
  const lines = [...CLEAN]
  lines.splice(line - 1, insert ? 0 : 1, text)
  return lines.join('\n')
}

const day = (line: number): string => CLEAN[line - 1].slice(0, 10)

describe('errors of rows', () => {
  it.each([
    ['a blank price', withLine(5, `${day(5)},1,2,1,,5`), 'blank-price', 5],
    ['a word for a price', withLine(5, `${day(5)},1,2,1,n/a,5`), 'unparsable-price', 5],
    ['an infinite price', withLine(5, `${day(5)},1,1e309,1,1,5`), 'unparsable-price', 5],
    ['a price of zero', withLine(5, `${day(5)},0,2,0,1,5`), 'zero-price', 5],
    ['a negative price', withLine(5, `${day(5)},1,2,-1,1,5`), 'negative-price', 5],
    ['a close above the high', withLine(5, `${day(5)},1,2,1,2.00001,5`), 'ohlc', 5],
    ['an open below the low', withLine(5, `${day(5)},0.5,2,1,1.5,5`), 'ohlc', 5],
    ['a session that stands twice', withLine(6, CLEAN[4], true), 'duplicate-date', 6],
  ])('%s', async (_, text, kind, line) => {
    expect(told(await inspect({ 'AAA.csv': text })).filter((each) => each.startsWith('error'))).toEqual([
      `error ${kind} AAA.csv:${line} AAA ${day(5)}`,
    ])
  })

  it('a descending session, a row of another length', async () => {
    const descending = told(await inspect({ 'AAA.csv': withLine(9, CLEAN[4], true) }))
    expect(descending).toEqual([`error descending-date AAA.csv:9 AAA ${day(5)}`])
    expect(told(await inspect({ 'AAA.csv': withLine(9, `${day(9)},1,2`) }))[0]).toMatch(
      /^error row-length AAA\.csv:9 AAA/,
    )
  })

  it('a price of zero outside of its range is both', async () => {
    expect(
      told(await inspect({ 'AAA.csv': withLine(5, `${day(5)},1,2,1,0,5`) }))
        .slice(0, 2)
        .sort(),
    ).toEqual([`error ohlc AAA.csv:5 AAA ${day(5)}`, `error zero-price AAA.csv:5 AAA ${day(5)}`])
  })

  it('rounding by up to 1e-9 of the price is no error', async () => {
    expect(told(await inspect({ 'AAA.csv': withLine(5, `${day(5)},100,100,99,100.00000005,5`) }))).toEqual([])
  })

  it('a bad volume or date is a warning', async () => {
    expect(told(await inspect({ 'AAA.csv': withLine(5, CLEAN[4].replace(/[^,]+$/, '-5')) }))).toEqual([
      `warning volume AAA.csv:5 AAA ${day(5)}`,
    ])
    expect(told(await inspect({ 'AAA.csv': withLine(5, '2019-02-30,1,2,1,1.5,5') }))).toEqual([
      'warning date AAA.csv:5 AAA -',
    ])
  })
})

describe('files that can not be read', () => {
  const bytes = (text: string): number[] => [...new TextEncoder().encode(text)]
  it.each([
    ['not UTF-8', new Uint8Array([...bytes(`${CLEAN.slice(0, 4).join('\n')}\n`), 0xff, 0xfe, 10]), 5],
    ['a NUL character', `${CLEAN.slice(0, 3).join('\n')}\n2019-01-04,1,2,1,\0,5`, 4],
    ['UTF-16', new Uint8Array([0xff, 0xfe, ...bytes(HEADER).flatMap((code) => [code, 0])]), 1],
    ['a quote that never closes', `${HEADER}\n2019-01-02,"1,2,1,1,5\n2019-01-03,1,2,1,1,5`, 2],
    ['a column that stands twice', `${HEADER},Close\n2019-01-02,1,2,1,1,5,1`, 1],
  ])('%s is one error', async (_, content, line) => {
    const findings = told(await inspect({ 'deep/AAA.csv': content })).filter((each) => each.startsWith('error'))
    expect(findings).toEqual([`error unreadable-bars deep/AAA.csv:${line} - -`])
  })

  it('bars of which no row can be used are an error', async () => {
    const findings = told(await inspect({ 'AAA.csv': `${HEADER}\nyesterday,1,2,1,1,5` }))
    expect(findings).toEqual(['error unreadable-bars AAA.csv:- - -', 'warning date AAA.csv:2 AAA -'])
  })

  it('other kinds are warnings', async () => {
    expect(told(await inspect({ 'CPI.csv': 'DATE,CPI\n2019-01-01,x\n', 'w.xlsx': 'no workbook' }))).toEqual([
      'warning unreadable CPI.csv:2 - -',
      'warning unreadable w.xlsx:- - -',
    ])
  })

  it('links out of the folder are not followed, and files of no known kind are counted', async () => {
    const outside = folderOf({ 'secret.csv': CLEAN.join('\n') })
    const root = folderOf({ 'AAA.csv': CLEAN.join('\n'), 'notes.txt': 'x', '__proto__.csv': 'a,b\n' })
    symlinkSync(join(outside, 'secret.csv'), join(root, 'BBB.csv'))
    const { findings, kinds, rows } = await inspectDataFolder(openDataFolder(root))
    expect(findings).toEqual([])
    expect([...kinds]).toEqual([
      ['bars', 1],
      ['other', 2],
    ])
    expect(rows).toBe(30)
  })
})

describe('a folder as a whole', () => {
  it('clean symbols raise nothing, and one market is one folder', async () => {
    const dates = newYorkSessions(200)
    const few = dates.filter((_, i) => i % 2 === 0)
    const files = Object.fromEntries([
      ...['AAA', 'BBB', 'CCC'].map((symbol) => [
        `daily/${symbol}.csv`,
        csvOfBars(cleanBars(symbol, dates)).join('\r\n'),
      ]),
      ...['DDD', 'EEE'].map((symbol) => [`every-other/${symbol}.csv`, csvOfBars(cleanBars(symbol, few)).join('\n')]),
    ]) as Record<string, string>
    const result = await inspect(files)
    expect(told(result)).toEqual([])
    expect(result.coverage.map(({ label, group }) => `${group}/${label}`)).toEqual([
      'daily/AAA',
      'daily/BBB',
      'daily/CCC',
      'every-other/DDD',
      'every-other/EEE',
    ])
  })

  it('a gap is told at the row behind it, in files of many symbols too', async () => {
    const dates = newYorkSessions(100)
    const body = (symbol: string, skip: number): string[] =>
      csvOfBars(cleanBars(symbol, dates))
        .slice(1)
        .filter((_, i) => i !== skip)
        .map((row) => `${row},${symbol}`)
    const rows = [...body('AAA', -1), ...body('BBB', 10), ...body('CCC', -1)]
    expect(told(await inspect({ 'all.csv': [`${HEADER},Symbol`, ...rows].join('\n') }))).toEqual([
      `warning gap all.csv:${1 + 100 + 11} BBB ${formatSession(dates[10])}`,
    ])
  })

  it('two files of one symbol are kept apart, and equal files are told', async () => {
    const dates = newYorkSessions(100)
    const bars = csvOfBars(cleanBars('AAA', dates))
    const halved = bars.map((row, i) => (i === 50 ? row.replace(/[^,]+$/, '0') : row))
    const named = (rows: readonly string[]): string =>
      rows.map((row, i) => `${row},${i === 0 ? 'Name' : 'AAA'}`).join('\n')
    const result = await inspect({
      'AAA.csv': bars.join('\n'),
      'AAA_data.csv': named(halved),
      'B.csv': bars.join('\n'),
    })
    expect(told(result)).toEqual([
      `warning zero-volume AAA_data.csv:51 AAA ${formatSession(dates[49])}`,
      'warning same-file B.csv:- - -',
    ])
  })

  it('names the data files that it knows nothing of, and leaves other files alone', async () => {
    const result = await inspect({
      'prices.csv': 'Datum;Kurs\n03.01.2023;1,5\n',
      'notes.md': 'text',
      'x.jsonl': '{"a":1}\n',
    })
    expect(result.notInspected).toEqual(['prices.csv', 'x.jsonl'])
    expect(result.findings).toEqual([])
  })

  it('nothing is an empty report', async () => {
    expect(await inspect({})).toEqual({ kinds: new Map(), rows: 0, findings: [], notInspected: [], coverage: [] })
  })
})

describe('series and lists', () => {
  const months = Array.from(
    { length: 24 },
    (_, i) => `20${10 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}-01`,
  )

  it('blank and skipped months of a monthly series', async () => {
    const rows = months.map((month, i) => `${month},${i === 7 ? '.' : i}`).filter((_, i) => i !== 15)
    expect(told(await inspect({ 'CPI.csv': ['DATE,CPI', ...rows].join('\n') }))).toEqual([
      'warning blank-observation CPI.csv:9 CPI 2010-08-01',
      'warning skipped-period CPI.csv:17 CPI 2011-05-01',
    ])
  })

  it('a clean series, a blank beginning', async () => {
    const rows = months.map((month, i) => `${month},${i < 3 ? '' : i}`)
    expect(told(await inspect({ 'X.csv': ['DATE,X', ...months.map((month) => `${month},1`)].join('\n') }))).toEqual([])
    expect(told(await inspect({ 'X.csv': ['DATE,X', ...rows].join('\n') }))).toEqual([
      'info blank-rows X.csv:2 X 2010-01-01',
    ])
  })

  it('members without a sector, with an unknown one, and one sector under two names', async () => {
    const list = (...rows: string[]): string => ['Symbol,Name,Sector', ...rows].join('\n')
    const files = {
      'constituents_2013-01-31.csv': list(
        'A,A,Energy',
        'B,B,',
        'C,C,Stuff',
        'D,D, Inc,Energy',
        'T,T,Telecommunications Services',
      ),
      'constituents_2014-01-31.csv': list('A,A,Energy', 'T,T,Telecommunication Services'),
    }
    expect(told(await inspect(files))).toEqual([
      'warning empty-sector constituents_2013-01-31.csv:3 B -',
      'warning unknown-sector constituents_2013-01-31.csv:4 C -',
      'warning ragged-row constituents_2013-01-31.csv:5 D -',
      'info sector-spelling constituents_2014-01-31.csv:3 - -',
    ])
  })
})
