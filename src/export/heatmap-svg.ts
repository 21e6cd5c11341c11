import { colourOf, type ColourScale, type Palette } from './colour-scale.js'
import { escapeText, type Markup } from './escape.js'
import type { Heatmap } from './heatmap.js'
import { arrow, glyph, hatch } from './heatmap-glyphs.js'
import { heatmapLegend, LEGEND } from './heatmap-legend.js'
import { NOTICE } from './notice.js'
import { percentText, signedText } from './number-text.js'
import { HEADER_HEIGHT, headerWidth, pictureHeader } from './picture-header.js'
import { PICTURE_STYLE } from './picture-style.js'
import { element, fitText, svgPicture, svgText, textWidth } from './svg.js'

const MARGIN = 16
const CELL = { width: 100, height: 40, gap: 3 } as const
const LABEL_WIDTH = { least: 110, most: 230 } as const

/** How a heatmap is drawn. */
export interface HeatmapSvgOptions {
  /** Green to red when absent. */
  readonly palette?: Palette
}

/** Session of the picture: the label of the last column. */
function asOfLabel(heatmap: Heatmap): string {
  return heatmap.columns.at(-1)?.label ?? 'n/a'
}

/** The picture's second line: session and horizon. */
export function heatmapSubtitle(heatmap: Heatmap): string {
  const { horizon } = heatmap
  return `As of ${asOfLabel(heatmap)} · forecast for the next ${horizon} session${horizon === 1 ? '' : 's'}`
}

function tooltip(heatmap: Heatmap, row: number, column: number): string {
  const { label, id } = heatmap.rows[row]
  const where = `${label} (${id}), ${heatmap.columns[column].label}`
  const cell = heatmap.cells[row][column]
  if (cell === null) return `${where}: not listed`
  const before = column > 0 ? heatmap.cells[row][column - 1] : null
  const change = before === null ? 'n/a' : signedText(cell.value - before.value)
  return `${where}: score ${signedText(cell.value)}, change ${change}, confidence ${percentText(cell.confidence, 0)}`
}

function drawCell(heatmap: Heatmap, row: number, column: number, x: number, y: number, scale: ColourScale): Markup {
  const { width, height } = CELL
  const box = { x, y, width, height, rx: 4 }
  const middle = y + height / 2
  const cell = heatmap.cells[row][column]
  // Without a value before it there is no change to draw, not even "unchanged".
  const compared = column > 0 && heatmap.cells[row][column - 1] !== null
  const drawing =
    cell === null
      ? [element('rect', { class: 'tint', ...box, fill: colourOf(NaN, scale) }), hatch(x, y, width, height)]
      : [
          element('rect', { class: 'tint', ...box, fill: colourOf(cell.value, scale) }),
          glyph(x + 20, middle, cell, scale),
          svgText(x + 82, middle + 4.5, 'ink', signedText(cell.value), 'end'),
          ...(compared ? [arrow(x + 91, middle, cell.direction)] : []),
        ]
  return element('g', { class: 'cell' }, element('title', {}, escapeText(tooltip(heatmap, row, column))), ...drawing)
}

/**
 * A heatmap as a picture: sectors down, sessions across; colour is the score, area the confidence, arrow the change, and the
 * number is written in every cell. Stands alone or inside a page, follows light and dark, holds no script, id or link.
 * @returns an SVG document, the same bytes for the same heatmap
 */
export function heatmapSvg(heatmap: Heatmap, options: HeatmapSvgOptions = {}): Markup {
  const { rows, columns, simulated, title, limit } = heatmap
  const scale: ColourScale = { limit, palette: options.palette ?? 'green-red' }
  const widest = Math.max(
    0,
    ...rows.map(({ label }) => textWidth(label, 13)),
    ...rows.map(({ id }) => textWidth(id, 11)),
  )
  const labelWidth = Math.min(LABEL_WIDTH.most, Math.max(LABEL_WIDTH.least, widest + 12))
  const pitch = { x: CELL.width + CELL.gap, y: CELL.height + CELL.gap }
  const grid = { left: MARGIN + labelWidth, top: HEADER_HEIGHT + 30 }
  const subtitle = heatmapSubtitle(heatmap)
  const content = Math.max(LEGEND.width, Math.min(900, headerWidth(title, subtitle, simulated)))
  const width = Math.max(grid.left + columns.length * pitch.x, MARGIN + content) + MARGIN
  const legendTop = grid.top + rows.length * pitch.y + 18
  const height = legendTop + LEGEND.height
  const lastX = grid.left + (columns.length - 1) * pitch.x

  const headings = columns.map(({ label }, column) =>
    svgText(
      grid.left + column * pitch.x + CELL.width / 2,
      grid.top - 10,
      column === columns.length - 1 ? 'ink small strong' : 'muted small',
      label,
      'middle',
    ),
  )
  const body = rows.map(({ id, label }, row) => {
    const y = grid.top + row * pitch.y
    return element(
      'g',
      { class: 'row' },
      svgText(MARGIN, y + 18, 'ink', fitText(label, 13, labelWidth - 8)),
      svgText(MARGIN, y + 33, 'muted small', fitText(id, 11, labelWidth - 8)),
      ...columns.map((_, column) => drawCell(heatmap, row, column, grid.left + column * pitch.x, y, scale)),
    )
  })
  const latest = element('rect', {
    class: 'latest',
    x: lastX - 2,
    y: grid.top - 26,
    width: CELL.width + 4,
    height: rows.length * pitch.y + 26,
    rx: 6,
  })
  const description = [
    ...(simulated ? ['Simulated market.'] : []),
    `${subtitle}. ${rows.length} sectors over ${columns.length} sessions, strongest first.`,
    NOTICE,
  ].join(' ')
  return svgPicture(
    { width, height, className: 'sc heatmap', title, description, style: PICTURE_STYLE },
    element('rect', { class: 'surface', width, height }),
    pictureHeader({ title, subtitle, simulated, left: MARGIN, right: width - MARGIN }),
    element('g', { class: 'columns' }, ...headings),
    ...body,
    ...(columns.length > 0 ? [latest] : []),
    heatmapLegend(MARGIN, legendTop, scale),
  )
}
