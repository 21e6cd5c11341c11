import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatSession } from '../../src/core/calendar.js'
import { blendColours, contrastRatio } from '../../src/export/colour-scale.js'
import { THEMES } from '../../src/export/picture-style.js'
import { curveReturns } from '../../src/export/tear-sheet-content.js'
import { calendarReturns } from '../../src/risk/calendar-returns.js'
import { RETURN_COLOURS, STRONGEST_TINT } from '../../src/export/tear-sheet-returns.js'
import { tearSheetHtml } from '../../src/export/tear-sheet.js'
import { HOSTILE } from './example-heatmap.js'
import { exampleTearSheet, withAllSections } from './example-tear-sheet.js'
import { findAll, parseXml, textOf, type XmlElement } from './parse-xml.js'

const sheet = exampleTearSheet({ nSessions: 1600, nAssets: 11 })
const html = tearSheetHtml(sheet)
const read = (text: string): XmlElement => parseXml(text.replace('<!doctype html>', ''))
const root = read(html)

function cellsOf(table: XmlElement): string[][] {
  const rows = findAll(findAll(table, 'tbody')[0], 'tr')
  return rows.map((row) => row.children.map((cell) => (typeof cell === 'string' ? cell : textOf(cell))))
}

function tables(page: XmlElement, heading: string): string[][][] {
  const section = findAll(page, 'section').find((element) => textOf(findAll(element, 'h2')[0]) === heading)
  if (section === undefined) throw new Error(`no section "${heading}"`)
  return findAll(section, 'table').map(cellsOf)
}

const numberOf = (text: string): number =>
  Number(text.replace('%', '').replace('\u2212', '-').replaceAll('\u202f', '').replace('+', ''))

describe('tearSheetHtml', () => {
  it('is one file without script or anything from elsewhere', () => {
    expect(findAll(root, 'script')).toEqual([])
    expect(html).not.toMatch(/\s(src|srcset|action|formaction|xlink:href)=|url\(|@import/)
    expect(findAll(root, 'link').map(({ attributes }) => attributes.href)).toEqual(['data:,'])
    expect([...html.matchAll(/https?:[^"< ]*/g)].map(([address]) => address)).toEqual(
      findAll(root, 'svg').map(() => 'http://www.w3.org/2000/svg'),
    )
  })

  it('has its headings in order and every table headed', () => {
    const levels = [...html.matchAll(/<h(\d)>/g)].map(([, level]) => Number(level))
    expect(levels[0]).toBe(1)
    expect(levels.filter((level) => level === 1)).toHaveLength(1)
    for (const [i, level] of levels.entries()) if (i > 0) expect(level - levels[i - 1]).toBeLessThanOrEqual(1)
    for (const table of findAll(root, 'table')) {
      const heads = findAll(findAll(table, 'thead')[0], 'th')
      expect(heads.every(({ attributes }) => attributes.scope === 'col')).toBe(true)
      expect(findAll(table, 'caption')).toHaveLength(1)
      for (const row of findAll(findAll(table, 'tbody')[0], 'tr')) {
        expect(row.children).toHaveLength(heads.length)
        expect(findAll(row, 'th').map(({ attributes }) => attributes.scope)).toEqual(['row'])
      }
    }
  })

  it('names every picture and warns in each of a simulated market', () => {
    const pictures = findAll(root, 'svg')
    expect(pictures.map((svg) => textOf(findAll(svg, 'title')[0]))).toEqual([
      'Equity',
      'Drawdown',
      'Returns by year',
      'Exposures over time',
      'Timeline of holdings',
      'Rolling return',
      'Rolling Sharpe ratio',
      'Rolling volatility',
      'Rolling beta to SPY',
    ])
    for (const svg of pictures) {
      expect(svg.attributes.role).toBe('img')
      expect(findAll(svg, 'desc')).toHaveLength(1)
      expect(textOf(svg)).toContain('SIMULATED MARKET')
    }
    expect(textOf(root)).toContain('made by a simulation')
    const real = tearSheetHtml(exampleTearSheet({ nSessions: 300, nAssets: 3, simulated: false, name: 'real' }))
    expect(textOf(findAll(read(real), 'body')[0])).not.toMatch(/simulat/i)
  })

  it('sets gross, net, equal weight and benchmark side by side, intervals below', () => {
    const rows = tables(root, 'Headline')[0]
    const sharpe = rows.find(([title]) => title === 'Sharpe ratio') ?? []
    const { gross, net, equalWeight, benchmark } = sheet.metrics
    const shown = (value: unknown): string => (value as number).toFixed(2).replace('-', '\u2212')
    const interval = '\u22120.12 to 1.46'
    expect(sharpe.slice(1)).toEqual([
      shown(gross.values.sharpe),
      `${shown(net.values.sharpe)}${interval}`,
      `${shown(equalWeight.values.sharpe)}${interval}`,
      `${shown(benchmark.values.sharpe)}${interval}`,
    ])
    expect(rows.find(([title]) => title === 'CAGR')?.[2]).toMatch(/%n\/a to n\/a$/)
    expect(rows.find(([title]) => title === 'Beta')?.[4]).toBe('\u2013')
  })

  it('compounds the months of a full year to the year, and does not add them up', () => {
    const [months] = tables(root, 'Returns')
    const full = months.filter((row) => row.slice(1, 13).every((cell) => cell !== ''))
    expect(full.length).toBeGreaterThan(3)
    for (const row of full) {
      const product = row.slice(1, 13).reduce((growth, cell) => growth * (1 + numberOf(cell) / 100), 1)
      // Twelve numbers of one decimal: half a decimal each.
      expect(Math.abs(100 * (product - 1) - numberOf(row[13]))).toBeLessThan(0.9)
    }
    expect(months[0].slice(1, 7)).toEqual(['', '', '', '', '', ''])
  })

  it('repeats the returns of the years beside what they cost', () => {
    const [months, years] = tables(root, 'Returns')
    expect(years.map((row) => [row[0], row[1]])).toEqual(months.map((row) => [row[0], row[13]]))
    const days = sheet.dates.subarray(1)
    const [gross, net] = (['gross', 'net'] as const).map((curve) =>
      calendarReturns(curveReturns(sheet, curve), days, 'yearly').map((year) => 100 * year.return),
    )
    expect(net).toHaveLength(years.length)
    for (const [i, row] of years.entries()) {
      expect(numberOf(row[1])).toBeCloseTo(net[i], 1)
      expect(numberOf(row[2])).toBeCloseTo(gross[i], 1)
      expect(Math.abs(numberOf(row[3]) - (gross[i] - net[i]))).toBeLessThan(0.00501)
      expect(numberOf(row[3])).toBeGreaterThan(0)
      // Sessions of the year; the first one of all has no return.
      const own = [...sheet.dates.keys()].filter((t) => t > 0 && formatSession(sheet.dates[t]).startsWith(row[0]))
      const total = (values: Float64Array): number => own.reduce((sum, t) => sum + values[t], 0)
      expect(row[6]).toBe(`${(100 * total(sheet.turnover)).toFixed(0)}%`)
      const costs = total(sheet.costs.basisPoints) / (total(sheet.equity.net) / own.length)
      expect(costs).toBeGreaterThan(0.0005)
      expect(row[7]).toBe(`${(100 * costs).toFixed(2)}%`)
    }
  })

  it('lists the deepest drawdowns first, the first one the largest of all', () => {
    const [rows] = tables(root, 'Drawdowns')
    const depths = rows.map((row) => numberOf(row[4]))
    expect(rows).toHaveLength(5)
    expect(depths).toEqual([...depths].sort((a, b) => a - b))
    expect(depths[0]).toBeCloseTo(100 * (sheet.metrics.net.values.maxDrawdown ?? NaN), 1)
  })

  it('attributes the worst and best windows, the parts summing to the return', () => {
    const windows = tables(root, 'Best and worst quarters of a year')
    expect(windows).toHaveLength(2)
    const sessionOf = new Map(Array.from(sheet.dates, (day, t) => [formatSession(day), t]))
    for (const [from, to, net, market, difference, why] of windows.flat()) {
      const [start, end] = [from, to].map((day) => sessionOf.get(day) ?? NaN)
      expect(end - start).toBe(63)
      const [own, other] = (['net', 'benchmark'] as const).map(
        (curve) => 100 * (sheet.equity[curve][end] / sheet.equity[curve][start] - 1),
      )
      for (const [text, value] of [
        [net, own],
        [market, other],
        [difference, own - other],
      ] as const)
        expect(Math.abs(numberOf(text) - value)).toBeLessThan(0.0501)
      const parts = [...why.matchAll(/([+\u2212]?\d+\.\d)%/g)].map(([, text]) => numberOf(text))
      expect(Math.abs(parts.reduce((sum, part) => sum + part, 0) - numberOf(net))).toBeLessThan(0.4)
    }
    const differences = windows.map((rows) => rows.map((row) => numberOf(row[4])))
    expect(differences[0]).toEqual([...differences[0]].sort((a, b) => a - b))
    expect(differences[1]).toEqual([...differences[1]].sort((a, b) => b - a))
    expect(differences[0][0]).toBeLessThan(0)
  })

  it('sums what the sectors brought and the costs to the total return', () => {
    const [rows] = tables(root, 'What each sector brought')
    const brought = rows.map((row) => numberOf(row[3]))
    const total = brought.pop() ?? NaN
    expect(total).toBeCloseTo(100 * (sheet.metrics.net.values.totalReturn ?? NaN), 1)
    expect(Math.abs(brought.reduce((sum, part) => sum + part, 0) - total)).toBeLessThan(0.7)
  })

  it('tells of each holding when it was, how much and why', () => {
    const timeline = findAll(root, 'svg', 'timeline')[0]
    const titles = findAll(timeline, 'rect').flatMap((rect) => findAll(rect, 'title').map(textOf))
    // Held in the second of three periods of 21 sessions first: by the decision before, which is that of session 21.
    const second = `A2 Sector 2: ${formatSession(sheet.dates[21])} to ${formatSession(sheet.dates[41])}, 25.0% of equity on average. Begun: ${HOSTILE} 0`
    expect(titles).toContain(second)
  })

  it('lists the latest decisions, the last one first', () => {
    const [rows] = tables(root, 'Latest decisions')
    const last = sheet.decisions[sheet.decisions.length - 1]
    expect(rows).toHaveLength(12)
    expect(rows[0]).toEqual([
      formatSession(last.date),
      `${last.weights[0].label} 40.0%, cash 60.0%`,
      `${HOSTILE} ${sheet.decisions.length - 1}`,
    ])
  })

  it('says which way is good, against the benchmark and equal weight', () => {
    const sentences = findAll(root, 'ul', 'sentences').map((list) => findAll(list, 'li').map(textOf))
    expect(sentences.map((list) => list.length)).toEqual([10, 10])
    for (const list of sentences)
      for (const sentence of list)
        expect(sentence).toMatch(/^(▲ better.*thus better|▼ worse.*thus worse|= same.*same)\.$/)
  })

  it('shows the conventions folded, under their own name the numbers of the headline', () => {
    const details = findAll(root, 'details')[0]
    expect(details.attributes.open).toBeUndefined()
    const rows = cellsOf(findAll(details, 'table')[0])
    const own = rows.find(([metric, convention]) => metric === 'CAGR' && convention === 'sectorcast')
    const headline = tables(root, 'Headline')[0].find(([title]) => title === 'CAGR')
    expect(headline?.[2].startsWith(own?.[2] ?? '?')).toBe(true)
    expect(new Set(rows.map((row) => row[1]))).toContain('s4')
  })

  it('keeps the contrast of text on tinted cells', () => {
    for (const colour of Object.values(RETURN_COLOURS))
      for (const { surface, ink } of Object.values(THEMES))
        expect(contrastRatio(blendColours(colour, surface, STRONGEST_TINT), ink)).toBeGreaterThanOrEqual(4.5)
  })

  it.each([
    ['one session', { nSessions: 1, nAssets: 3 }],
    ['two sessions', { nSessions: 2, nAssets: 3 }],
    ['a few sessions', { nSessions: 5, nAssets: 3 }],
    ['all cash', { nSessions: 600, nAssets: 4, allCash: true }],
    ['one sector', { nSessions: 600, nAssets: 1 }],
    ['a short position', { nSessions: 600, nAssets: 4, short: true }],
    ['many sectors', { nSessions: 600, nAssets: 49 }],
    ['a hundred years of months', { nSessions: 1200, nAssets: 10, days: 30.44, sessionsPerYear: 12 }],
  ])('works for %s, in under 1.5 MB', (_, options) => {
    const page = tearSheetHtml(exampleTearSheet(options))
    expect(textOf(findAll(read(page), 'main')[0])).not.toMatch(/NaN|Infinity|undefined|null/)
    expect(page.length).toBeLessThan(1.5e6)
  })

  it('stays under 1.5 MB for 25 years of daily sessions and weekly decisions', () => {
    const page = tearSheetHtml(exampleTearSheet({ nSessions: 6300, nAssets: 40 }))
    expect(Buffer.byteLength(page)).toBeLessThan(1.5e6)
  })

  it('reads "n/a" for what is not known', () => {
    const none = { values: {} }
    const metrics = { net: none, gross: none, equalWeight: none, benchmark: none }
    const rows = tables(read(tearSheetHtml({ ...sheet, metrics })), 'Headline')[0]
    for (const row of rows) expect(row.slice(1, 4)).toEqual(['n/a', 'n/a', 'n/a'])
  })

  it('writes the same bytes for the same content', () => {
    expect(tearSheetHtml(exampleTearSheet({ nSessions: 1600, nAssets: 11 }))).toBe(html)
  })

  it('cannot be broken by any text', () => {
    const of = (name: string): string =>
      tearSheetHtml(withAllSections(exampleTearSheet({ nSessions: 30, nAssets: 2, name })))
    const plain = [...of('plain').matchAll(/<[a-z]/g)].length
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }), (text) => {
        const named = of(text)
        expect([...named.matchAll(/<[a-z]/g)]).toHaveLength(plain)
        expect(() => read(named)).not.toThrow()
      }),
      { numRuns: 15 },
    )
  })
})
