import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseFundamentalSnapshot } from '../../../datasets/companies/fundamental-snapshot.js'
import { figuresOf, parseConstituents, parseSectorWeights } from '../../../datasets/registry/constituents.js'
import { sectorOf } from '../../../datasets/registry/sectors.js'
import { openDataFolder, type DataFile } from '../../../datasets/text/data-folder.js'
import { parseSession } from '../../../src/core/calendar.js'
import { DataError } from '../../../src/core/errors.js'
import { constituentWeights, sectorWeights } from '../../../src/panel/constituent-weights.js'
import { REAL_DATA } from '../../fixtures/command-line.js'

const found = existsSync(join(REAL_DATA, 'sp500-fundamentals'))
if (!found)
  process.stderr.write(
    `skipped: no ${join(REAL_DATA, 'sp500-fundamentals')}; SECTORCAST_DATA points to another folder of data\n`,
  )

const file = (text: string): DataFile => ({ file: 'list.csv', bytes: new TextEncoder().encode(text), sha256: '' })

describe('parseConstituents', () => {
  it('reads companies with their figures, and says what it leaves out', () => {
    const { companies, leftOut } = parseConstituents(
      file('Symbol,GICS Sector,Market Cap,sales\nA,Energy,10,5\nBRK-B,Regional Banks,,\nC,Nonsense,1,1\nD,Energy\n'),
    )
    expect(companies).toEqual([
      { symbol: 'A', sector: 'energy', marketCap: 10, sales: 5 },
      { symbol: 'BRK.B', sector: 'financials', marketCap: NaN, sales: NaN },
    ])
    expect(leftOut).toEqual([
      { line: 5, problem: '2 fields, expected 4' },
      { line: 4, problem: 'sector "Nonsense" is unknown' },
    ])
  })

  it.each([
    ['symbol,price\nA,1\n', 'list.csv:1: sector: column is missing'],
    ['sector\nEnergy\n', 'list.csv:1: symbol: column is missing'],
    ['symbol,sector\n ,Energy\n', 'list.csv:2: symbol: is blank'],
    ['symbol,sector\nA,Energy\nA,Energy\n', 'list.csv:3: symbol: "A" stands twice'],
    ['symbol,sector,marketCap\nA,Energy,1e999\n', 'list.csv:2: marketCap: "1e999" is infinite'],
  ])('%j ends in one line', (text, message) => {
    expect(() => parseConstituents(file(text))).toThrow(DataError)
    expect(() => parseConstituents(file(text))).toThrow(message)
  })

  it('a header __proto__ breaks nothing', () => {
    const { companies } = parseConstituents(file('symbol,sector,__proto__\n__proto__,Energy,1\n'))
    expect(companies).toEqual([{ symbol: '__proto__', sector: 'energy' }])
  })
})

describe('figuresOf', () => {
  it('makes sizes of ratios', () => {
    const nothing = { price: NaN, peRatio: NaN, eps: NaN, bookValuePerShare: NaN, low52: NaN, high52: NaN }
    expect(
      figuresOf({ ...nothing, marketCap: 100, priceToSales: 2, priceToBook: 4, dividendYield: 0.03, ebitda: 7 }),
    ).toEqual({ marketCap: 100, sales: 50, cashFlow: 7, bookValue: 25, dividends: 3 })
  })
})

describe('parseSectorWeights', () => {
  const text = 'date,sector,weight\n2013-01-02,Energy,0.4\n2013-01-02,Oil,0.6\n2014-01-02,Utilities,1\n'

  it('takes the latest day up to the one asked for and adds names of one sector', () => {
    const { date, weights } = parseSectorWeights(file(text), parseSession('2013-12-31'))
    expect(date).toBe('2013-01-02')
    expect([...weights]).toEqual([['energy', 1]])
    expect(parseSectorWeights(file(text), Infinity).date).toBe('2014-01-02')
    expect(parseSectorWeights(file('sector,weight\nEnergy,1\n'), 0).date).toBeUndefined()
  })

  it.each([
    [text, '2012-01-01', 'list.csv: date: has no weights up to 2012-01-01'],
    ['sector,weight\n60.95,1\n', '2012-01-01', 'list.csv:2: sector: "60.95" is no sector'],
    ['sector,weight\nEnergy,-1\n', '2012-01-01', 'list.csv:2: weight: -1 is negative'],
    ['sector,weight\nEnergy,half\n', '2012-01-01', 'list.csv:2: weight: "half" is not a number'],
    ['date,sector,weight\n2/1/2013,Energy,1\n', '2020-01-01', 'list.csv:2: date: "2/1/2013" is not a date'],
  ])('%j as of %s ends in one line', (csv, asOf, message) => {
    expect(() => parseSectorWeights(file(csv), parseSession(asOf))).toThrow(message)
  })
})

interface Golden {
  readonly companies: number
  readonly marketCap: Record<string, number>
  readonly equal: Record<string, number>
  readonly fundamental?: Record<string, number>
  readonly derived: Record<string, number>
}

describe.skipIf(!found)('the S&P 500', () => {
  const golden = JSON.parse(readFileSync('test/golden/sector-weights.json', 'utf8')) as Record<string, Golden>

  it.each(['2018-02-08', '2024-11-01'])('of %s has the sector weights of pandas and of the published table', (date) => {
    const folder = openDataFolder(REAL_DATA)
    const source = folder.read(`sp500-fundamentals/${date}.csv`)
    // The snapshot of 2018 is read as it is written; in that of 2024 the ratios matter too.
    const snapshot = date < '2024' ? undefined : parseFundamentalSnapshot(source, parseSession(date)).companies
    const { companies, leftOut } = parseConstituents(source, snapshot)
    const held = companies.filter(({ marketCap = NaN }) => marketCap > 0)
    const expected = golden[date]
    expect(leftOut).toEqual([])
    expect(held).toHaveLength(expected.companies)
    const table = [
      ['market-cap', expected.marketCap],
      ['equal', expected.equal],
      ['fundamental', expected.fundamental ?? {}],
    ] as const
    for (const [weighting, weights] of table) {
      if (Object.keys(weights).length === 0) continue
      const own = sectorWeights(
        held.map(({ sector }) => sector),
        constituentWeights(weighting, held),
      )
      expect(own.size).toBe(11)
      for (const [name, weight] of Object.entries(weights)) expect(own.get(sectorOf(name).id)).toBeCloseTo(weight, 12)
    }
    const published = parseSectorWeights(folder.read('sp500-members/sector_weights_derived.csv'), parseSession(date))
    expect(published.date).toBe(date)
    for (const [name, weight] of Object.entries(expected.derived))
      expect(published.weights.get(sectorOf(name).id)).toBeCloseTo(weight, 12)
    for (const [name, weight] of Object.entries(expected.marketCap))
      expect(published.weights.get(sectorOf(name).id)).toBeCloseTo(weight, 6)
  })
})
