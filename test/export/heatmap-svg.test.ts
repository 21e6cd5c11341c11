import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { colourOf, PALETTES } from '../../src/export/colour-scale.js'
import { GLYPH_SIDE, SMALLEST_CONFIDENCE } from '../../src/export/heatmap-glyphs.js'
import { heatmapSvg } from '../../src/export/heatmap-svg.js'
import { exampleHeatmap, HOSTILE } from './example-heatmap.js'
import { findAll, parseXml, textOf, type XmlElement } from './parse-xml.js'

const heatmap = exampleHeatmap()
const root = parseXml(heatmapSvg(heatmap))
const drawn = findAll(root, 'g', 'cell')
const flat = heatmap.cells.flat()

const numberOf = (element: XmlElement, key: string): number => Number(element.attributes[key])

describe('heatmapSvg', () => {
  it('is well-formed, self-contained and has no ids that could clash in a page', () => {
    expect(root.name).toBe('svg')
    const svg = heatmapSvg(heatmap)
    expect(svg).not.toMatch(/\sid=|href|url\(|@import|<script|http(?!:\/\/www\.w3\.org\/2000\/svg")/)
  })

  it('says what it is to a screen reader and in the picture', () => {
    expect(root.attributes.role).toBe('img')
    expect(root.attributes['aria-label']).toContain('Predicted sector strength')
    expect(findAll(root, 'title')[0].children).toEqual(['Predicted sector strength'])
    const text = textOf(root)
    for (const part of ['As of 2025-10-06', 'next 21 sessions', 'Not investment advice.', 'agreement between models'])
      expect(text).toContain(part)
  })

  it('wears the badge when the market is simulated, and only then', () => {
    expect(textOf(root)).toContain('SIMULATED MARKET')
    expect(heatmapSvg({ ...heatmap, simulated: false }).toLowerCase()).not.toContain('simulated')
  })

  it('draws every cell with its score and a tooltip, and hatches those not listed', () => {
    expect(drawn).toHaveLength(flat.length)
    for (const [i, cell] of flat.entries()) {
      const tooltip = textOf(findAll(drawn[i], 'title')[0])
      const row = heatmap.rows[Math.floor(i / heatmap.columns.length)]
      expect(tooltip).toContain(`${row.label} (${row.id}), ${heatmap.columns[i % heatmap.columns.length].label}`)
      expect(findAll(drawn[i], 'path', 'hatch')).toHaveLength(cell === null ? 1 : 0)
      expect(findAll(drawn[i], 'rect', 'glyph')).toHaveLength(cell === null ? 0 : 1)
      if (cell === null) expect(tooltip).toMatch(/: not listed$/)
      else expect(tooltip).toMatch(/: score [+\u2212]?\d\.\d\d, change ([+\u2212]?\d\.\d\d|n\/a), confidence \d+%$/)
    }
  })

  it('colours the glyphs by score, and gives them an area proportional to confidence', () => {
    for (const [i, cell] of flat.entries()) {
      if (cell === null) continue
      const [glyph] = findAll(drawn[i], 'rect', 'glyph')
      const side = numberOf(glyph, 'width')
      expect(numberOf(glyph, 'height')).toBe(side)
      expect(side ** 2 / GLYPH_SIDE ** 2).toBeCloseTo(Math.max(SMALLEST_CONFIDENCE, cell.confidence), 2)
      expect(glyph.attributes.fill).toBe(colourOf(cell.value, { limit: heatmap.limit, palette: 'green-red' }))
    }
  })

  it('points the arrows up and down with the direction, and draws none where there is nothing to compare', () => {
    for (const [i, cell] of flat.entries()) {
      const compared = cell !== null && i % heatmap.columns.length > 0 && flat[i - 1] !== null
      const kind = !compared ? '' : cell.direction > 0 ? 'up' : cell.direction < 0 ? 'down' : 'none'
      const arrows = [...findAll(drawn[i], 'path', 'arrow'), ...findAll(drawn[i], 'rect', 'arrow')]
      expect(arrows.map((arrow) => arrow.attributes.class)).toEqual(kind === '' ? [] : [`arrow ${kind}`])
      if (kind !== 'up' && kind !== 'down') continue
      const [, tip, base] = /^M\S+ ([\d.]+)L\S+ ([\d.]+)/.exec(arrows[0].attributes.d) ?? []
      expect(Number(tip) < Number(base)).toBe(kind === 'up')
    }
  })

  it('states in the legend where the colours end', () => {
    const [legend] = findAll(root, 'g', 'legend')
    expect(textOf(legend)).toContain(`+${heatmap.limit.toFixed(2)}`)
    expect(textOf(legend)).toContain(`\u2212${heatmap.limit.toFixed(2)}`)
    expect(textOf(legend)).toContain('95th percentile')
  })

  it.each(PALETTES)('keeps every shape inside the picture with the %s palette', (palette) => {
    const picture = parseXml(heatmapSvg(exampleHeatmap(1), { palette }))
    const [, , width, height] = picture.attributes.viewBox.split(' ').map(Number)
    for (const rect of findAll(picture, 'rect')) {
      expect(numberOf(rect, 'x') || 0).toBeGreaterThanOrEqual(0)
      expect((numberOf(rect, 'x') || 0) + numberOf(rect, 'width')).toBeLessThanOrEqual(width)
      expect((numberOf(rect, 'y') || 0) + numberOf(rect, 'height')).toBeLessThanOrEqual(height)
    }
  })

  it('writes the same bytes for the same heatmap, and others for another palette', () => {
    expect(heatmapSvg(exampleHeatmap())).toBe(heatmapSvg(exampleHeatmap()))
    expect(heatmapSvg(heatmap, { palette: 'blue-orange' })).not.toBe(heatmapSvg(heatmap))
  })

  it('cannot be broken by a name', () => {
    expect(textOf(root)).toContain(HOSTILE)
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (name) => {
        const rows = heatmap.rows.map(({ id }) => ({ id: `${id}${name}`, label: name }))
        const named = parseXml(heatmapSvg({ ...heatmap, title: name, rows }))
        expect(findAll(named, 'g', 'cell')).toHaveLength(flat.length)
      }),
      { numRuns: 30 },
    )
  })

  it('draws a heatmap without rows, and a cell of unknown confidence at the smallest size', () => {
    expect(() => parseXml(heatmapSvg({ ...heatmap, rows: [], cells: [] }))).not.toThrow()
    const cells = [[{ value: 0.1, direction: 0, confidence: NaN } as const]]
    const rows = [{ id: 'A', label: 'A' }]
    const [glyph] = findAll(parseXml(heatmapSvg({ ...heatmap, rows, cells, columns: rows })), 'rect', 'glyph')
    expect(numberOf(glyph, 'width')).toBe(GLYPH_SIDE * Math.sqrt(SMALLEST_CONFIDENCE))
  })
})
