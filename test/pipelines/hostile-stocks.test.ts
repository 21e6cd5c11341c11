import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ScreenDocument } from '../../pipelines/screen.js'
import { bytesOf, encodedAgain } from '../fixtures/hostile-bytes.js'
import { expectHarmless, hostileGround, type Attempt } from '../fixtures/hostile-ground.js'
import { smallExperiment, writeSmallMarket } from '../fixtures/small-market.js'

const ground = hostileGround()
const out = join(ground.outer, 'out')
const MEMBERS = 'Symbol,Name,Sector\nAAA,a,Energy\nBBB,b,Utilities\nCCC,c,Financials\nDDD,d,Energy\n'
const FLOW = 'date,Ngày,Giá khớp,Khối lượng,NN mua,NN bán,Giá trị NN (Tỉ VND)\n'
const FLOW_ROW = '2012-07-03,02/07/2012,10,1000,10,5,0.0\n'
const FIGURES =
  'Symbol,Name,Sector,Price,Price/Earnings,Dividend Yield,Earnings/Share,52 Week Low,52 Week High,Market Cap,EBITDA,Price/Sales,Price/Book,SEC Filings\n'
const COMPANIES = Array.from({ length: 25 }, (_, i) => `S${i},s,Energy,10,10,2,1,5,15,5e9,5e8,1,1,S\n`).join('')

beforeAll(() => {
  writeSmallMarket(ground.data)
  ground.write('members/constituents_2010-01-01.csv', MEMBERS)
})

/** An experiment whose sectors are made of the stocks of the small market. */
function stocksExperiment(data = '', replace: Readonly<Record<string, string>> = {}): string {
  const path = join(ground.outer, 'stocks.yaml')
  const yaml = smallExperiment({
    data: `data: { source: stocks${data} }`,
    universe: 'universe: { members: members, benchmark: MKT }',
    features: 'features: [relative_strength_21]',
    models: 'models: { momentum: { feature: relative_strength_21 } }',
    ...replace,
  })
  writeFileSync(path, yaml)
  return path
}

const screen = (sector: string, experiment = stocksExperiment(), ...more: string[]): Attempt =>
  ground.attempt(['screen', experiment, '--data', ground.data, '--sector', sector, '--by', 'volatility_21', ...more])
const walk = (experiment: string): Attempt =>
  ground.attempt(['walk-forward', experiment, '--data', ground.data, '--out', out, '--threads', '1'])

function expectEnd(attempt: Attempt, status: number, message: string): void {
  expectHarmless(attempt)
  expect(attempt.message).toContain(message)
  expect([attempt.status, attempt.stdout]).toEqual([status, ''])
  expect(existsSync(out)).toBe(false)
}

describe('screen', () => {
  it('leaves out members of sectors that do not exist, and says so', () => {
    ground.write('members/constituents_2010-01-02.csv', `${MEMBERS}EEE,e,Enregy\nFFF,f,\x1b[31m\n`)
    const attempt = screen('energy', undefined, '--json')
    rmSync(join(ground.data, 'members/constituents_2010-01-02.csv'))
    expectHarmless(attempt)
    const document = JSON.parse(attempt.stdout) as ScreenDocument
    expect([attempt.status, document.members, document.top.length]).toEqual([0, 2, 2])
    expect(document.notes.join(' ')).toContain('Enregy')
  })

  it.each([
    ['an unknown sector', '__proto__', 2, 'sector "__proto__" is unknown'],
    ['a sector of escapes', '\x1b[2J', 2, 'sector "\\u001b[2J" is unknown'],
    ['a sector of a megabyte', 'x'.repeat(100_000), 2, 'sector "xxxx'],
    ['a sector without members', 'materials', 2, 'sector "materials" had no member'],
  ])('%s: exit code %i', (_, sector, status, message) => {
    expectEnd(screen(sector), status, message)
  })

  it.each<[string, string, string]>([
    ['a member twice', `${MEMBERS}AAA,a,Energy\n`, 'constituents_2010-01-01.csv:6: Symbol: "AAA" stands twice'],
    [
      'no sector column',
      MEMBERS.replace('Sector', 'constructor'),
      'constituents_2010-01-01.csv:1: Sector: column is missing',
    ],
    [
      'two symbol columns',
      MEMBERS.replace('Name', 'symbol'),
      'constituents_2010-01-01.csv:1: Symbol: column stands twice',
    ],
  ])('members with %s: exit code 3', (_, members, message) => {
    ground.write('members/constituents_2010-01-01.csv', members)
    const attempt = screen('energy', stocksExperiment(', file: "{symbol}.csv"'))
    ground.write('members/constituents_2010-01-01.csv', MEMBERS)
    expectEnd(attempt, 3, message)
  })

  it('has no bars of a member whose symbol leads out of the folder', () => {
    ground.write('members/constituents_2010-01-01.csv', `${MEMBERS}../outside/SECRET,s,Energy\n`)
    const attempt = screen('energy', stocksExperiment(), '--json')
    ground.write('members/constituents_2010-01-01.csv', MEMBERS)
    expectHarmless(attempt)
    const { top, notes } = JSON.parse(attempt.stdout) as ScreenDocument
    expect([attempt.status, top.map(({ symbol }) => symbol).sort()]).toEqual([0, ['AAA', 'DDD']])
    expect(notes.join(' ')).toContain('../outside/SECRET')
  })

  it.each<[string, string | Uint8Array, string]>([
    [
      'an open quote',
      'Date,Symbol,Open,High,Low,Close,Volume\n"2010-01-04,AAA,1,1,1,1,1\n',
      'long.csv:2: row: Quoted field unterminated',
    ],
    ['a symbol that leads out', 'Date,Symbol,Open,High,Low,Close,Volume\n2010-01-04,../A,1,1,1,1,1\n', 'long.csv:2: '],
    [
      'bytes that are no text',
      bytesOf('Date,Symbol,Open,High,Low,Close,Volume\n', [0xff]),
      'long.csv:2: is not UTF-8 text',
    ],
    [
      'a million lines',
      `Date,Symbol,Open,High,Low,Close,Volume\n${'x\n'.repeat(1_000_000)}`,
      'long.csv:2: row: 1 fields, expected 7',
    ],
  ])('one file of all stocks with %s: exit code 3', (_, content, message) => {
    ground.write('long.csv', content)
    expectEnd(screen('energy', stocksExperiment(', file: long.csv')), 3, message)
  })
})

describe('feeds of many files', () => {
  const withFeed = (feed: string): Attempt =>
    walk(
      stocksExperiment('', {
        data: 'data: { source: csv }',
        universe: 'universe: { benchmark: MKT, sectors: { AAA: energy, BBB: utilities } }',
        features: 'features: [relative_strength_21, feed.x]',
        feeds: `feeds: { x: ${feed} }`,
      }),
    )

  it.each<[string, string, string]>([
    ['a header encoded three times', encodedAgain(FLOW, 2) + FLOW_ROW, 'flow/AAA.csv:1: Ngày: column is missing'],
    ['a day twice', FLOW + FLOW_ROW + FLOW_ROW, 'flow/AAA.csv:3: Ngày: 2012-07-02 stands twice, also in line 2'],
    [
      'a row crawled before its day',
      FLOW + FLOW_ROW.replace('2012-07-03', '2012-07-01'),
      'flow/AAA.csv:2: date: "2012-07-01" is before the trade date',
    ],
    [
      'a number beyond a double',
      FLOW + FLOW_ROW.replace(',5,', ',1e309,'),
      'flow/AAA.csv:2: NN bán: "1e309" is infinite',
    ],
    ['no row', FLOW.replace('NN mua', '__proto__'), 'flow/AAA.csv:1: NN mua: column is missing'],
  ])('foreign flow with %s: exit code 3', (_, content, message) => {
    ground.write('flow/AAA.csv', content)
    expectEnd(withFeed('{ source: foreign-flow, folder: flow, required: true }'), 3, message)
  })

  it.each<[string, string, string, string]>([
    [
      'a second symbol column',
      '2012-01-01.csv',
      FIGURES.replace('SEC Filings', 'Symbol') + COMPANIES,
      '2012-01-01.csv:1: Symbol: column stands twice',
    ],
    [
      'a company twice',
      '2012-01-01.csv',
      `${FIGURES}${COMPANIES}S0,s,Energy,10,10,2,1,5,15,5e9,5e8,1,1,S\n`,
      '2012-01-01.csv:27: Symbol: "S0" stands twice',
    ],
    [
      'a cap of a million digits',
      '2012-01-01.csv',
      FIGURES + COMPANIES.replace('5e9', '9'.repeat(1_000_000)),
      '2012-01-01.csv:2: Market Cap: "9999',
    ],
    [
      'a day that does not exist',
      '2012-02-30.csv',
      FIGURES + COMPANIES,
      '2012-02-30.csv: "2012-02-30" in its name is not a date',
    ],
  ])('company figures with %s: exit code 3', (_, name, content, message) => {
    const path = ground.write(`figures/${name}`, content)
    const attempt = withFeed(
      '{ source: fundamentals, folder: figures, members: members, field: peRatio, required: true }',
    )
    rmSync(path)
    expectEnd(attempt, 3, message)
  })
})
