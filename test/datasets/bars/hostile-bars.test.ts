import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readBarsFolder } from '../../../datasets/bars/ohlcv-folder.js'
import { openDataFolder } from '../../../datasets/text/data-folder.js'
import { formatSession } from '../../../src/core/calendar.js'
import { sectorcast, temporaryFolder } from '../../fixtures/command-line.js'
import { smallExperiment, writeSmallMarket } from '../../fixtures/small-market.js'
import { refusalOf } from './refusal.js'

const HEADER = 'Date,Open,High,Low,Close,Volume'
const ROW = '2023-01-03,10,12,9,11,1000'
const TEXT = `${HEADER}\n${ROW}\n`
const outer = temporaryFolder()
const root = join(outer, 'prices')
mkdirSync(root)
let files = 0

/** Outcome of reading a file of these bytes: the message of its refusal without the folder, or "not refused". */
function outcome(bytes: string | Uint8Array): string {
  const symbol = `F${files++}`
  writeFileSync(join(root, `${symbol}.csv`), bytes)
  return refusalOf(() => readBarsFolder(openDataFolder(root), { symbols: [symbol] })).replace(
    join(root, `${symbol}.csv`),
    '',
  )
}

const utf16 = (mark: readonly number[], text: string, swap: boolean): Uint8Array => {
  const bytes = Buffer.from(text, 'utf16le')
  return Buffer.concat([Buffer.from(mark), swap ? bytes.swap16() : bytes])
}
const row = (cell: string): string => `${HEADER}\n2023-01-03,${cell},12,9,11,1000\n`
const dated = (date: string): string => `${HEADER}\n${date},10,12,9,11,1000\n`

describe('hostile files end in the stated outcome', () => {
  it.each<[string, string | Uint8Array, string]>([
    ['nothing', '', ':1: header: the file is empty'],
    ['UTF-16, little end first', utf16([0xff, 0xfe], TEXT, false), ':1: is UTF-16 text, expected UTF-8'],
    ['UTF-16, big end first', utf16([0xfe, 0xff], TEXT, true), ':1: is UTF-16 text, expected UTF-8'],
    ['UTF-16 without a mark', utf16([], TEXT, false), ':1: holds a NUL character'],
    ['Latin-1', Buffer.from(`${TEXT}2023-01-04,\xe9,1,1,1,1\n`, 'latin1'), ':3: is not UTF-8 text'],
    ['a NUL byte', `${TEXT}2023-01-04,10\0,12,9,11,1000\n`, ':3: holds a NUL character'],
    [
      'a byte order mark in the middle',
      `${TEXT}\uFEFF2023-01-04,10,12,9,11,1000\n`,
      ':3: holds a byte order mark within the text: files put together?',
    ],
    ['two byte order marks', `\uFEFF\uFEFF${TEXT}`, 'not refused'],
    ['two files put together', `${TEXT}${TEXT}`, ':3: Date: "Date" is not a date, expected YYYY-MM-DD'],
    ['a quote that never closes', `${TEXT}"2023-01-04,10,12,9,11,1000\n`, ':3: row: Quoted field unterminated'],
    [
      'a line break within quotes',
      `${TEXT}2023-01-04,"1\n0",12,9,11,1000\n`,
      ':3: Open: a quoted field holds a line break',
    ],
    ['line ends of CR alone', TEXT.replaceAll('\n', '\r'), 'not refused'],
    ['line ends of CRLF', TEXT.replaceAll('\n', '\r\n'), 'not refused'],
    ['a header __proto__', TEXT.replace('\n', ',__proto__\n').replace(/1000/, '1000,1'), 'not refused'],
    [
      'a header constructor in the place of a column',
      TEXT.replace('Open', 'constructor'),
      ':1: Open: column is missing',
    ],
    ['a header __proto__ in the place of the date', TEXT.replace('Date', '__proto__'), ':1: Date: column is missing'],
    ['a header twice', TEXT.replace('High', 'open'), ':1: Open: column stands twice'],
    ['ten million columns', ','.repeat(10_000_000), ':1: header: more than 10000 columns'],
    [
      'a very large price',
      row('10').replaceAll(',9,11', ',1e308,1e308').replace('10,12', '1e308,1e308'),
      ':2: Open: 1e+308 is out of range, expected 1e-12 to 1000000000000',
    ],
    ['a price beyond a double', row('1e309'), ':2: Open: "1e309" is infinite'],
    ['a price of -0', row('-0'), ':2: Open: 0 is zero, expected a price above 0'],
    ['a hexadecimal price', row('0x1F'), ':2: Open: "0x1F" is not a number'],
    ['underscores', row('1_000'), ':2: Open: "1_000" is not a number'],
    ['Arabic digits', row('١٠'), ':2: Open: "١٠" is not a number'],
    ['fullwidth digits', row('１０'), ':2: Open: "１０" is not a number'],
    ['infinity in words', row('Infinity'), ':2: Open: "Infinity" is infinite'],
    ['not a number in words', row('NaN'), ':2: Open: "NaN" is not a number'],
    ['a formula', row('=1+10'), ':2: Open: "=1+10" is not a number'],
    ['a number of a megabyte', row('1'.repeat(1_000_000)), `:2: Open: "${'1'.repeat(40)}..." is infinite`],
    ['a thousands separator', row('1,000'), ':2: row: 7 fields, expected 6'],
    ['a date of all nines', dated('9999-99-99'), ':2: Date: "9999-99-99" is not a date, expected YYYY-MM-DD'],
    ['a zero date', dated('0000-00-00'), ':2: Date: "0000-00-00" is not a date, expected YYYY-MM-DD'],
    ['the year zero, which the calendar has', dated('0000-01-01'), 'not refused'],
    ['a year of five digits', dated('12023-01-03'), ':2: Date: "12023-01-03" is not a date, expected YYYY-MM-DD'],
    [
      'the 29th of February of a common year',
      dated('2023-02-29'),
      ':2: Date: "2023-02-29" is not a date, expected YYYY-MM-DD',
    ],
    [
      'a web page',
      '<html><body>Too many requests</body></html>',
      ':1: header: is an HTML page, expected rows of daily bars',
    ],
    ['JSON', '{"error":"not found"}', ':1: Date: column is missing'],
    ['a gzip header', Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0), ':1: is not UTF-8 text'],
  ])('%s', (_, bytes, message) => {
    expect(outcome(bytes)).toBe(message)
  })
})

describe('nothing is read outside of the folder', () => {
  writeFileSync(join(outer, 'OUTSIDE.csv'), TEXT)
  symlinkSync(join(outer, 'OUTSIDE.csv'), join(root, 'LINK.csv'))
  symlinkSync('/dev/zero', join(root, 'ZERO.csv'))
  symlinkSync(join(root, 'LOOP.csv'), join(root, 'LOOP.csv'))
  mkdirSync(join(root, 'FOLDER.csv'))
  execFileSync('mkfifo', [join(root, 'PIPE.csv')])
  const refusal = (symbol: string, file?: string): string =>
    refusalOf(() => readBarsFolder(openDataFolder(root), { symbols: [symbol], file }))

  it.each([
    ['LINK', 'lies outside of the data folder'],
    ['ZERO', 'lies outside of the data folder'],
    ['LOOP', 'can not be read (ELOOP)'],
    ['FOLDER', 'is not a regular file'],
    ['PIPE', 'is not a regular file'],
    ['ABSENT', 'no such file for symbol "ABSENT"'],
  ])('%s.csv', (symbol, problem) => {
    expect(refusal(symbol)).toBe(`${join(root, symbol)}.csv: ${problem}`)
  })

  it.each(['../OUTSIDE', '..', '/etc/passwd', 'a/b', 'A\0', '', ' A', 'A\n', '.hidden', 'X'.repeat(33)])(
    'the symbol %j',
    (symbol) => expect(refusal(symbol)).toContain('is not a file name'),
  )

  it('a pattern that leads out', () => {
    expect(refusal('OUTSIDE', '../{symbol}.csv')).toContain('lies outside of the data folder')
    expect(() => refusal('A', 'A.csv')).toThrow('expected one {symbol} in it')
    expect(() => refusal('A', '{symbol}{symbol}.csv')).toThrow('expected one {symbol} in it')
  })
})

describe('a whole folder', () => {
  const folder = join(outer, 'whole')
  mkdirSync(folder)
  const names = (file?: string): string[] =>
    readBarsFolder(openDataFolder(folder), { file }).map(({ bars }) => bars.symbol)

  it('every file that matches, by name, others left alone', () => {
    for (const name of ['^GSPC.csv', 'BF.B_data.csv', 'B_data.csv', 'AAA.csv', '.csv', 'not a ticker.csv', 'notes.txt'])
      writeFileSync(join(folder, name), TEXT)
    symlinkSync(join(outer, 'OUTSIDE.csv'), join(folder, 'LINK.csv'))
    expect(names('{symbol}_data.csv')).toEqual(['B', 'BF.B'])
    expect(names()).toEqual(['AAA', 'BF.B_data', 'B_data', '^GSPC'])
    expect(() => names('{symbol}.tsv')).toThrow('holds no file "{symbol}.tsv"')
  })

  it('names that differ by case alone are refused; single ones can be asked for', () => {
    for (const name of ['xlk.csv', 'XLK.csv']) writeFileSync(join(folder, name), TEXT)
    expect(() => names()).toThrow('symbols "XLK" and "xlk" differ by upper and lower case alone')
    const [lower] = readBarsFolder(openDataFolder(folder), { symbols: ['xlk'] })
    expect([lower.bars.symbol, formatSession(lower.bars.dates[0])]).toEqual(['xlk', '2023-01-03'])
    expect(refusalOf(() => readBarsFolder(openDataFolder(folder), { symbols: ['Xlk'] }))).toContain(
      'no such file for symbol "Xlk", there is "XLK.csv"',
    )
  })
})

describe('through the command line', () => {
  it.each<[string, (file: string) => void, string]>([
    ['a symbolic link out', (file) => symlinkSync(join(outer, 'OUTSIDE.csv'), file), 'lies outside of the data folder'],
    ['UTF-16', (file) => writeFileSync(file, utf16([0xff, 0xfe], TEXT, false)), 'is UTF-16 text'],
    ['a pipe', (file) => execFileSync('mkfifo', [file]), 'is not a regular file'],
    ['ten million columns', (file) => writeFileSync(file, ','.repeat(10_000_000)), 'more than 10000 columns'],
  ])('%s ends with exit code 3 and one line', (name, make, message) => {
    const data = join(outer, name)
    writeSmallMarket(data)
    const file = join(data, 'BBB.csv')
    execFileSync('rm', [file])
    make(file)
    const experiment = join(outer, 'small.yaml')
    writeFileSync(experiment, smallExperiment())
    const { status, stdout, stderr } = sectorcast([
      'walk-forward',
      experiment,
      '--data',
      data,
      '--out',
      join(data, 'o'),
    ])
    expect(stderr.trimEnd().split('\n').at(-1)).toContain(message)
    expect([status, stdout]).toEqual([3, ''])
  })
})
