import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import xlsx from 'xlsx'
import { bytesOf, utf16, zipOf } from '../fixtures/hostile-bytes.js'
import { expectHarmless, hostileGround, type Attempt } from '../fixtures/hostile-ground.js'
import { smallExperiment, writeSmallMarket } from '../fixtures/small-market.js'

const ground = hostileGround()
let folders = 0

function expectEnd(attempt: Attempt, status: number, message: string): void {
  expectHarmless(attempt)
  expect(attempt.message).toContain(message)
  expect([attempt.status, attempt.stdout]).toEqual([status, ''])
}

/** Asks for a value of a folder that holds one file. */
function valueOf(
  source: string,
  series: string,
  name: string,
  content: string | Uint8Array,
  ...more: string[]
): Attempt {
  const folder = `source-${folders++}`
  ground.write(join(folder, name), content)
  const data = join(ground.data, folder)
  return ground.attempt([
    'value',
    '--data',
    data,
    '--source',
    source,
    '--series',
    series,
    '--date',
    '2020-01',
    '--json',
    ...more,
  ])
}

const FRED_MD = 'sasdate,INDPRO,CPI\nTransform:,5,6\n1/1/2020,1,2\n2/1/2020,3,4\n'
const FRED = 'DATE,INDPRO\n2020-01-01,1\n'
const SHILLER =
  'Date,SP500,Dividend,Earnings,Consumer Price Index,Long Interest Rate,Real Price,Real Dividend,Real Earnings,PE10\n'

describe('a hostile file of a macro source: one line, exit code 3', () => {
  it.each<[string, string, string, () => string | Uint8Array, string]>([
    [
      'a vintage without transform codes',
      'fred-md',
      'fred-md-2020-02.csv',
      () => FRED_MD.replace('Transform:,5,6\n', ''),
      'fred-md-2020-02.csv:2: sasdate: "1/1/2020", expected Transform:',
    ],
    [
      'a vintage with a wrong name',
      'fred-md',
      'fred-md-2020-03.csv',
      () => FRED_MD,
      'fred-md-2020-03.csv: its last row is of 2020-02, expected that of its name',
    ],
    [
      'a vintage with a hole',
      'fred-md',
      'fred-md-2020-04.csv',
      () => FRED_MD.replace('2/1', '4/1'),
      'fred-md-2020-04.csv:4: sasdate: 2020-04-01 comes after 2020-01-01',
    ],
    [
      'a vintage whose days are swapped',
      'fred-md',
      'fred-md-2020-02.csv',
      () => FRED_MD.replace('2/1/2020', '1/2/2020'),
      'fred-md-2020-02.csv:4: sasdate:',
    ],
    [
      'a vintage with an escape',
      'fred-md',
      'fred-md-2020-02.csv',
      () => FRED_MD.replace('3,4', '\x1b[2J,4'),
      'fred-md-2020-02.csv:4: INDPRO: "\\u001b[2J" is not a number',
    ],
    [
      'a vintage in UTF-16',
      'fred-md',
      'fred-md-2020-02.csv',
      () => utf16(FRED_MD, 'little'),
      'fred-md-2020-02.csv:1: is UTF-16 text',
    ],
    [
      'no vintage at all',
      'fred-md',
      'fred-md-2020-02.csv.txt',
      () => FRED_MD,
      'no file of source fred-md, expected fred-md-YYYY-MM.csv',
    ],
    [
      'a series that is infinite',
      'fred',
      'INDPRO.csv',
      () => FRED.replace(',1', ',1e309'),
      'INDPRO.csv:2: INDPRO: "1e309" is infinite',
    ],
    [
      'a series named __proto__',
      'fred',
      'INDPRO.csv',
      () => FRED.replace('INDPRO', '__proto__'),
      'INDPRO.csv:1: header: "__proto__"',
    ],
    [
      'a series in descending order',
      'fred',
      'INDPRO.csv',
      () => `${FRED}2019-12-01,1\n`,
      'INDPRO.csv:3: DATE: 2019-12-01 comes after',
    ],
    ['a web page', 'fred', 'INDPRO.csv', () => '<html></html>', 'INDPRO.csv:1: header:'],
    [
      'a million lines of one column',
      'fred',
      'INDPRO.csv',
      () => FRED + 'x\n'.repeat(1_000_000),
      'INDPRO.csv:3: row: 1 fields, expected 2',
    ],
    [
      'Shiller by another header',
      'shiller',
      'shiller_monthly.csv',
      () => SHILLER.replace('SP500', 'constructor'),
      'shiller_monthly.csv:1: ',
    ],
  ])('%s', (_, source, name, make, message) => {
    expectEnd(valueOf(source, 'INDPRO', name, make()), 3, message)
  })

  it('a series of a name that leads elsewhere: exit code 2', () => {
    for (const series of ['../../outside/SECRET', '/etc/passwd', '__proto__', 'A\nB'])
      expectEnd(valueOf('fred', series, 'INDPRO.csv', FRED), 2, 'unknown in source fred, nearest: "INDPRO"')
  })
})

/** A workbook of one sheet. */
function workbook(sheet: xlsx.WorkSheet): Uint8Array {
  const book = xlsx.utils.book_new()
  xlsx.utils.book_append_sheet(book, sheet, 'Main')
  return new Uint8Array(xlsx.write(book, { type: 'array', bookType: 'xlsx', compression: true }) as ArrayBuffer)
}

/** The index of two months; the first value is a cell of its own. */
function indexWorkbook(cell: xlsx.CellObject): Uint8Array {
  const sheet = xlsx.utils.aoa_to_sheet([
    ['Year', 'Month', 'Index'],
    [2020, 1, 100],
    [2020, 2, 101],
  ])
  sheet.C2 = cell
  return workbook(sheet)
}

describe('a hostile workbook', () => {
  const ask = (bytes: Uint8Array): Attempt => valueOf('policy-uncertainty', 'Index', 'index.xlsx', bytes)

  it.each<[string, () => Uint8Array, string]>([
    ['a bomb', () => zipOf({ 'xl/worksheets/sheet1.xml': Buffer.alloc(200_000_000) }), 'unpacks to too much'],
    ['another archive', () => zipOf({ 'prices.csv': 'Date,Close\n' }), 'can not be read as a workbook'],
    [
      'half of it',
      () => indexWorkbook({ t: 'n', v: 1 }).slice(0, 3000),
      'can not be read as a workbook: has no directory',
    ],
    [
      'a turned byte',
      () => indexWorkbook({ t: 'n', v: 1 }).map((byte, i) => (i === 200 ? byte ^ 0xff : byte)),
      'can not be read as a workbook',
    ],
    ['text', () => bytesOf('Year,Month,Index\n'), 'can not be read as a workbook: is not a zip archive'],
    ['nothing', () => bytesOf(), 'can not be read as a workbook: is not a zip archive'],
    ['an error for a value', () => indexWorkbook({ t: 'e', v: 7 }), 'index.xlsx:2: Main: a cell holds an error'],
    ['a text for a value', () => indexWorkbook({ t: 's', v: '\x1b[2J' }), 'index.xlsx:2: Index: "'],
    [
      'a date for a value',
      () => indexWorkbook({ t: 's', v: '2020-01-01' }),
      'index.xlsx:2: Index: "2020-01-01" is not a number',
    ],
  ])('%s: exit code 3', (_, make, message) => {
    expectEnd(ask(make()), 3, message)
  })

  it.each<[string, xlsx.CellObject]>([
    ['a formula', { t: 'n', v: 41, f: '1+1' }],
    ['a link to another file', { t: 'n', v: 41, f: "'[file:///etc/passwd]Sheet1'!A1" }],
    ['a call for a program', { t: 'n', v: 41, f: "cmd|'/c calc'!A0" }],
  ])('%s is not followed: the stored result counts', (_, cell) => {
    const attempt = ask(indexWorkbook(cell))
    expectHarmless(attempt)
    expect([attempt.status, JSON.parse(attempt.stdout)]).toMatchObject([0, { value: 41 }])
  })
})

describe('hostile industries of the French library', () => {
  const INDUSTRIES =
    'Made of the 202412 CRSP database.\n\n  Average Value Weighted Returns -- Monthly\n,NoDur,Durbl\n192607,1,2\n192608,3,4\n'
  it.each<[string, (text: string) => string | Uint8Array, string]>([
    ['cut in half', (text) => `${text}192609,1.1`, 'I.csv:7: row: 2 fields, expected 3'],
    ['an infinite return', (text) => `${text}192609,1e309,1\n`, 'I.csv:7: NoDur: "1e309" is infinite'],
    [
      'a million portfolios',
      (text) => text.replace('Durbl', 'x,'.repeat(1_000_000)),
      'I.csv:4: header: more than 1000 columns',
    ],
    ['UTF-16', (text) => utf16(text, 'little'), 'I.csv:1: is UTF-16 text'],
    ['no table', () => 'nothing\n', 'I.csv:1: header: the file has no table'],
  ])('%s: exit code 3', (_, change, message) => {
    const folder = join(ground.data, `french-${folders++}`)
    mkdirSync(folder)
    writeFileSync(join(folder, 'I.csv'), change(INDUSTRIES))
    writeFileSync(join(folder, 'F.csv'), INDUSTRIES)
    const experiment = join(folder, 'e.yaml')
    const data = 'data: { source: french, file: I.csv, factors: F.csv, frequency: monthly }'
    writeFileSync(
      experiment,
      smallExperiment({
        data,
        universe: 'universe: { family: french-10, benchmark: Mkt }',
        models: 'models: { momentum: { feature: relative_strength_21 } }',
        features: 'features: [relative_strength_21]',
        report: 'report: { sessionsPerYear: 12 }\nbacktest: { fill: close }',
      }),
    )
    const out = join(folder, 'out')
    expectEnd(ground.attempt(['walk-forward', experiment, '--data', folder, '--out', out]), 3, message)
    expect(existsSync(out)).toBe(false)
  })
})

describe('hostile holdings: one line with file, line and field', () => {
  const market = join(ground.outer, 'market')
  const run = join(ground.outer, 'run')
  beforeAll(() => {
    writeSmallMarket(market)
    const experiment = join(ground.outer, 'small.yaml')
    writeFileSync(experiment, smallExperiment({ models: 'models: { momentum: { feature: relative_strength_21 } }' }))
    expect(ground.attempt(['train', experiment, '--data', market, '--out', run, '--threads', '1']).status).toBe(0)
  })

  const HOLDINGS = 'symbol,shares\nAAA,10\n'
  it.each<[string, string | Uint8Array, string]>([
    ['a symbol __proto__', `${HOLDINGS}__proto__,1\n`, ':3: symbol: "__proto__" has no price here'],
    ['an escape for a symbol', `${HOLDINGS}\x1b[2J\u009b,1\n`, ':3: symbol: "\\u001b[2J\\u009b" has no price here'],
    ['a symbol of a megabyte', `${HOLDINGS}${'A'.repeat(1_000_000)},1\n`, ':3: symbol: "AAAA'],
    ['a symbol twice', `${HOLDINGS}AAA,1\n`, ':3: symbol: "AAA" stands twice'],
    ['a thousands separator', `${HOLDINGS}BBB,1,000\n`, ':3: row: 3 fields, expected 2'],
    ['a number beyond a double', `${HOLDINGS}BBB,1e309\n`, ':3: shares: "1e309" is not a finite number'],
    ['an open quote', `${HOLDINGS}"BBB,1\n`, ':3: row: Quoted field unterminated'],
    ['a row of ten million commas', `${HOLDINGS}${','.repeat(10_000_000)}\n`, ':3: row: 10000001 fields, expected 2'],
    ['a header __proto__', HOLDINGS.replace('shares', '__proto__'), ':1: shares: column is missing'],
    ['UTF-16', utf16(HOLDINGS, 'little'), ':1: '],
    ['nothing', '', ':1: symbol: column is missing'],
  ])('%s', (_, content, message) => {
    const path = ground.write('holdings.csv', content)
    expectEnd(ground.attempt(['score', run, '--holdings', path]), 3, `holdings.csv${message}`)
  })

  it('models of a run on data that are no longer there', () => {
    cpSync(run, `${run}-2`, { recursive: true })
    expectEnd(
      ground.attempt(['score', `${run}-2`, '--data', join(ground.outer, 'nowhere')]),
      2,
      'can not be opened (ENOENT)',
    )
  })
})
