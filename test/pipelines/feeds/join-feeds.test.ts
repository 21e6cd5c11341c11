import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseSession } from '../../../src/core/calendar.js'
import { temporaryFolder } from '../../fixtures/command-line.js'
import { emptyPanel, joinFeed, writeFiles } from './feed-fixture.js'

const root = temporaryFolder()
const funds = { AAA: 'energy', BBB: 'financials' }
const panel = emptyPanel('2020-06-01', '2020-07-31', funds)
const vietnam = { exchange: 'HOSE' } as const

/** A folder of its own for each test. */
function folderWith(name: string, files: Readonly<Record<string, string>>): string {
  const folder = join(root, name)
  writeFiles(folder, files)
  return folder
}

describe('a series with a release lag', () => {
  const folder = folderWith('fred', {
    'macro/CPIAUCSL.csv': 'DATE,CPIAUCSL\n2020-03-01,100\n2020-04-01,101\n2020-05-01,103\n2020-06-01,107\n',
  })
  const cpi = { source: 'fred', folder: 'macro', series: 'CPIAUCSL' }

  it('is seen from the day of the release on, not from the month that it speaks of', async () => {
    const { at, present, notes } = await joinFeed(folder, panel, cpi)
    // May's figure came out by the 18th of June.
    expect([at('2020-06-01'), at('2020-06-17'), at('2020-06-18'), at('2020-07-17')]).toEqual([101, 101, 103, 103])
    // The 18th of July is a Saturday.
    expect(at('2020-07-20')).toBe(107)
    expect(present('2020-06-01')).toBe(1)
    expect(notes).toEqual([expect.stringContaining('latest revised values')])
  })

  it('in Ho Chi Minh City a session later: New York publishes after its close', async () => {
    const { at } = await joinFeed(folder, panel, cpi, vietnam)
    expect([at('2020-06-18'), at('2020-06-19')]).toEqual([101, 103])
  })

  it('is transformed within what was known, and goes out of date', async () => {
    const change = await joinFeed(folder, panel, { ...cpi, transform: 'change_1' })
    expect([change.at('2020-06-17'), change.at('2020-06-18')]).toEqual([1, 2])
    const fresh = await joinFeed(folder, panel, { ...cpi, maxAge: 70 })
    // April's figure, of the 1st of April, is 70 days old on the 10th of June.
    expect([fresh.at('2020-06-10'), fresh.at('2020-06-11'), fresh.present('2020-06-11')]).toEqual([101, NaN, 0])
    expect(fresh.coverage).toBeGreaterThan(0.5)
    expect(fresh.coverage).toBeLessThan(1)
  })

  it('takes a lag in words for a series of no table', async () => {
    const other = folderWith('own-lag', { 'OWN.csv': 'DATE,OWN\n2020-05-31,5\n2020-06-07,6\n' })
    const { at } = await joinFeed(other, panel, { source: 'fred', series: 'OWN', lag: 'weekly 5 days' })
    expect([at('2020-06-04'), at('2020-06-05'), at('2020-06-11'), at('2020-06-12')]).toEqual([NaN, 5, 5, 6])
  })
})

describe('dated numbers', () => {
  const events = [
    'date,known,value',
    '2020-06-02,2020-06-02T15:59-04:00,1',
    '2020-06-03,2020-06-03T16:00-04:00,2',
    '2020-06-05,2020-06-05T20:30Z,3',
    '2020-06-09,2020-06-09,4',
  ]
  const folder = folderWith('dated', {
    'events.csv': `${events.join('\n')}\n`,
    'by-sector.csv': 'date,known,sector,value\n2020-06-02,2020-06-02,Energy,7\n2020-06-02,2020-06-03,Banks,8\n',
    'by-symbol.jsonl':
      '{"date":"2020-06-02","known":"2020-06-04","symbol":"BBB","value":9}\n{"date":"2020-06-02","known":"2020-06-04","symbol":"ZZZ","value":1}\n',
    'lagged.csv': 'date,count\n2020-Q1,5\n',
  })

  it('published at the close or later count for the next session, whatever the zone', async () => {
    const { at } = await joinFeed(folder, panel, { source: 'dated', file: 'events.csv' })
    expect(['2020-06-01', '2020-06-02', '2020-06-03', '2020-06-04'].map((day) => at(day))).toEqual([NaN, 1, 1, 2])
    // 20:30 UTC on Friday is after the close in New York: Saturday, so Monday.
    expect(['2020-06-05', '2020-06-08', '2020-06-09'].map((day) => at(day))).toEqual([2, 3, 4])
  })

  it('by the clock of the exchange whose sessions the panel has', async () => {
    const { at } = await joinFeed(folder, panel, { source: 'dated', file: 'events.csv' }, vietnam)
    // 15:59 in New York is the next morning in Ho Chi Minh City, before its close.
    expect(['2020-06-02', '2020-06-03', '2020-06-04'].map((day) => at(day))).toEqual([NaN, 1, 2])
    const stated = { source: 'dated', file: 'events.csv', market: 'new-york' }
    expect((await joinFeed(folder, panel, stated, vietnam)).at('2020-06-02')).toBe(1)
  })

  it('are of a sector, or of a symbol; who is not in the universe is counted', async () => {
    const sectors = await joinFeed(folder, panel, { source: 'dated', file: 'by-sector.csv' })
    expect([sectors.at('2020-06-02', 'AAA'), sectors.at('2020-06-02', 'BBB'), sectors.at('2020-06-03', 'BBB')]).toEqual(
      [7, NaN, 8],
    )
    const symbols = await joinFeed(folder, panel, { source: 'dated', file: 'by-symbol.jsonl' })
    expect([symbols.at('2020-06-03', 'BBB'), symbols.at('2020-06-04', 'BBB')]).toEqual([NaN, 9])
    expect(symbols.at('2020-07-31', 'AAA')).toBeNaN()
    expect(symbols.notes).toEqual(['1 keys are not in the universe, the first is "ZZZ"'])
  })

  it('of a period are known a stated number of days after its end', async () => {
    const { at } = await joinFeed(folder, panel, { source: 'dated', file: 'lagged.csv', value: 'count', lagDays: 65 })
    // 65 days after the 31st of March.
    expect([at('2020-06-03'), at('2020-06-04')]).toEqual([NaN, 5])
  })

  it('without a word on when they were known are refused, naming the feed', async () => {
    const feed = { source: 'dated', file: 'lagged.csv', value: 'count' }
    await expect(joinFeed(folder, panel, feed)).rejects.toThrow(/^feeds\.mine: .*no column says when a value was known/)
    await expect(joinFeed(folder, panel, feed)).rejects.toMatchObject({ name: 'ConfigError' })
  })
})

describe('true vintages', () => {
  const vintage = (rows: readonly string[]): string => ['sasdate,INDPRO', 'Transform:,5', ...rows].join('\n') + '\n'
  const folder = folderWith('vintages', {
    'fred-md-2020-04.csv': vintage(['3/1/2020,100', '4/1/2020,90']),
    'fred-md-2020-05.csv': vintage(['3/1/2020,100', '4/1/2020,80', '5/1/2020,84']),
  })

  it('show what stood in the file of the day, and nothing before the first one', async () => {
    const { at, present } = await joinFeed(folder, emptyPanel('2020-05-01', '2020-07-31', funds), {
      source: 'fred-md',
      series: 'INDPRO',
      transform: 'change_1',
    })
    expect([at('2020-05-29'), present('2020-05-29')]).toEqual([NaN, 0])
    expect([at('2020-06-01'), at('2020-06-30')]).toEqual([-10, -10])
    // April was revised when May came: the change is within one vintage.
    expect(at('2020-07-01')).toBe(4)
  })

  it('of an unknown series are refused with the nearest, naming the feed', async () => {
    const feed = { source: 'fred-md', series: 'INDPR' }
    await expect(joinFeed(folder, panel, feed)).rejects.toThrow(/^feeds\.mine: series "INDPR": unknown .*"INDPRO"/)
  })
})

describe('foreign trading', () => {
  const header = 'date,Ngày,Giá khớp,Khối lượng,Mở cửa,Cao nhất,Thấp nhất,NN mua,NN bán,Giá trị NN (Tỉ VND)'
  const row = (day: string, close: number, volume: number, buy: number, sell: number): string =>
    `2020-07-30,${day}/06/2020,${close},${volume},1,1,1,${buy},${sell},0.0`
  const folder = folderWith('flow', {
    'flow/S1.csv': `${[header, row('03', 10, 1000, 300, 100), row('02', 10, 1000, 0, 500)].join('\n')}\n`,
    'flow/S2.csv': `${[header, row('03', 30, 1000, 0, 100)].join('\n')}\n`,
  })
  const flow = { source: 'foreign-flow', folder: 'flow', maxAge: 7 }

  it('of a stock is known at the close of its trade date, however late it was collected', async () => {
    const stocks = emptyPanel('2020-06-01', '2020-06-30', { S1: 'energy', S3: 'financials' })
    const { at, present, notes } = await joinFeed(folder, stocks, flow, vietnam)
    expect(['2020-06-01', '2020-06-02', '2020-06-03'].map((day) => at(day, 'S1'))).toEqual([NaN, -0.5, 0.2])
    // Seven days on it is too old.
    expect([at('2020-06-10', 'S1'), at('2020-06-11', 'S1')]).toEqual([0.2, NaN])
    expect([at('2020-06-03', 'S3'), present('2020-06-03', 'S3'), present('2020-06-03', 'S1')]).toEqual([NaN, 0, 1])
    expect(notes.join()).toContain('newest-first 1')
  })

  it('of a sector is weighted by price, each row under the sector that its stock was in', async () => {
    const sectors = emptyPanel('2020-06-01', '2020-06-30', { energy: 'energy', financials: 'financials' })
    const second = parseSession('2020-06-02')
    const sectorOf = (symbol: string, session: number): string | undefined =>
      symbol === 'S1' && session <= second ? 'financials' : 'energy'
    const { at } = await joinFeed(folder, sectors, flow, { ...vietnam, sectorOf })
    expect([at('2020-06-02', 'financials'), at('2020-06-02', 'energy')]).toEqual([-0.5, NaN])
    // (200 x 10 - 100 x 30) / (1000 x 10 + 1000 x 30)
    expect(at('2020-06-03', 'energy')).toBeCloseTo(-0.025, 12)
    expect(at('2020-06-03', 'financials')).toBe(-0.5)
  })

  it('that is of nobody in the universe says so', async () => {
    const { coverage, notes } = await joinFeed(folder, panel, flow, vietnam)
    expect(coverage).toBe(0)
    expect(notes).toContain('has no value at any session')
  })
})

describe('a feed that is not there', () => {
  const folder = folderWith('prices-only', { 'AAA.csv': 'Date,Open\n', 'empty/readme.txt': '' })
  const feeds: readonly [string, object, string][] = [
    ['fred', { source: 'fred', folder: 'macro', series: 'CPIAUCSL' }, 'no file "macro/CPIAUCSL.csv"'],
    ['fred-md', { source: 'fred-md', folder: 'empty', series: 'INDPRO' }, 'no file of source "fred-md" in "empty"'],
    ['shiller', { source: 'shiller', series: 'cape' }, 'no file "shiller_monthly.csv"'],
    [
      'policy-uncertainty',
      { source: 'policy-uncertainty', series: 'USEPUINDXD' },
      'no file of source "policy-uncertainty" in "."',
    ],
    [
      'fundamentals',
      { source: 'fundamentals', folder: 'caps', members: 'empty', field: 'earningsYield' },
      'no folder "caps"',
    ],
    ['foreign-flow', { source: 'foreign-flow', folder: 'empty' }, 'no file of source "foreign-flow" in "empty"'],
    ['dated', { source: 'dated', file: 'empty/events.csv' }, 'no file "empty/events.csv"'],
  ]

  it.each(feeds)('%s is all missing, its mask 0, with a note', async (_, config, what) => {
    const { at, present, coverage, notes } = await joinFeed(folder, panel, config)
    expect([at('2020-07-31'), present('2020-07-31'), coverage]).toEqual([NaN, 0, 0])
    expect(notes).toEqual([`the data folder holds ${what}: all missing`])
  })

  it.each(feeds)('%s that is required ends the run in one line', async (_, config, what) => {
    const required = joinFeed(folder, panel, { ...config, required: true })
    await expect(required).rejects.toThrow(`${folder}: holds ${what}, which feed "mine" requires`)
    await expect(required).rejects.toMatchObject({ name: 'DataError' })
  })

  it('a file that is there and damaged is never taken for a missing one', async () => {
    const damaged = folderWith('damaged', { 'macro/CPIAUCSL.csv': 'DATE,CPIAUCSL\n2020-04-31,1\n' })
    const feed = { source: 'fred', folder: 'macro', series: 'CPIAUCSL' }
    await expect(joinFeed(damaged, panel, feed)).rejects.toMatchObject({ name: 'DataError' })
    await expect(joinFeed(damaged, panel, feed)).rejects.toThrow('CPIAUCSL.csv:2: DATE: "2020-04-31" is not a date')
  })
})
