import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseMembers, readMemberships } from '../../../datasets/companies/members.js'
import { openDataFolder } from '../../../datasets/text/data-folder.js'
import { formatSession, parseSession } from '../../../src/core/calendar.js'
import { REAL_DATA, temporaryFolder } from '../../fixtures/command-line.js'
import { dataFile } from '../tables/data-file.js'

const FOLDER = join(REAL_DATA, 'sp500-members')
const isThere = existsSync(FOLDER)
if (!isThere) process.stderr.write(`skipped: no index members in ${FOLDER}\n`)

const golden = (
  JSON.parse(readFileSync('test/golden/companies.json', 'utf8')) as { members: Record<string, Record<string, number>> }
).members

describe.skipIf(!isThere)('the real lists of members', () => {
  it('count by sector as pandas counts them', () => {
    const { memberships } = readMemberships(openDataFolder(FOLDER))
    const found = Object.fromEntries(
      memberships.snapshots.map(({ known, sectorOf }) => {
        const counts: Record<string, number> = {}
        for (const sector of sectorOf.values()) counts[sector] = (counts[sector] ?? 0) + 1
        return [formatSession(known), counts]
      }),
    )
    expect(found).toEqual(golden)
  })

  it('report every oddity with its line, and repair only by the stated rule', () => {
    const strict = readMemberships(openDataFolder(FOLDER))
    expect(
      strict.notes.map(({ kind, file, line, symbol }) => [kind, file.slice(FOLDER.length + 1), line, symbol]),
    ).toEqual([
      ['ragged-row', 'snapshots/constituents_asof_2013-01-31_f8d9c4a0.csv', 135, 'DHR'],
      ['ragged-row', 'snapshots/constituents_asof_2013-01-31_f8d9c4a0.csv', 354, 'POM'],
      ['ragged-row', 'snapshots/constituents_asof_2013-01-31_f8d9c4a0.csv', 476, 'WPO'],
      ['unknown-sector', 'snapshots/constituents_asof_2014-01-31_16231d59.csv', 326, 'NLSN'],
      ['ragged-row', 'snapshots/constituents_asof_2014-01-31_16231d59.csv', 281, 'LYB'],
      ['same-file', 'constituents_2018-03-01.csv', undefined, undefined],
      ['same-file', 'snapshots/constituents_asof_2020-01-31_5dfdfbc3.csv', undefined, undefined],
      ['undated-file', 'constituents.csv', undefined, undefined],
    ])
    const day = parseSession('2013-06-03')
    expect(strict.memberships.asOf(day).has('DHR')).toBe(false)
    const known = new Map([['constituents.csv', parseSession('2026-08-22')]])
    const repaired = readMemberships(openDataFolder(FOLDER), { raggedRows: 'one-sector', known })
    expect(repaired.memberships.asOf(day).get('DHR')).toBe('industrials')
    expect(repaired.memberships.asOf(day).get('WPO')).toBe('consumer-discretionary')
    expect(repaired.memberships.asOf(parseSession('2014-06-02')).has('LYB')).toBe(false)
    expect(repaired.memberships.asOf(parseSession('2026-08-24')).size).toBe(503)
    expect(repaired.notes.filter(({ kind }) => kind === 'ragged-row-read').map(({ symbol }) => symbol)).toEqual([
      'DHR',
      'POM',
      'WPO',
    ])
  })

  it('are those of the day, and nobody before the first', () => {
    const { memberships } = readMemberships(openDataFolder(FOLDER))
    expect(memberships.asOf(parseSession('2013-01-30')).size).toBe(0)
    expect(memberships.asOf(parseSession('2013-01-31')).size).toBe(497)
    expect(memberships.asOf(parseSession('2018-01-30')).size).toBe(504)
    expect([...new Set(memberships.asOf(parseSession('2017-12-29')).values())]).toHaveLength(10)
    expect([...new Set(memberships.asOf(parseSession('2018-02-01')).values())]).toHaveLength(11)
  })
})

describe('a list of members', () => {
  it('has either header', () => {
    const short = parseMembers(dataFile('a.csv', 'Symbol,Name,Sector\nA,"A, Inc.",Energy\n'))
    const long = parseMembers(
      dataFile('a.csv', 'Symbol,Security,GICS Sector,GICS Sub-Industry\nBF-B,B,Consumer Staples,Brewers\n'),
    )
    expect([...short.sectors, ...long.sectors]).toEqual([
      ['A', 'energy'],
      ['BF.B', 'consumer-staples'],
    ])
  })

  it('leaves out what has no known sector', () => {
    const { sectors, notes } = parseMembers(
      dataFile('a.csv', 'Symbol,Name,Sector\nA,A,\nB,B,Industries\nC,C,Energy\nD,D,Energy,Energy\nE\n'),
      { raggedRows: 'one-sector' },
    )
    expect([...sectors.keys()]).toEqual(['C'])
    expect(notes.map(({ kind, line, symbol }) => [kind, line, symbol])).toEqual([
      ['empty-sector', 2, 'A'],
      ['unknown-sector', 3, 'B'],
      ['ragged-row', 5, 'D'],
      ['ragged-row', 6, 'E'],
    ])
  })

  it.each([
    ['', 'a.csv:1: header: the file is empty'],
    ['Symbol,Name\nA,A\n', 'a.csv:1: Sector: column is missing'],
    ['Name,Sector\nA,Energy\n', 'a.csv:1: Symbol: column is missing'],
    ['Symbol,Sector\nA,Energy\nA,Energy\n', 'a.csv:3: Symbol: "A" stands twice'],
    ['Symbol,Sector\n ,Energy\n', 'a.csv:2: Symbol: is blank'],
    ['Symbol,Sector\n"A,Energy\n', 'a.csv:2: row: Quoted field unterminated'],
  ])('refuses %j', (text, message) => {
    expect(() => parseMembers(dataFile('a.csv', text))).toThrow(message)
  })

  it('is dated by the name of its file', () => {
    const root = temporaryFolder()
    mkdirSync(join(root, '2001-01-01'))
    writeFileSync(join(root, '2001-01-01/constituents.csv'), 'Symbol,Sector\nA,Energy\n')
    expect(() => readMemberships(openDataFolder(root))).toThrow('holds no dated file constituents*.csv')
    writeFileSync(join(root, 'constituents_2001-02-30.csv'), 'Symbol,Sector\nA,Energy\n')
    expect(() => readMemberships(openDataFolder(root))).toThrow(
      'constituents_2001-02-30.csv: "2001-02-30" in its name is not a date',
    )
  })
})
