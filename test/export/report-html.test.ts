import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reportHtml } from '../../src/export/report-html.js'
import { exampleHeatmap, HOSTILE } from './example-heatmap.js'
import { exampleReport } from './example-report.js'
import { findAll, parseXml, textOf, type XmlElement } from './parse-xml.js'

const report = exampleReport()
const html = reportHtml(report)
const read = (text: string): XmlElement => parseXml(text.replace('<!doctype html>', ''))
const root = read(html)

function tableUnder(heading: string): string[][] {
  const section = findAll(root, 'section').find((element) => textOf(findAll(element, 'h2')[0]) === heading)
  if (section === undefined) throw new Error(`no section "${heading}"`)
  const [body] = findAll(section, 'tbody')
  return findAll(body, 'tr').map((row) => row.children.map((cell) => (typeof cell === 'string' ? cell : textOf(cell))))
}

describe('reportHtml', () => {
  it('is one file without script or link to elsewhere', () => {
    expect(findAll(root, 'script')).toEqual([])
    expect(html).not.toMatch(/\ssrc=|url\(|@import/)
    expect(findAll(root, 'link').map(({ attributes }) => attributes.href)).toEqual(['data:,'])
  })

  it('says the verdict before any number, and that it is no advice', () => {
    const text = textOf(findAll(root, 'body')[0])
    const verdict = report.verdict.replaceAll(' -', ' \u2212')
    expect(verdict).not.toBe(report.verdict)
    expect(text.indexOf(verdict)).toBeGreaterThan(0)
    expect(text.indexOf(verdict)).toBeLessThan(text.indexOf('What to hold now'))
    expect(text).toContain('Not investment advice.')
    expect(text).toContain(report.hypothesis)
    expect(text).toContain('As of 2025-10-06')
  })

  it('warns below the verdict, before any number', () => {
    const warning = '3 of 60 decisions were blocked by leverage; the last: 2008-10-01, leverage (-1.2 of equity)'
    const warned = parseXml(reportHtml({ ...report, warnings: [warning] }).replace('<!doctype html>', ''))
    const text = textOf(findAll(warned, 'body')[0])
    const at = text.indexOf(`Warning: ${warning.replace('-1.2', '\u22121.2')}`)
    expect(at).toBeGreaterThan(text.indexOf('95% interval'))
    expect(at).toBeLessThan(text.indexOf('What to hold now'))
    expect(textOf(root)).not.toContain('Warning')
  })

  it('writes weights in percent and trades in words', () => {
    expect(tableUnder('What to hold now')).toEqual([
      ['XLF', 'Financials', '33.3%', '0.0%', 'Buy 33\u202f333.33'],
      ['XLC', 'Communication Services', '33.3%', '45.1%', 'Sell 11\u202f786.67'],
      ['XLU', HOSTILE, '33.3%', '33.3%', 'Hold'],
      ['CASH', 'cash', '0.0%', 'n/a', 'n/a'],
    ])
  })

  it('has a table of inverse funds where the decision is held in them', () => {
    const instruments = [
      { symbol: 'SKF', standsFor: '-2x XLF', weight: 0.125, amount: 12500 },
      { symbol: 'XLU', standsFor: '', weight: 0.5, amount: 50000 },
    ]
    const page = read(reportHtml({ ...report, instruments }))
    const table = findAll(page, 'table').find((element) => textOf(element).includes('Stands for'))
    const rows = findAll(findAll(table ?? page, 'tbody')[0], 'tr').map((row) => textOf(row))
    expect(rows).toEqual(['SKF\u22122x XLF12.5%12\u202f500.00', 'XLU50.0%50\u202f000.00'])
    expect(html).not.toContain('Stands for')
  })

  it('shows the skill of every model, "n/a" where there is none', () => {
    expect(tableUnder('Do the forecasts hold up?')).toEqual([
      ['ensemble', '+0.041', '+2.13', '52.3%'],
      ['gradient-boosting', '+0.031', '+1.60', '51.7%'],
      ['momentum', '\u22120.002', '\u22120.10', 'n/a'],
      [HOSTILE, 'n/a', 'n/a', 'n/a'],
    ])
  })

  it('sets gross and net side by side for every portfolio', () => {
    const [first] = tableUnder('Portfolios')
    const measures = ['9.1%', '15.3%', '0.59', '0.83', '\u221233.7%', '5.82%', '1\u202f219']
    expect(first).toEqual(['Ensemble, top 3', ...measures.flatMap((text) => [text, text]), '321%'])
    const [, second] = tableUnder('Portfolios')
    expect(second.slice(1, 3)).toEqual(['10.1%', '9.9%'])
  })

  it('heads every column, those of the groups too', () => {
    for (const table of findAll(root, 'table')) {
      const span = (th: XmlElement): number => Number(th.attributes.colspan ?? 1)
      const [upper, lower] = findAll(findAll(table, 'thead')[0], 'tr').map((row) => findAll(row, 'th'))
      const width = findAll(findAll(table, 'tbody')[0], 'tr')[0].children.length
      expect(upper.reduce((sum, th) => sum + span(th), 0)).toBe(width)
      if (lower === undefined) continue
      const spanning = upper.filter((th) => th.attributes.rowspan === '2').length
      expect(lower.length + spanning).toBe(width)
    }
  })

  it('draws equity, drawdown and the heatmap', () => {
    const labels = findAll(root, 'svg').map(({ attributes }) => attributes['aria-label'].split('.')[0])
    expect(labels).toEqual(['Predicted sector strength', 'Equity', 'Drawdown'])
  })

  it('says how much of each feed was there, and nothing without feeds', () => {
    expect(tableUnder('Feeds')).toEqual([
      ['inflation', '100.0%', ''],
      [HOSTILE, '5.1%', `latest revised values; ${HOSTILE}`],
    ])
    const { feeds, ...without } = report
    expect(feeds).toHaveLength(2)
    expect(reportHtml(without)).not.toContain('>Feeds<')
  })

  it('lists what the numbers rest on', () => {
    const facts = Object.fromEntries(tableUnder('Facts').map(([name, value]): [string, string] => [name, value]))
    expect(facts).toEqual({
      'Data from': '1998-12-22',
      'Data to': '2025-10-06',
      Sessions: '6\u202f738',
      Symbols: '11',
      'Walk-forward folds': '12',
      'Forecast horizon': '21 sessions',
      'Trading cost': '5.0 basis points of each trade',
      Fill: 'open of the next session',
      Seed: '1',
    })
  })

  it('warns of a simulated market in the page and in every picture, and only of a simulated one', () => {
    expect(textOf(root)).toContain('made by a simulation')
    for (const svg of findAll(root, 'svg')) expect(textOf(svg)).toContain('SIMULATED MARKET')
    const real = { ...report, simulated: false, heatmap: { ...exampleHeatmap(), simulated: false } }
    expect(textOf(findAll(read(reportHtml(real)), 'body')[0])).not.toMatch(/simulat/i)
  })

  it('writes the same bytes for the same content', () => {
    expect(reportHtml(exampleReport())).toBe(html)
  })

  it('cannot be broken by any text', () => {
    const elements = [...html.matchAll(/<[a-z]/g)].length
    const short = { ...report, equity: { dates: new Int32Array(0), lines: [] }, drawdown: report.equity }
    const plain = [...reportHtml(short).matchAll(/<[a-z]/g)].length
    expect(plain).toBeLessThan(elements)
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }), (text) => {
        const named = reportHtml({
          ...short,
          title: text,
          hypothesis: text,
          verdict: text,
          holdReason: text,
          models: report.models.map((row) => ({ ...row, name: text })),
          hold: report.hold.map((row) => ({ ...row, sector: text, symbol: text })),
        })
        expect([...named.matchAll(/<[a-z]/g)]).toHaveLength(plain)
        expect(() => read(named)).not.toThrow()
      }),
      { numRuns: 15 },
    )
  })
})
