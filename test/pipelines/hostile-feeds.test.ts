import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { float64, tableFromArrays, tableToIPC, utf8 } from '@uwdata/flechette'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { beforeAll, describe, expect, it } from 'vitest'
import { utf16 } from '../fixtures/hostile-bytes.js'
import { expectHarmless, holdsSecret, hostileGround, type Attempt } from '../fixtures/hostile-ground.js'
import { smallExperiment, writeSmallMarket } from '../fixtures/small-market.js'

const ground = hostileGround()
const out = join(ground.outer, 'out')
let files = 0

beforeAll(() => writeSmallMarket(ground.data))

/** Walks forward with one feed, given as YAML. */
function walkWith(feed: string, feature = 'feed.x'): Attempt {
  const file = join(ground.outer, 'feed.yaml')
  const lines = smallExperiment({
    models: 'models: { momentum: { feature: relative_strength_21 } }',
    features: `features: [relative_strength_21, ${feature}]`,
    feeds: `feeds: { x: ${feed} }`,
  })
  writeFileSync(file, lines)
  return ground.attempt(['walk-forward', file, '--data', ground.data, '--out', out, '--threads', '1'])
}

/** Walks forward with a feed of one file. */
function walkOn(ending: string, content: string | Uint8Array, more = ''): Attempt {
  const name = `feed${files++}.${ending}`
  ground.write(name, content)
  return walkWith(`{ source: dated, file: ${name}, required: true, lagDays: 1${more} }`)
}

function expectEnd(attempt: Attempt, status: number, message: string): void {
  expectHarmless(attempt)
  expect(attempt.message).toContain(message)
  expect([attempt.status, attempt.stdout]).toEqual([status, ''])
  expect(existsSync(out)).toBe(false)
}

const CSV = 'date,value\n2011-01-31,1\n'
const JSONL = '{"date":"2011-01-31","value":1}\n'
const DATES = Array.from(
  { length: 400 },
  (_, i) =>
    `20${String(10 + Math.floor(i / 144)).padStart(2, '0')}-${String(1 + (Math.floor(i / 12) % 12)).padStart(2, '0')}-${String(1 + (i % 12)).padStart(2, '0')}`,
)
const PARQUET = new Uint8Array(
  parquetWriteBuffer({
    columnData: [
      { name: 'date', data: DATES, type: 'STRING' },
      { name: 'value', data: DATES.map((_, i) => i), type: 'DOUBLE' },
    ],
  }),
)
const ARROW = tableToIPC(
  tableFromArrays({ date: DATES, value: DATES.map((_, i) => i) }, { types: { date: utf8(), value: float64() } }),
  { format: 'file' },
) as Uint8Array

/** A copy with every bit of some bytes turned. */
function flipped(bytes: Uint8Array, ...places: readonly number[]): Uint8Array {
  const copy = bytes.slice()
  for (const place of places) copy[place < 0 ? copy.length + place : place] ^= 0xff
  return copy
}

describe('a hostile feed ends the run with exit code 3, one line and no run folder', () => {
  it.each<[string, string, () => string | Uint8Array, string]>([
    ['UTF-16', 'csv', () => utf16(CSV, 'big'), '.csv:1: is UTF-16 text, expected UTF-8'],
    ['an escape in a date', 'csv', () => `${CSV}\x1b[2J\u009b,2\n`, '.csv:3: date: "\\u001b[2J\\u009b" is not a date'],
    ['an open quote', 'csv', () => `${CSV}"2011-02-28,2\n`, '.csv:3: row: Quoted field unterminated'],
    [
      'a row of ten million commas',
      'csv',
      () => `${CSV}${','.repeat(10_000_000)}`,
      '.csv:3: row: 10000001 fields, expected 2',
    ],
    ['a column twice', 'csv', () => 'date,value,value\n2011-01-31,1,2\n', 'column "value" stands twice'],
    ['a number beyond a double', 'csv', () => `${CSV}2011-02-28,1e309\n`, '.csv:3: value: "1e309" is infinite'],
    ['a number of 100,000 digits', 'csv', () => `${CSV}2011-02-28,${'9'.repeat(100_000)}\n`, '.csv:3: value: "9999'],
    [
      'a million digits and a letter',
      'csv',
      () => `${CSV}2011-02-28,${'9'.repeat(1_000_000)}x\n`,
      '.csv:3: value: "9999',
    ],
    [
      'a text of times and breaks',
      'jsonl',
      () => `{"date":"${'T12:'.repeat(250_000)}\\n","value":1}\n`,
      '.jsonl:1: date: "T12:',
    ],
    ['Arabic digits', 'csv', () => `${CSV}2011-02-28,١٢\n`, '.csv:3: value: "١٢" is not a number'],
    ['a date of zeros', 'csv', () => `${CSV}0000-00-00,1\n`, '.csv:3: date: "0000-00-00" is not a date'],
    ['a row twice', 'csv', () => `${CSV}2011-01-31,2\n`, '.csv:3: 2011-01-31 stands twice'],
    ['no column of its name', 'csv', () => CSV.replace('value', '__proto__'), 'column "value" is missing'],
    [
      'a key twice',
      'jsonl',
      () => `${JSONL}{"date":"2011-02-28","value":1,"value":2}\n`,
      '.jsonl:2: a key stands twice',
    ],
    [
      'a key __proto__ that is nested',
      'jsonl',
      () => `${JSONL}{"__proto__":{"value":1}}\n`,
      '.jsonl:2: "__proto__": is nested',
    ],
    [
      'nesting 100,000 deep',
      'jsonl',
      () => `${JSONL}${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}\n`,
      '.jsonl:2: "a": is nested',
    ],
    ['brackets without end', 'jsonl', () => `${JSONL}${'['.repeat(1_000_000)}\n`, '.jsonl:2: "[[[['],
    [
      'a text of 20 MB',
      'jsonl',
      () => `${JSONL}{"date":"${'x'.repeat(20_000_000)}","value":1}\n`,
      '.jsonl:2: date: "xxxx',
    ],
    [
      'a text of escapes',
      'jsonl',
      () => `${JSONL}{"date":"${'\\"'.repeat(1_000_000)}","value":1}\n`,
      '.jsonl:2: date: "',
    ],
    [
      '100,000 keys',
      'jsonl',
      () => `{${Array.from({ length: 100_000 }, (_, i) => `"k${i}":1`).join(',')}}\n`,
      '.jsonl:1: more than 10000 different keys',
    ],
    [
      'a number beyond a double',
      'jsonl',
      () => `${JSONL}{"date":"2011-02-28","value":1e309}\n`,
      '.jsonl:2: "value": is infinite',
    ],
    ['a web page', 'parquet', () => '<html></html>', '.parquet: can not be read as Parquet'],
    ['an empty file', 'parquet', () => '', '.parquet: can not be read as Parquet'],
    ['half of it', 'parquet', () => PARQUET.slice(0, PARQUET.length >> 1), '.parquet: can not be read as Parquet'],
    ['a turned length of the footer', 'parquet', () => flipped(PARQUET, -5), '.parquet: '],
    ['turned bits in the footer', 'parquet', () => flipped(PARQUET, -60, -61, -62), '.parquet: '],
    ['half of it', 'arrow', () => ARROW.slice(0, ARROW.length >> 1), '.arrow: can not be read as Arrow'],
    ['a turned length of the footer', 'arrow', () => flipped(ARROW, -8), '.arrow: '],
    ['turned offsets of texts', 'arrow', () => flipped(ARROW, ...offsetsOf(ARROW)), '.arrow:2: date: "2010-01-02'],
    ['CSV', 'arrow', () => CSV, '.arrow: can not be read as Arrow'],
  ])('%s, .%s', (_, ending, make, message) => {
    expectEnd(walkOn(ending, make()), 3, message)
  })

  it('an unknown ending: exit code 2', () => {
    expectEnd(walkOn('xls', CSV), 2, 'has an unknown ending')
  })
})

/** Places of the second bytes of the first offsets of the dates: they then point behind the end. */
function offsetsOf(bytes: Uint8Array): number[] {
  const text = Buffer.from(bytes).indexOf(DATES[0] + DATES[1])
  const offsets = text - 4 * (DATES.length + 1)
  return [5, 9, 13].map((place) => offsets - (offsets % 4) + place + 1)
}

describe('paths of feeds', () => {
  beforeAll(() => {
    ground.link('away', ground.outside)
    ground.link('away.csv', join(ground.outside, 'SECRET.csv'))
  })

  it.each([
    ['a file above', '{ source: dated, file: ../outside/SECRET.csv, lagDays: 1 }'],
    ['an absolute file', '{ source: dated, file: /etc/passwd, lagDays: 1 }'],
    ['a link out', '{ source: dated, file: away.csv, lagDays: 1 }'],
    ['a file of a linked folder', '{ source: dated, file: away/SECRET.csv, lagDays: 1 }'],
    ['a linked folder of flows', '{ source: foreign-flow, folder: away }'],
    ['a folder of flows above', '{ source: foreign-flow, folder: .. }'],
    ['a linked folder of series', '{ source: fred, folder: away, series: SECRET, lag: monthly 1 month day 18 }'],
    ['a linked folder of vintages', '{ source: fred-md, folder: away, series: INDPRO }'],
    ['company figures above', '{ source: fundamentals, folder: ../outside, members: ., field: peRatio }'],
  ])('%s: exit code 3, required or not', (_, feed) => {
    expectEnd(walkWith(feed), 3, 'lies outside of the data folder')
  })

  it.each([
    [
      'a folder that is not there',
      '{ source: foreign-flow, folder: nowhere, required: true }',
      'holds no folder "nowhere", which feed "x" requires',
    ],
    [
      'company figures that are not there',
      '{ source: fundamentals, folder: nowhere, members: nowhere, field: peRatio, required: true }',
      'holds no folder "nowhere", which feed "x" requires',
    ],
    [
      'a file for a folder',
      '{ source: foreign-flow, folder: AAA.csv, required: true }',
      'AAA.csv: can not be read (ENOTDIR)',
    ],
    [
      'a folder for a file',
      '{ source: dated, file: folder.csv, lagDays: 1, required: true }',
      'folder.csv: is not a regular file',
    ],
  ])('%s: exit code 3', (_, feed, message) => {
    ground.write('folder.csv/x', '')
    expectEnd(walkWith(feed), 3, message)
  })

  it('a file that is not there is all missing for a feed that does not require it, and told', () => {
    const attempt = walkWith('{ source: dated, file: nowhere.csv, lagDays: 1 }', 'feed.x.present')
    expectHarmless(attempt)
    expect([attempt.status, holdsSecret(out)]).toEqual([0, false])
    expect(attempt.stderr).toContain('feed "x": the data folder holds no file "nowhere.csv": all missing')
    rmSync(out, { recursive: true })
  })
})
