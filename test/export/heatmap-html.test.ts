import { describe, expect, it } from 'vitest'
import { heatmapHtml } from '../../src/export/heatmap-html.js'
import { exampleHeatmap, HOSTILE } from './example-heatmap.js'
import { findAll, parseXml, textOf } from './parse-xml.js'

const heatmap = exampleHeatmap()
const html = heatmapHtml(heatmap, { subtitle: 'An experiment <b>', notes: ['Data end on 2025-10-06 & not later.'] })
const root = parseXml(html.replace('<!doctype html>', ''))

describe('heatmapHtml', () => {
  it('is one file without script, link to elsewhere or repeated id', () => {
    expect(html.startsWith('<!doctype html>\n<html lang="en">')).toBe(true)
    expect(findAll(root, 'script')).toEqual([])
    expect(findAll(root, 'link').map(({ attributes }) => attributes.href)).toEqual(['data:,'])
    expect(html).not.toMatch(/\ssrc=|url\(|@import/)
    const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id)
    expect(ids.length).toBeGreaterThan(0)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('has the picture in both palettes, and a labelled switch for each', () => {
    expect(findAll(root, 'svg', 'heatmap')).toHaveLength(2)
    const inputs = findAll(root, 'input').map(({ attributes }) => attributes)
    expect(inputs.map(({ type, checked }) => [type, checked])).toEqual([
      ['radio', 'checked'],
      ['radio', undefined],
    ])
    expect(findAll(root, 'label').map(({ attributes }) => attributes.for)).toEqual(inputs.map(({ id }) => id))
  })

  it('has the latest column as a table with headed rows and columns, strongest first', () => {
    const [table] = findAll(root, 'table')
    const [head, body] = [findAll(table, 'thead')[0], findAll(table, 'tbody')[0]]
    expect(findAll(head, 'th').map((th) => [textOf(th), th.attributes.scope])).toEqual(
      ['Sector', 'Score', 'Change', 'Confidence', 'Rank'].map((title) => [title, 'col']),
    )
    const rows = findAll(body, 'tr')
    expect(rows).toHaveLength(heatmap.rows.length)
    for (const [i, row] of rows.entries()) {
      const [sector] = findAll(row, 'th')
      const [score, change, confidence, rank] = findAll(row, 'td').map(textOf)
      expect(sector.attributes.scope).toBe('row')
      expect(textOf(sector)).toBe(`${heatmap.rows[i].label} ${heatmap.rows[i].id}`)
      const cell = heatmap.cells[i].at(-1) ?? null
      if (cell === null) {
        expect([score, change, confidence, rank]).toEqual(['not listed', 'n/a', 'n/a', 'n/a'])
        continue
      }
      expect(rank).toBe(String(i + 1))
      expect(Number(score.replace('\u2212', '-'))).toBeCloseTo(cell.value, 2)
      expect(change).toBe({ '-1': '▼ falling', '0': '– unchanged', '1': '▲ rising' }[cell.direction])
      expect(confidence).toBe(`${(cell.confidence * 100).toFixed(0)}%`)
    }
  })

  it('shows names and notes as text', () => {
    expect(textOf(root)).toContain(HOSTILE)
    expect(textOf(root)).toContain('An experiment <b>')
    expect(textOf(root)).toContain('Data end on 2025-10-06 & not later.')
    expect(textOf(root)).toContain('Not investment advice.')
  })

  it('wears the badge only for a simulated market', () => {
    expect(textOf(root)).toContain('SIMULATED MARKET')
    expect(textOf(parseXml(heatmapHtml({ ...heatmap, simulated: false }).slice(16)))).not.toContain('SIMULATED')
  })

  it('writes the same bytes for the same heatmap', () => {
    expect(heatmapHtml(exampleHeatmap())).toBe(heatmapHtml(exampleHeatmap()))
  })
})
