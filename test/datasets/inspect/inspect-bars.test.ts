import { parquetWriteBuffer } from 'hyparquet-writer'
import { describe, expect, it } from 'vitest'
import { dialectOf } from '../../../datasets/bars/dialect-options.js'
import { inspectDataFolder } from '../../../datasets/inspect/inspect-folder.js'
import { openDataFolder } from '../../../datasets/text/data-folder.js'
import { formatSession } from '../../../src/core/calendar.js'
import { cleanBars, csvOfBars, newYorkSessions } from '../../panel/quality/clean-bars.js'
import { CLEAN, folderOf, HEADER, inspect, told } from './made-up-folder.js'

describe('files of many symbols', () => {
  const dates = newYorkSessions(150)
  const rowsOf = (symbol: string): string[] => csvOfBars(cleanBars(symbol, dates)).slice(1)
  const named = (symbol: string): string[] => rowsOf(symbol).map((row) => `${row},${symbol}`)

  it('are told by their rows where the column is called Name', async () => {
    const symbols = ['AAA', 'BBB', 'CCC', 'DDD']
    const result = await inspect({ 'all.csv': [`${HEADER},Name`, ...symbols.flatMap(named)].join('\n') })
    expect(told(result)).toEqual([])
    expect(result.coverage.map(({ label, file }) => [label, file])).toEqual(
      symbols.map((symbol) => [symbol, 'all.csv']),
    )
  })

  it('a row of another symbol in a file of one is no duplicate of its session', async () => {
    const rows = named('AAA')
    const result = await inspect({ 'AAA.csv': [`${HEADER},Name`, ...rows, named('BBB')[149]].join('\n') })
    expect(result.findings.filter(({ level }) => level === 'error')).toEqual([])
    expect(result.coverage.map(({ label }) => label)).toEqual(['AAA', 'BBB'])
  })

  it('a column of company names is no column of symbols', async () => {
    const rows = rowsOf('AAA').map((row) => `${row},Apple Inc.`)
    const result = await inspect({ 'AAPL.csv': [`${HEADER},Name`, ...rows].join('\n') })
    expect([told(result), result.coverage.map(({ label }) => label)]).toEqual([[], ['AAPL']])
  })
})

describe('a dialect that is stated', () => {
  const HEAD = '"Date","Price","Open","High","Low","Vol.","Change %"'
  const row = (date: string): string => `"${date}","1,010.5","1,005.0","1,020.0","1,000.0","1.2M","0.1%"`
  const text = [HEAD, row('03/04/2024'), row('02/04/2024'), row('01/04/2024')].join('\n')

  it('says the order of day and month, which a header does not', async () => {
    const folder = openDataFolder(folderOf({ 'VNM.csv': text }))
    const spanOf = async (dialect?: string): Promise<string[]> => {
      const options = { dialect: dialect === undefined ? undefined : dialectOf(dialect) }
      const { coverage } = await inspectDataFolder(folder, options)
      return coverage.flatMap(({ first, last }) => [formatSession(first), formatSession(last)])
    }
    expect(await spanOf()).toEqual(['2024-01-04', '2024-03-04'])
    expect(await spanOf('investing-dmy')).toEqual(['2024-04-01', '2024-04-03'])
  })
})

describe('bars that are no text', () => {
  const columns = {
    date: ['2024-01-02', '2024-01-03', '2024-01-04'],
    open: [10, 10, 0],
    high: [11, 11, 11],
    low: [9, 9, 9],
    close: [10, 10, 10],
    volume: [5, 5, 5],
  }
  const parquet = (data: Readonly<Record<string, readonly (string | number)[]>>): Uint8Array =>
    new Uint8Array(
      parquetWriteBuffer({
        columnData: Object.entries(data).map(([name, list]) => ({
          name,
          data: [...list],
          type: typeof list[0] === 'string' ? ('STRING' as const) : ('DOUBLE' as const),
        })),
      }),
    )

  it('are inspected like text: Parquet and JSON lines', async () => {
    const lines = columns.date.map((date, i) =>
      JSON.stringify({ date, open: columns.open[i], high: 11, low: 9, close: 10, volume: 5 }),
    )
    const result = await inspect({ 'A.parquet': parquet(columns), 'B.jsonl': lines.join('\n') })
    expect(told(result)).toEqual(
      ['A.parquet', 'B.jsonl'].flatMap((file) => [
        `error zero-price ${file}:3 ${file[0]} 2024-01-04`,
        `error ohlc ${file}:3 ${file[0]} 2024-01-04`,
      ]),
    )
    expect([...result.kinds]).toEqual([['bars', 2]])
    expect(result.rows).toBe(6)
  })

  it('other tables are left alone, damaged ones are told', async () => {
    const damaged = parquet(columns).slice(0, -9)
    const result = await inspect({ 'news.jsonl': '{"published":"2024-01-02","text":"x"}\n', 'C.parquet': damaged })
    expect(told(result)).toEqual(['warning unreadable C.parquet:- - -'])
    expect([...result.kinds]).toEqual([['other', 2]])
  })
})

describe('a folder that was fetched into', () => {
  const bad = `${HEADER}\n2024-01-02,0,1,1,1,1`
  const manifest = '{"schema":"sectorcast.fetch/1","versions":[]}'

  it('keeps its raw answers to itself, wherever it lies', async () => {
    const result = await inspect({
      'us/manifest.json': manifest,
      'us/AAA.csv': CLEAN.join('\n'),
      'us/raw/stooq/aaa/1.csv': bad,
      'us/restated/aaa.csv': bad,
      'raw/B.csv': CLEAN.join('\n').replaceAll('AAA', 'B'),
    })
    expect([...result.kinds]).toEqual([
      ['bars', 2],
      ['other', 1],
    ])
    expect(result.findings.filter(({ kind }) => kind !== 'same-file')).toEqual([])
  })

  it.each([
    ['another schema', '{"schema":"else"}'],
    ['no JSON', '{'],
    ['null', 'null'],
    ['bytes', Uint8Array.of(0xff, 0xfe, 1)],
  ])('is told by its manifest alone: %s', async (_, content) => {
    const result = await inspect({ 'manifest.json': content, 'raw/AAA.csv': bad })
    expect(told(result).filter((each) => each.startsWith('error zero-price'))).toEqual([
      'error zero-price raw/AAA.csv:2 AAA 2024-01-02',
    ])
  })
})
