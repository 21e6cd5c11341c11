import { describe, expect, it } from 'vitest'
import type { ActiveReturn, SharpeDifference, TearSheet } from '../../src/export/tear-sheet-content.js'
import { tearSheetHtml } from '../../src/export/tear-sheet.js'
import { exampleTearSheet, withAllSections } from './example-tear-sheet.js'
import { findAll, parseXml, textOf, type XmlElement } from './parse-xml.js'

/** The sections that a sheet has only where the run knows of them. */
const plain = exampleTearSheet({ nSessions: 400, nAssets: 3, name: 'plain' })
const full = withAllSections(plain)

const read = (sheet: TearSheet): XmlElement => parseXml(tearSheetHtml(sheet).replace('<!doctype html>', ''))
const sectionOf = (sheet: TearSheet, heading: string): XmlElement | undefined =>
  findAll(read(sheet), 'section').find((element) => textOf(findAll(element, 'h2')[0]) === heading)

function tablesIn(sheet: TearSheet, heading: string): string[][][] {
  const section = sectionOf(sheet, heading)
  if (section === undefined) throw new Error(`no section "${heading}"`)
  return findAll(section, 'table').map((table) =>
    findAll(table, 'tr').map((row) => row.children.map((cell) => (typeof cell === 'string' ? cell : textOf(cell)))),
  )
}

const ACTIVE = 'Where the active return came from'
const numberOf = (text: string): number => Number(text.replace('%', '').replace('\u2212', '-').replace('+', ''))

describe('where the active return came from', () => {
  const [, ...rows] = tablesIn(full, ACTIVE)[0]

  it('lists the sectors by what they brought, then the rest, and sums to net less benchmark', () => {
    expect(rows.map(([part]) => part)).toEqual([
      'Energy',
      'Cash',
      'Utilities',
      'Costs, interest and fees',
      'Active return',
    ])
    const parts = rows.map(([, brought]) => numberOf(brought))
    expect(parts.slice(0, -1).reduce((sum, part) => sum + part, 0)).toBeCloseTo(parts[4], 9)
    expect(parts[4]).toBe(10)
    const section = sectionOf(full, ACTIVE)
    expect(section && textOf(section)).toContain(
      'Net of costs the portfolio returned +50.00% over the whole time, equal weights restored at every close without costs, a yardstick that nobody could trade, +40.00%: an active return of +10.00%.',
    )
  })

  it('tells the years below, each row a sum', () => {
    const [head, ...years] = tablesIn(full, ACTIVE)[1]
    expect(head).toEqual([
      'Year',
      'Net',
      'Equal weights',
      'Active return',
      'Allocation',
      'Other',
      'Largest in the allocation',
    ])
    expect(years.map(([year]) => year)).toEqual(['1926', '1927'])
    for (const [, net, benchmark, active, allocation, other] of years) {
      expect(numberOf(net) - numberOf(benchmark)).toBeCloseTo(numberOf(active), 9)
      expect(numberOf(allocation) + numberOf(other)).toBeCloseTo(numberOf(active), 9)
    }
    expect(years[0][6]).toBe('Energy +4.0%, Utilities \u22122.0%')
  })

  it('shows selection and interaction only where there are any, and then in the sum', () => {
    const active = full.active as ActiveReturn
    const selected: TearSheet = {
      ...full,
      active: { ...active, whole: { ...active.whole, selection: 0.02, interaction: 1e-17, other: -0.04 } },
    }
    const [, ...table] = tablesIn(selected, ACTIVE)[0]
    expect(table.find(([part]) => part === 'Selection within sectors')?.[1]).toBe('+2.00%')
    expect(table.some(([part]) => part.startsWith('Interaction'))).toBe(false)
    const brought = table.map(([, value]) => numberOf(value))
    expect(brought.slice(0, -1).reduce((sum, part) => sum + part, 0)).toBeCloseTo(brought.at(-1) ?? NaN, 9)
    expect(tablesIn(selected, ACTIVE)[1][0]).toContain('Selection')
  })

  it('draws the largest of many sectors and the others as one, the table has all', () => {
    const active = full.active as ActiveReturn
    const sectors = Array.from({ length: 49 }, (_, i) => ({ label: `S${i}`, value: (i - 24) / 1000 }))
    const many: TearSheet = { ...full, active: { ...active, whole: { ...active.whole, sectors } } }
    const section = sectionOf(many, ACTIVE)
    const labels = findAll(section as XmlElement, 'rect', 'bar').map((bar) => textOf(bar))
    expect(labels).toHaveLength(14 + 1 + 2)
    expect(labels[14]).toBe('35 others: 0.00%')
    expect(tablesIn(many, ACTIVE)[0]).toHaveLength(1 + 49 + 2)
  })

  it('reads "n/a" where a span lost everything, and nothing where it was not recorded', () => {
    const active = full.active as ActiveReturn
    const lost = { ...active.whole, net: null, other: null, sectors: [{ label: 'Energy', value: null }] }
    const unknown: TearSheet = { ...full, active: { ...active, whole: lost } }
    expect(tablesIn(unknown, ACTIVE)[0].at(-1)).toEqual(['Active return', 'n/a'])
    expect(sectionOf(plain, ACTIVE)).toBeUndefined()
  })
})

describe('all portfolios', () => {
  it('sets them side by side with the interval of the Sharpe ratio', () => {
    const [table] = tablesIn(full, 'All portfolios')
    expect(table[0]).toEqual([
      'Portfolio',
      'CAGR gross',
      'CAGR net',
      'Volatility',
      'Sharpe ratio',
      'Max. drawdown',
      'Turnover',
    ])
    expect(table[1].slice(0, 2)).toEqual(['Model plain (this sheet)', '10.0%'])
    expect(table[1].slice(2)).toEqual(['9.0%', '18.0%', '0.500.10 to 0.90', '\u221240.0%', '351%'])
    expect(sectionOf(plain, 'All portfolios')).toBeUndefined()
  })

  it('says of every comparison what its interval shows, and of how many parts', () => {
    const [, table] = tablesIn(full, 'All portfolios')
    expect(table.slice(1).map((row) => [row[0], row[4]])).toEqual([
      ['Model plain', 'neither'],
      ['Strategy a', 'higher'],
      ['Strategy b', 'lower'],
      ['Strategy c', 'n/a'],
    ])
    const text = textOf(sectionOf(full, 'All portfolios') as XmlElement)
    expect(text).toContain('That it is higher is not shown. Of its 3 parts it is shown to be above 1 and below 1.')
  })

  it('has no comparisons where there are no strategies', () => {
    const { strategies, ...models } = full
    expect(strategies?.comparisons.map(({ than }: SharpeDifference) => than)).toHaveLength(4)
    expect(tablesIn(models, 'All portfolios')).toHaveLength(1)
  })
})

describe('costs', () => {
  it('are a part of the mean equity of a year, three sessions by hand', () => {
    const three = exampleTearSheet({ nSessions: 3, nAssets: 1, sessionsPerYear: 4 })
    const zeros = new Float64Array(3)
    const sheet: TearSheet = {
      ...three,
      equity: { ...three.equity, net: Float64Array.of(100, 90, 110) },
      costs: {
        basisPoints: Float64Array.of(0, 2, 1),
        perShare: zeros,
        spread: Float64Array.of(0, 0, 0.5),
        impact: zeros,
      },
    }
    // Two of four sessions are half a year, and 100 is the mean: 3 are 6% a year.
    expect(tablesIn(sheet, 'Costs')[0].slice(1)).toEqual([
      ['Basis points of the traded value', '3.00', '6.00%'],
      ['Per share and order', '0.00', '0.00%'],
      ['Half of the spread', '0.50', '1.00%'],
      ['Market impact', '0.00', '0.00%'],
      ['All', '3.50', '7.00%'],
    ])
  })

  it('tell what distributions in cash did, to the portfolio and fund by fund', () => {
    const text = textOf(sectionOf(full, 'Costs') as XmlElement)
    expect(text).toContain('CAGR net 8.00%, 8.25% had they been reinvested at once, difference \u22120.25% a year.')
    expect(tablesIn(full, 'Costs')[1].slice(1)).toEqual([['XLE Energy', '5.00%', '6.00%', '\u22121.00%']])
    const { distributions, ...without } = full
    expect(distributions).toBeDefined()
    expect(textOf(sectionOf(without, 'Costs') as XmlElement)).not.toContain('Distributions')
    const funds = { cash: 0.08, reinvested: 0.08, difference: 0, funds: [] }
    expect(tablesIn({ ...full, distributions: funds }, 'Costs')).toHaveLength(1)
  })

  it('tell what inverse funds took', () => {
    const text = textOf(sectionOf(full, 'Costs') as XmlElement)
    expect(text).toContain(
      'CAGR net 3.00%, 4.00% had the assets been borrowed and sold, difference \u22121.00% a year.',
    )
    expect(textOf(sectionOf(plain, 'Costs') as XmlElement)).not.toContain('inverse')
  })
})
