import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FUNDAMENTAL_FIELDS } from '../../../datasets/companies/fundamental-fields.js'
import { readFundamentals, type FundamentalStore } from '../../../datasets/companies/fundamentals.js'
import { readMemberships } from '../../../datasets/companies/members.js'
import { sectorFigures } from '../../../datasets/companies/sector-fundamentals.js'
import { earningsYield } from '../../../datasets/companies/valuation.js'
import { openDataFolder } from '../../../datasets/text/data-folder.js'
import { formatSession, parseSession } from '../../../src/core/calendar.js'
import { median } from '../../../src/core/statistics.js'
import { joinAsOf } from '../../../src/panel/as-of-join.js'
import { valueAsOf } from '../../../src/panel/observations.js'
import { REAL_DATA } from '../../fixtures/command-line.js'

const FOLDER = join(REAL_DATA, 'sp500-fundamentals')
const isThere = existsSync(FOLDER)
if (!isThere) process.stderr.write(`skipped: no company figures in ${FOLDER}\n`)

interface Golden {
  readonly snapshots: Record<
    string,
    { rows: number; fields: Record<string, { count: number; sum: number; median: number | null }> }
  >
  readonly earningsYield: Record<string, Record<string, [number, number]>>
}

const golden = JSON.parse(readFileSync('test/golden/companies.json', 'utf8')) as Golden

describe.skipIf(!isThere)('the real snapshots of company figures', () => {
  const store: FundamentalStore = isThere
    ? readFundamentals(openDataFolder(FOLDER))
    : { snapshots: [], fields: new Map(), notes: [] }

  it('are read as pandas reads them, in one set of units', () => {
    expect(store.snapshots.map(({ known }) => formatSession(known))).toEqual(Object.keys(golden.snapshots))
    for (const { known, companies } of store.snapshots) {
      const expected = golden.snapshots[formatSession(known)]
      expect(companies.size).toBe(expected.rows)
      for (const field of FUNDAMENTAL_FIELDS) {
        const values = [...companies.values()].map((company) => company[field]).filter((value) => !Number.isNaN(value))
        const label = `${formatSession(known)} ${field}`
        expect(values.length, label).toBe(expected.fields[field].count)
        const sum = values.reduce((a, b) => a + b, 0)
        expect(Math.abs(sum - expected.fields[field].sum), label).toBeLessThanOrEqual(1e-9 * Math.abs(sum))
        const middle = expected.fields[field].median
        if (middle !== null) expect(Math.abs(median(values) / middle - 1), label).toBeLessThan(1e-12)
      }
    }
  })

  it('know the units of each era', () => {
    const eras = store.snapshots.map(
      ({ known, units }) => `${formatSession(known).slice(0, 4)} ${units.money} ${units.dividendYield}`,
    )
    expect([...new Set(eras)]).toEqual([
      '2012 suffixed percent',
      ...['2013', '2014', '2015', '2016', '2017'].map((year) => `${year} billions percent`),
      '2018 dollars percent',
      ...['2024', '2025', '2026'].map((year) => `${year} dollars fraction`),
    ])
  })

  it('are continuous over every change of units: caps of a company and yields of the market', () => {
    for (const [i, snapshot] of store.snapshots.slice(1).entries()) {
      const before = store.snapshots[i]
      const years = (snapshot.known - before.known) / 365.25
      const caps: number[] = []
      const yields: number[] = []
      for (const [symbol, company] of snapshot.companies) {
        const earlier = before.companies.get(symbol)
        if (earlier === undefined) continue
        const cap = company.marketCap / earlier.marketCap
        if (!Number.isNaN(cap)) caps.push(cap)
        if (company.dividendYield > 0 && earlier.dividendYield > 0)
          yields.push(company.dividendYield / earlier.dividendYield)
      }
      const bound = years > 2 ? 10 : 4
      const within = caps.filter((ratio) => ratio > 1 / bound && ratio < bound).length / caps.length
      expect(within, formatSession(snapshot.known)).toBeGreaterThanOrEqual(0.98)
      expect(median(caps), formatSession(snapshot.known)).toBeGreaterThan(0.8)
      expect(median(caps), formatSession(snapshot.known)).toBeLessThan(years > 2 ? 2.5 : 1.5)
      expect(Math.abs(Math.log(median(yields))), formatSession(snapshot.known)).toBeLessThan(0.2)
      expect(caps.length).toBeGreaterThan(350)
    }
  })

  it('report what is odd, with file and line', () => {
    const counts = new Map<string, number>()
    for (const { kind } of store.notes) counts.set(kind, (counts.get(kind) ?? 0) + 1)
    expect(Object.fromEntries(counts)).toEqual({
      units: 29,
      'columns-missing': 11,
      'columns-swapped': 1,
      'sub-industries': 9,
      'zero-for-missing': 78,
      'ragged-row': 8,
      'other-share-class': 24,
      'price-outside-range': 13,
      'not-finite': 3,
    })
    const swapped = store.notes.find(({ kind }) => kind === 'columns-swapped')
    expect(swapped?.file).toBe(join(FOLDER, '2018-02-08.csv'))
    const shifted = store.notes
      .filter(({ kind }) => kind === 'ragged-row')
      .map(({ file, line }) => `${file.slice(-14)}:${line ?? 0}`)
    expect(shifted).toEqual([
      '2013-05-05.csv:282',
      '2013-06-08.csv:281',
      '2013-08-04.csv:280',
      '2013-10-05.csv:279',
      '2013-11-03.csv:279',
      '2014-01-19.csv:281',
      '2014-07-28.csv:502',
      '2014-09-13.csv:502',
    ])
  })

  it('give 3M its low and high of 52 weeks in the file that has them exchanged', () => {
    const company = store.snapshots.find(({ known }) => known === parseSession('2018-02-08'))?.companies.get('MMM')
    expect(company).toMatchObject({
      low52: 175.49,
      high52: 259.77,
      marketCap: 138721055226,
      dividendYield: 0.023328617,
    })
  })

  it('answer for any day with what was known by then', () => {
    const caps = store.fields.get('marketCap')?.get('MMM')
    expect(caps).toBeDefined()
    if (caps === undefined) return
    const first = parseSession('2012-12-27')
    expect(valueAsOf(caps, first, first)?.value).toBe(63_802_000_000)
    expect(valueAsOf(caps, first, first - 1)).toBeUndefined()
    const days = Int32Array.of(
      first - 1,
      first,
      parseSession('2013-02-09'),
      parseSession('2013-02-10'),
      parseSession('2022-01-03'),
    )
    const { values } = joinAsOf(caps, days, { maxAge: 400 })
    expect([...values]).toEqual([NaN, 63_802_000_000, 63_802_000_000, 70_537_000_000, NaN])
  })

  it('aggregate to the sectors of the members of the time', () => {
    const { memberships } = readMemberships(openDataFolder(join(REAL_DATA, 'sp500-members')))
    for (const [date, expected] of Object.entries(golden.earningsYield)) {
      const known = parseSession(date)
      const companies = store.snapshots.find((snapshot) => snapshot.known === known)?.companies ?? new Map()
      const found = sectorFigures(companies, memberships.asOf(known), earningsYield)
      expect([...found.keys()].sort()).toEqual(Object.keys(expected))
      for (const [sector, [middle, weighted]] of Object.entries(expected)) {
        expect(found.get(sector)?.median, `${date} ${sector}`).toBeCloseTo(middle, 12)
        expect(found.get(sector)?.capWeighted, `${date} ${sector}`).toBeCloseTo(weighted, 12)
      }
    }
  })
})
