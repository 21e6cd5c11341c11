import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { InspectDocument } from '../../pipelines/inspect.js'
import { REAL_DATA, sectorcast, temporaryFolder } from '../fixtures/command-line.js'
import { cleanBars, csvOfBars, newYorkSessions } from '../panel/quality/clean-bars.js'

function cleanFolder(): string {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'sub'))
  const dates = newYorkSessions(100)
  for (const symbol of ['AAA', 'BBB', 'CCC'])
    writeFileSync(join(folder, 'sub', `${symbol}.csv`), csvOfBars(cleanBars(symbol, dates)).join('\n'))
  return folder
}

const parse = (text: string): InspectDocument => JSON.parse(text) as InspectDocument

describe('sectorcast inspect', () => {
  it('clean data: exit 0, no findings', () => {
    const { status, stdout, stderr } = sectorcast(['inspect', cleanFolder(), '--json'])
    expect([status, stderr]).toEqual([0, ''])
    expect(parse(stdout)).toEqual({
      findings: [],
      files: 3,
      rows: 300,
      levels: { error: 0, warning: 0, info: 0 },
      kinds: { bars: 3 },
      notInspected: [],
    })
  })

  it('an error: exit 3, and the document all the same', () => {
    const folder = cleanFolder()
    const file = join(folder, 'sub', 'AAA.csv')
    const lines = readFileSync(file, 'utf8').split('\n')
    const date = lines[10].slice(0, 10)
    writeFileSync(file, lines.map((line, i) => (i === 10 ? line.replace(/,[^,]+/, ',') : line)).join('\n'))
    writeFileSync(join(folder, 'CPI.csv'), 'DATE,CPI\nx,1\n')
    const { status, stdout } = sectorcast(['inspect', folder, '--json'])
    expect(status).toBe(3)
    const document = parse(stdout)
    expect(document.findings).toEqual([
      {
        level: 'error',
        kind: 'blank-price',
        file: 'sub/AAA.csv',
        line: 11,
        date,
        symbol: 'AAA',
        detail: 'Open: "" is not a number',
      },
      {
        level: 'warning',
        kind: 'unreadable',
        file: 'CPI.csv',
        line: 2,
        date: null,
        symbol: null,
        detail: 'DATE: "x" is not a date, expected YYYY-MM-DD',
      },
    ])
    expect([document.files, document.rows]).toEqual([4, 300])
  })

  it('a table for people, five findings a kind unless all are asked for', () => {
    const folder = cleanFolder()
    const file = join(folder, 'sub', 'BBB.csv')
    const lines = readFileSync(file, 'utf8').split('\n')
    writeFileSync(file, lines.map((line, i) => (i > 0 && i % 9 === 0 ? line.replace(/[^,]+$/, '0') : line)).join('\n'))
    const { status, stdout } = sectorcast(['inspect', folder])
    expect(status).toBe(0)
    expect(stdout).toMatch(/^kind +level +count +meaning$/m)
    expect(stdout).toMatch(/^zero-volume +warning +11 +a session without volume$/m)
    expect(stdout).toMatch(/^ {2}sub\/BBB\.csv:10 {2}BBB {2}\d{4}-\d\d-\d\d {2}the volume is 0$/m)
    expect(stdout).toContain('… and 6 more')
    expect(stdout).toContain('3 files (bars 3), 300 rows: 0 errors, 11 warnings, 0 notes.')
    const all = sectorcast(['inspect', folder, '--all']).stdout
    expect(all).not.toContain('more')
    expect(all.match(/the volume is 0/g)).toHaveLength(11)
  })

  it('the page is written, and nothing into the data folder', () => {
    const folder = cleanFolder()
    const page = join(temporaryFolder(), 'deep', 'quality.html')
    expect(sectorcast(['inspect', folder, '--html', page]).status).toBe(0)
    expect(readFileSync(page, 'utf8')).toMatch(/^<!doctype html>\n.*No errors: the data can be used as they are/s)
  })

  it('a dialect says what headers do not: the order of day and month', () => {
    const folder = temporaryFolder()
    const row = (date: string): string => `"${date}","10.5","10.0","11.0","9.5","1.2M","0.1%"`
    const rows = ['"Date","Price","Open","High","Low","Vol.","Change %"', row('13/02/2024'), row('12/02/2024')]
    writeFileSync(join(folder, 'VNM.csv'), rows.join('\n'))
    const told = (...args: readonly string[]): string[] =>
      parse(sectorcast(['inspect', folder, '--json', ...args]).stdout).findings.map(({ detail }) => detail)
    expect(told('--dialect', 'investing-dmy')).toEqual([])
    expect(told()).toEqual([
      'Date: "13/02/2024" is not a date, expected MM/DD/YYYY; it reads as dialect "investing-dmy"',
    ])
    const unknown = sectorcast(['inspect', folder, '--dialect', 'investing-dym'])
    expect([unknown.status, unknown.stderr]).toEqual([
      2,
      'dialect "investing-dym" is unknown, the nearest is "investing-dmy"\n',
    ])
  })

  it('does not depend on the time zone', () => {
    const folder = cleanFolder()
    const file = join(folder, 'sub', 'CCC.csv')
    writeFileSync(
      file,
      readFileSync(file, 'utf8')
        .split('\n')
        .filter((_, i) => i !== 40)
        .join('\n'),
    )
    const texts = ['UTC', 'America/New_York', 'Asia/Ho_Chi_Minh'].map(
      (zone) => sectorcast(['inspect', folder, '--json'], { env: { TZ: zone } }).stdout,
    )
    expect(parse(texts[0]).findings).toHaveLength(1)
    expect(new Set(texts).size).toBe(1)
  })

  it('a folder that is not there, or is none, is a mistake of usage', () => {
    const missing = sectorcast(['inspect', join(temporaryFolder(), 'none')])
    expect(missing.status).toBe(2)
    expect(missing.stderr).toMatch(/^data folder ".*none" can not be opened \(ENOENT\)\n$/)
    expect(sectorcast(['inspect']).status).toBe(2)
    expect(sectorcast(['inspect', cleanFolder(), '--html', '']).status).toBe(2)
  })

  it.skipIf(!existsSync(REAL_DATA))('real folders: US exit 0, Vietnam and stocks exit 3', () => {
    const levels = (folder: string): [number | null, number] => {
      const { status, stdout } = sectorcast(['inspect', join(REAL_DATA, folder), '--json'])
      return [status, parse(stdout).levels.error]
    }
    expect(levels('us-sector-etfs')).toEqual([0, 0])
    expect(levels('vietnam')).toEqual([3, 13])
    expect(levels('sp500-stocks')).toEqual([3, 23])
  })
})
