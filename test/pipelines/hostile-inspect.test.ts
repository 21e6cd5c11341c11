import { linkSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import type { InspectDocument } from '../../pipelines/inspect.js'
import { BARS, bytesOf, datedOn, encodedAgain, HEADER, NEXT, pricedAt, ROW, utf16 } from '../fixtures/hostile-bytes.js'
import { expectHarmless, hostileGround, type Attempt } from '../fixtures/hostile-ground.js'

/** What the file is, its name, its content, and the findings that it must raise: line, kind and words of each. */
type HostileFile = readonly [string, string, string | Uint8Array, readonly string[]]

const FRENCH =
  'Made of the 202412 CRSP database.\n\n  Average Value Weighted Returns -- Monthly\n,NoDur,Durbl\n192607,1,2\n192608,3,4\n'
const FRED_MD = 'sasdate,INDPRO,CPI\nTransform:,5,6\n1/1/2020,1,2\n2/1/2020,3,4\n'
const FLOW = 'date,Ngày,Giá khớp,Khối lượng,NN mua,NN bán,Giá trị NN (Tỉ VND)\n'
const FLOW_ROW = '2025-07-01,30/06/2025,10,1000,10,5,0.0\n'
const MEMBERS = 'Symbol,Name,Sector\nA,a,Energy\n'
const FUNDAMENTALS =
  'Symbol,Name,Sector,Price,Price/Earnings,Dividend Yield,Earnings/Share,52 Week Low,52 Week High,Market Cap,EBITDA,Price/Sales,Price/Book,SEC Filings\n'

const COMPANIES = Array.from({ length: 25 }, (_, i) => `S${i},s,Energy,10,10,2,1,5,15,5e9,5e8,1,1,S\n`).join('')

/** Each stands in a folder of its own: bars of one folder are compared. */
const FILES: readonly HostileFile[] = [
  ['UTF-16, little end first', 'A.csv', utf16(BARS, 'little'), ['1 unreadable-bars is UTF-16 text, expected UTF-8']],
  ['UTF-16, big end first', 'A.csv', utf16(BARS, 'big'), ['1 unreadable-bars is UTF-16 text, expected UTF-8']],
  ['UTF-16 without a mark', 'A.csv', utf16(BARS, 'little', false), ['1 unreadable-bars holds a NUL character']],
  ['two byte order marks', 'A.csv', `\uFEFF\uFEFF${BARS}`, []],
  ['three byte order marks', 'A.csv', `\uFEFF\uFEFF\uFEFF${BARS}`, ['1 unreadable-bars holds a byte order mark']],
  ['Latin-1', 'A.csv', bytesOf(BARS, '2023-01-04,', [0xe9], ',1,1,1,1\n'), ['3 unreadable-bars is not UTF-8 text']],
  ['overlong UTF-8', 'A.csv', bytesOf(BARS, [0xc0, 0xb1], ',1\n'), ['3 unreadable-bars is not UTF-8 text']],
  ['a lone surrogate', 'A.csv', bytesOf(BARS, [0xed, 0xa0, 0x80], ',1\n'), ['3 unreadable-bars is not UTF-8 text']],
  ['a NUL byte', 'A.csv', `${BARS}2023-01-04,1\0,1,1,1,1\n`, ['3 unreadable-bars holds a NUL character']],
  ['an ANSI escape in a cell', 'A.csv', pricedAt('\x1b[2J\x07'), ['2 unparsable-price "\\u001b[2J\\u0007" is not']],
  ['a C1 escape and a turned text', 'A.csv', pricedAt('\u009b2J\u202e'), ['2 unparsable-price "\\u009b2J\\u202e" is']],
  ['an ANSI escape in a header', 'A.csv', BARS.replace('Open', '\x1b[31mOpen'), []],
  ['a quote open from the first line', 'A.csv', `"${BARS}`, ['1 unreadable-bars row: Quoted field unterminated']],
  ['a quote open in the last line', 'A.csv', `${BARS}"${NEXT}`, ['3 unreadable-bars row: Quoted field unterminated']],
  ['an open quote and 20 MB', 'A.csv', `${BARS}"${NEXT.repeat(740_000)}`, ['3 unreadable-bars row: Quoted field']],
  ['a line break in quotes', 'A.csv', `${BARS}2023-01-04,"1\n0",1,1,1,1\n`, ['3 unreadable-bars Open: a quoted field']],
  ['line ends of CR alone', 'A.csv', BARS.replaceAll('\n', '\r'), []],
  [
    'mixed line ends',
    'A.csv',
    `${HEADER}${ROW.trim()}\r\n${NEXT.trim()}\r${NEXT}`,
    ['3 row-length 11 fields, expected 6'],
  ],
  ['a price of 1e309', 'A.csv', pricedAt('1e309'), ['2 unparsable-price "1e309" is infinite']],
  ['a price of -0', 'A.csv', pricedAt('-0'), ['2 zero-price Open: 0 is zero']],
  ['a hexadecimal price', 'A.csv', pricedAt('0x1F'), ['2 unparsable-price "0x1F" is not a number']],
  ['an underscore', 'A.csv', pricedAt('1_000'), ['2 unparsable-price "1_000" is not a number']],
  ['Arabic digits', 'A.csv', pricedAt('١٠'), ['2 unparsable-price "١٠" is not a number']],
  ['full-width digits', 'A.csv', pricedAt('１０'), ['2 unparsable-price "１０" is not a number']],
  ['a thousands separator', 'A.csv', pricedAt('"1,000"'), ['2 unparsable-price "1,000" is not a number']],
  ['a decimal comma', 'A.csv', pricedAt('"10,5"'), ['2 unparsable-price "10,5" is not a number']],
  ['a number of 100,000 digits', 'A.csv', pricedAt('1'.repeat(100_000)), ['2 unparsable-price 1..." is infinite']],
  ['a cell of a megabyte', 'A.csv', pricedAt('x'.repeat(1_000_000)), ['2 unparsable-price x..." is not a number']],
  ['the smallest numbers there are', 'A.csv', pricedAt('5e-324'), ['2 unparsable-price 5e-324 is out of range']],
  ['a header __proto__', 'A.csv', BARS.replace('Volume\n', 'Volume,__proto__\n').replace('1000', '1000,1'), []],
  [
    'a price twice',
    'A.csv',
    BARS.replace('Volume', 'volume,close').replace('1000', '1,1'),
    ['1 unreadable-bars Close: column stands twice'],
  ],
  ['names of columns that are blank', 'A.csv', BARS.replace('Volume\n', 'Volume,,\n').replace('1000', '1000,1,1'), []],
  ['a header alone', 'A.csv', HEADER, ['2 unreadable-bars Date: the file has a header and no rows']],
  [
    'ten million columns',
    'A.csv',
    HEADER.trim() + ','.repeat(10_000_000),
    ['1 unreadable-bars header: more than 10000'],
  ],
  [
    'a row of ten million commas',
    'A.csv',
    `${BARS}${','.repeat(10_000_000)}\n`,
    ['3 row-length 10000001 fields, expected 6'],
  ],
  [
    'a million lines of one column',
    'A.csv',
    HEADER + 'x\n'.repeat(1_000_000),
    ['10002 unreadable-bars more than 10000 rows at fault'],
  ],
  ['an empty file', 'A.csv', '', []],
  ['white space', 'A.csv', '  \n\t\n\n', []],
  ['a web page', 'A.csv', '<!DOCTYPE html><html><body>Too many requests</body></html>', []],
  ['JSON', 'A.csv', '{"error":"not found"}', []],
  ['gzip', 'A.csv', gzipSync(BARS), []],
  ['a picture', 'A.csv', bytesOf([0x89], 'PNG\r\n', [0x1a, 10, 0, 0, 0, 13], 'IHDR'), []],
  ['a date of zeros', 'A.csv', datedOn('0000-00-00'), ['2 date "0000-00-00" is not a date, expected YYYY-MM-DD']],
  ['a date of nines', 'A.csv', datedOn('9999-99-99'), ['2 date "9999-99-99" is not a date']],
  ['a 29th of February', 'A.csv', datedOn('2023-02-29'), ['2 date "2023-02-29" is not a date']],
  ['the last year of a Date', 'A.csv', datedOn('275761-01-01'), ['2 date "275761-01-01" is not a date']],
  ['dates descending', 'A.csv', HEADER + NEXT + ROW, ['3 descending-date 2023-01-03 comes after 2023-01-04']],
  ['a date twice', 'A.csv', HEADER + ROW + ROW, ['3 duplicate-date 2023-01-03 stands twice']],
  ['an escape in the name of a file', '\x1b[31mA.csv', pricedAt('x'), ['2 unparsable-price "x" is not a number']],
  ['a line break in the name of a file', 'A\nB.csv', pricedAt('x'), ['2 unparsable-price "x" is not a number']],
  ['a French table cut in half', 'F.csv', `${FRENCH}192609,1.1`, ['7 unreadable row: 2 fields, expected 3']],
  [
    'a French table without rows',
    'F.csv',
    `${FRENCH}\nAgain\n,NoDur,Durbl\n`,
    ['9 unreadable header: a table without rows'],
  ],
  [
    'a French title of a million commas',
    'F.csv',
    FRENCH.replace('Value', `Value${','.repeat(1_000_000)}x`),
    ['3 unreadable header: more than 1000 columns'],
  ],
  ['a month 13', 'F.csv', `${FRENCH}192613,1,2\n`, ['7 unreadable period: "192613" is not a period']],
  [
    'a million portfolios',
    'F.csv',
    `CRSP\n,${'x,'.repeat(1_000_000)}\n192607,1\n`,
    ['2 unreadable header: more than 1000 columns'],
  ],
  [
    'FRED-MD without transform codes',
    'fred-md-2020-02.csv',
    FRED_MD.replace('Transform:,5,6\n', ''),
    ['2 unreadable "1/1/2020", expected Transform: in the second row'],
  ],
  ['a vintage with a wrong name', 'fred-md-2020-03.csv', FRED_MD, ['- unreadable its last row is of 2020-02']],
  [
    'a vintage with a series twice',
    'fred-md-2020-02.csv',
    FRED_MD.replace('CPI', 'INDPRO'),
    ['1 unreadable INDPRO: column stands twice'],
  ],
  [
    'a FRED series that is infinite',
    'CPI.csv',
    'DATE,CPI\n2020-01-01,1e309\n',
    ['2 unreadable CPI: "1e309" is infinite'],
  ],
  [
    'a FRED series __proto__',
    'CPI.csv',
    'DATE,__proto__\n2020-01-01,1\n',
    ['1 unreadable header: "__proto__", expected "CPI" or value'],
  ],
  [
    'company figures with two symbols',
    '2020-01-01.csv',
    FUNDAMENTALS.replace('SEC Filings', 'Symbol') + COMPANIES,
    ['1 unreadable Symbol: column stands twice'],
  ],
  [
    'members of an unknown sector',
    'constituents_2020-01-31.csv',
    `${MEMBERS}B,b,Enregy\n`,
    ['3 unknown-sector "Enregy"'],
  ],
  [
    '200,000 unknown sectors',
    'constituents_2020-01-31.csv',
    MEMBERS + Array.from({ length: 200_000 }, (_, i) => `S${i},s,X${i}\n`).join(''),
    ['3 unknown-sector "X0"'],
  ],
  [
    'a row of a million members',
    'constituents_2020-01-31.csv',
    `${MEMBERS}${'x,'.repeat(1_000_000)}\n`,
    ['3 ragged-row 1000001 fields, expected 3'],
  ],
  ['a flow header encoded twice', 'VCB.csv', encodedAgain(FLOW, 1) + FLOW_ROW, ['1 double-encoded decoded twice']],
  [
    'a flow header encoded three times',
    'VCB.csv',
    encodedAgain(FLOW, 2) + FLOW_ROW,
    ['1 unreadable Ngày: column is missing'],
  ],
]

const ground = hostileGround()
let found: Attempt
let text: Attempt
let report: InspectDocument
const folderOf = (i: number): string => `f${String(i).padStart(3, '0')}`

beforeAll(() => {
  for (const [i, [, name, content]] of FILES.entries()) ground.write(join(folderOf(i), name), content)
  mkdirSync(join(ground.data, 'links'))
  const links = { out: join(ground.outside, 'SECRET.csv'), pipe: join(ground.outside, 'PIPE.csv'), zero: '/dev/zero' }
  for (const [name, target] of Object.entries(links)) ground.link(`links/${name}.csv`, target)
  ground.link('links/relative.csv', '../../outside/SECRET.csv')
  ground.link('links/dangling.csv', 'nowhere')
  ground.link('links/circle.csv', 'circle.csv')
  ground.link('links/folder', ground.outside)
  ground.link('links/root', '/')
  ground.link('links/self', ground.data)
  ground.pipe(join(ground.data, 'links', 'own.csv'))
  mkdirSync(join(ground.data, 'links', 'FOLDER.csv'))
  // A hard link is the file itself.
  linkSync(ground.write('links/inside.csv', BARS), join(ground.data, 'links', 'hard.csv'))
  found = ground.attempt(['inspect', ground.data, '--json'])
  text = ground.attempt(['inspect', ground.data, '--html', join(ground.outer, 'page.html')])
  report = JSON.parse(found.stdout) as InspectDocument
})

/** The findings of a file about the file alone. */
function findingsOf(i: number): string[] {
  const compared = ['same-file', 'late-start', 'early-end', 'gap', 'zero-volume', 'sector-count']
  return report.findings
    .filter(({ file, kind }) => file.startsWith(`${folderOf(i)}/`) && !compared.includes(kind))
    .map(({ line, kind, detail }) => `${line ?? '-'} ${kind} ${detail}`)
}

describe('a folder of hostile files is inspected to its end', () => {
  it('as a document and as a text, within bounds, exit code 3', () => {
    for (const attempt of [found, text]) {
      expectHarmless(attempt)
      expect([attempt.status, attempt.stderr]).toEqual([3, ''])
    }
    expect(report.files).toBe(FILES.length + 2)
  })

  it.each(FILES.map(([what, , , findings], i) => [what, findings, i] as const))('%s', (_, expected, i) => {
    const findings = findingsOf(i)
    for (const words of expected) {
      const [line, kind, ...rest] = words.split(' ')
      const matches = (one: string): boolean => one.startsWith(`${line} ${kind} `) && one.includes(rest.join(' '))
      expect(findings.filter(matches), findings.slice(0, 5).join('\n')).not.toEqual([])
    }
    if (expected.length === 0) expect(findings).toEqual([])
  })

  it('links out of it, pipes, devices and circles are no files of it', () => {
    const links = report.findings.filter(({ file }) => file.startsWith('links/'))
    expect(links.map(({ file, kind }) => `${file} ${kind}`)).toContain('links/inside.csv same-file')
    expect(links.filter(({ file }) => !/^links\/(hard|inside)\.csv$/.test(file))).toEqual([])
  })

  it('names with control characters are shown with escapes', () => {
    const names = report.findings.map(({ file }) => file)
    expect(names.some((name) => name.endsWith('/\\u001b[31mA.csv'))).toBe(true)
    expect(names.some((name) => name.endsWith('/A\\u000aB.csv'))).toBe(true)
  })
})

describe('folders that can not be walked', () => {
  it('a path longer than the system takes ends with exit code 3', () => {
    const steps = Array.from({ length: 12 }, () => 'd'.repeat(250))
    const [upper, lower] = [join(ground.outer, 'deep', ...steps), join(ground.outer, 'lower')]
    for (const folder of [upper, join(lower, ...steps)]) mkdirSync(folder, { recursive: true })
    // Nobody can name such a folder, but moving one into another makes it.
    renameSync(lower, join(upper, 'lower'))
    const attempt = ground.attempt(['inspect', join(ground.outer, 'deep')])
    renameSync(join(upper, 'lower'), lower)
    expectHarmless(attempt)
    expect([attempt.status, attempt.message.endsWith(': can not be read (ENAMETOOLONG)')]).toEqual([3, true])
  })

  it.each([
    ['a file', () => ground.write('f.txt', 'x'), 'can not be opened (ENOTDIR)'],
    ['nothing', () => join(ground.outer, 'nowhere'), 'can not be opened (ENOENT)'],
  ])('%s instead of a folder ends with exit code 2', (_, make, message) => {
    const attempt = ground.attempt(['inspect', make()])
    expectHarmless(attempt)
    expect([attempt.status, attempt.message.includes(message)]).toEqual([2, true])
  })

  it('a file name that is not UTF-8 is a finding', () => {
    const folder = join(ground.outer, 'bytes')
    mkdirSync(folder)
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff, 0xfe]), Buffer.from('.csv')]), BARS)
    const attempt = ground.attempt(['inspect', folder, '--json'])
    expectHarmless(attempt)
    const { findings } = JSON.parse(attempt.stdout) as InspectDocument
    expect(findings.map(({ kind, detail }) => [kind, detail])).toEqual([['unreadable', 'no such file']])
  })
})
