import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { bytesOf, utf16 } from '../fixtures/hostile-bytes.js'
import { expectHarmless, hostileGround, type Attempt } from '../fixtures/hostile-ground.js'
import { smallExperiment, writeSmallMarket } from '../fixtures/small-market.js'

const ground = hostileGround()
const market = join(ground.outer, 'market')
const experiment = join(ground.outer, 'small.yaml')
const MODELS = 'models: { momentum: { feature: relative_strength_21 } }'
let runs = 0
let bars = ''

beforeAll(() => {
  writeSmallMarket(market)
  bars = readFileSync(join(market, 'BBB.csv'), 'utf8')
  writeFileSync(experiment, smallExperiment({ models: MODELS }))
})

/** Walks forward on a copy of the market that was changed. */
function walkOn(change: (folder: string) => void, file = experiment): Attempt & { readonly out: string } {
  const data = join(ground.outer, `market-${runs++}`)
  cpSync(market, data, { recursive: true })
  change(data)
  const out = `${data}-out`
  const attempt = ground.attempt(['walk-forward', file, '--data', data, '--out', out, '--threads', '1', '--json'])
  rmSync(data, { recursive: true })
  return { ...attempt, out }
}

function expectRefused(attempt: Attempt & { readonly out: string }, message: string): void {
  expectHarmless(attempt)
  expect(attempt.message).toContain(message)
  expect([attempt.status, attempt.stdout]).toEqual([3, ''])
  expect(existsSync(attempt.out)).toBe(false)
}

/** The bars of BBB with cells of one line replaced, by position. */
function withCells(line: number, cells: Readonly<Record<number, string>>): string {
  const rows = bars.split('\n')
  rows[line - 1] = rows[line - 1]
    .split(',')
    .map((cell, i) => cells[i] ?? cell)
    .join(',')
  return rows.join('\n')
}

describe('one hostile file of a market ends the run with exit code 3, one line and no run folder', () => {
  it.each<[string, () => string | Uint8Array, string]>([
    ['UTF-16', () => utf16(bars, 'little'), 'BBB.csv:1: is UTF-16 text, expected UTF-8'],
    ['Latin-1', () => bytesOf(bars, [0xe9, 10]), 'BBB.csv:902: is not UTF-8 text'],
    ['a NUL byte', () => withCells(5, { 2: '1\0' }), 'BBB.csv:5: holds a NUL character'],
    [
      'an ANSI escape',
      () => withCells(5, { 2: '\x1b]0;x\x07' }),
      'BBB.csv:5: High: "\\u001b]0;x\\u0007" is not a number',
    ],
    ['a C1 escape', () => withCells(5, { 2: '\u009b2J\u202e' }), 'BBB.csv:5: High: "\\u009b2J\\u202e" is not a number'],
    ['an ANSI escape for a header', () => bars.replace('High', '\x1b[31m'), 'BBB.csv:1: High: column is missing'],
    [
      'an open quote and 20 MB',
      () => `${bars}"${'2030-01-03,10,12,9,11,1000\n'.repeat(740_000)}`,
      'BBB.csv:902: row: Quoted field unterminated',
    ],
    ['ten million columns', () => ','.repeat(10_000_000), 'BBB.csv:1: header: more than 10000 columns'],
    [
      'a row of ten million commas',
      () => `${bars}${','.repeat(10_000_000)}\n`,
      'BBB.csv:902: row: 10000001 fields, expected 6',
    ],
    ['a million lines of one column', () => 'x\n'.repeat(1_000_000), 'BBB.csv:1: Date: column is missing'],
    ['a cell of a megabyte', () => withCells(5, { 4: '9'.repeat(1_000_000) }), 'BBB.csv:5: Close: "99999'],
    ['1e309', () => withCells(7, { 4: '1e309' }), 'BBB.csv:7: Close: "1e309" is infinite'],
    ['a volume of -0 and a price of -0', () => withCells(7, { 1: '-0', 5: '-0' }), 'BBB.csv:7: Open: 0 is zero'],
    ['full-width digits', () => withCells(7, { 4: '１２' }), 'BBB.csv:7: Close: "１２" is not a number'],
    ['a header __proto__ for the date', () => bars.replace('Date', '__proto__'), 'BBB.csv:1: Date: column is missing'],
    [
      'a header constructor for the volume',
      () => bars.replace('Volume', 'constructor'),
      'BBB.csv:1: Volume: column is missing',
    ],
    ['an empty file', () => '', 'BBB.csv:1: header: the file is empty'],
    ['white space', () => ' \n\t\n', 'BBB.csv:1: header: the file is empty'],
    ['a web page', () => '<html>', 'BBB.csv:1: header: is an HTML page'],
    ['a date far away', () => withCells(901, { 0: '275761-01-01' }), 'BBB.csv:901: Date: "275761-01-01" is not a date'],
    ['the year 9999', () => withCells(901, { 0: '9999-12-31' }), 'BBB.csv:901: Date:'],
    ['the year 0', () => withCells(2, { 0: '0000-01-01' }), 'BBB.csv:3: Date: the session 2010-01-04 is missing'],
  ])('%s', (_, make, message) => {
    expectRefused(
      walkOn((data) => writeFileSync(join(data, 'BBB.csv'), make())),
      message,
    )
  })

  it.each<[string, (file: string) => void, string]>([
    ['a link out', (file) => symlinkSync(join(ground.outside, 'SECRET.csv'), file), 'lies outside of the data folder'],
    [
      'a link to a pipe outside',
      (file) => symlinkSync(join(ground.outside, 'PIPE.csv'), file),
      'lies outside of the data folder',
    ],
    ['a link to a device', (file) => symlinkSync('/dev/zero', file), 'lies outside of the data folder'],
    ['a link in a circle', (file) => symlinkSync('BBB.csv', file), 'can not be read (ELOOP)'],
    ['a link to nothing', (file) => symlinkSync('nowhere', file), 'no such file for symbol "BBB"'],
    ['a pipe', (file) => ground.pipe(file), 'is not a regular file'],
    ['a folder', (file) => mkdirSync(file), 'is not a regular file'],
  ])('%s in the place of a file', (_, make, message) => {
    const attempt = walkOn((data) => {
      rmSync(join(data, 'BBB.csv'))
      make(join(data, 'BBB.csv'))
    })
    expectRefused(attempt, message)
  })
})

describe('prices at the edge of a double', () => {
  it.each([
    ['1e308 for a session', '1e308', '1e308'],
    ['1e308 and then 1e-308', '1e308', '1e-308'],
    ['the smallest there are', '5e-324', '5e-324'],
  ])('%s: refused where they stand, or every number that comes of them is finite', (_, first, second) => {
    const bar = (line: number, price: string): string =>
      bars.split('\n')[line - 1].replace(/,.*,/, `,${price},`.repeat(4).replaceAll(',,', ','))
    const attempt = walkOn((data) => {
      const rows = bars.split('\n')
      writeFileSync(
        join(data, 'BBB.csv'),
        [...rows.slice(0, 699), bar(700, first), bar(701, second), ...rows.slice(701)].join('\n'),
      )
    })
    expectHarmless(attempt)
    if (attempt.status === 3) expect(attempt.message).toMatch(/BBB\.csv:70[01]: (Open|High|Low|Close):/)
    else expect([attempt.status, attempt.stdout.includes('null')]).toEqual([0, false])
  })
})
