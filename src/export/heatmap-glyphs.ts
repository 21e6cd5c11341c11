import { colourOf, type ColourScale } from './colour-scale.js'
import type { Markup } from './escape.js'
import type { Direction, HeatmapCell } from './heatmap.js'
import { coordinate, element } from './svg.js'

/** Side of the glyph of full confidence, pixels. */
export const GLYPH_SIDE = 30

/** Confidence below which a glyph shrinks no further: it must stay visible. */
export const SMALLEST_CONFIDENCE = 0.04

/**
 * A rounded square whose area is proportional to the confidence and whose colour is the score's.
 * @param x - centre
 * @param y - centre
 */
export function glyph(
  x: number,
  y: number,
  cell: Pick<HeatmapCell, 'value' | 'confidence'>,
  scale: ColourScale,
): Markup {
  const confidence = Number.isNaN(cell.confidence) ? 0 : Math.min(1, cell.confidence)
  const side = GLYPH_SIDE * Math.sqrt(Math.max(SMALLEST_CONFIDENCE, confidence))
  return element('rect', {
    class: 'glyph',
    x: x - side / 2,
    y: y - side / 2,
    width: side,
    height: side,
    rx: side * 0.2,
    fill: colourOf(cell.value, scale),
  })
}

/** A triangle that points up or down, or a short bar for no change; 10 pixels wide around its centre. */
export function arrow(x: number, y: number, direction: Direction): Markup {
  if (direction === 0)
    return element('rect', { class: 'arrow none', x: x - 4, y: y - 0.75, width: 8, height: 1.5, 'fill-opacity': '.45' })
  const tip = y - 4 * direction
  const base = y + 4 * direction
  return element('path', {
    class: direction > 0 ? 'arrow up' : 'arrow down',
    d: `M${coordinate(x)} ${coordinate(tip)}L${coordinate(x + 5)} ${coordinate(base)}H${coordinate(x - 5)}Z`,
  })
}

/** Diagonal lines over a box: nothing was scored there. */
export function hatch(x: number, y: number, width: number, height: number): Markup {
  const lines: string[] = []
  for (let offset = 8; offset < width + height; offset += 8) {
    const fromX = Math.min(offset, width)
    const fromY = offset - fromX
    const toY = Math.min(offset, height)
    const toX = offset - toY
    lines.push(`M${coordinate(x + fromX)} ${coordinate(y + fromY)}L${coordinate(x + toX)} ${coordinate(y + toY)}`)
  }
  return element('path', { class: 'hatch', d: lines.join('') })
}
