import { colourOf, type ColourScale } from './colour-scale.js'
import { escapeText, type Markup } from './escape.js'
import { arrow, glyph, hatch } from './heatmap-glyphs.js'
import { NOTICE } from './notice.js'
import { signedText } from './number-text.js'
import { element, svgText } from './svg.js'

/** Space that {@link heatmapLegend} takes, pixels. */
export const LEGEND = { width: 720, height: 104 } as const

const STEPS = 31
const BAR_WIDTH = 248

function colourBar(x: number, y: number, scale: ColourScale): Markup {
  const step = BAR_WIDTH / STEPS
  const boxes = Array.from({ length: STEPS }, (_, i) =>
    element('rect', {
      x: x + i * step,
      y,
      // The overlap hides hairlines between boxes; the last one has no neighbour.
      width: i < STEPS - 1 ? step + 0.5 : step,
      height: 12,
      fill: colourOf((scale.limit * (2 * i - STEPS + 1)) / (STEPS - 1), scale),
    }),
  )
  return element('g', { class: 'scale' }, ...boxes)
}

/** What colour, size, arrow and hatching mean, and where the colours end. */
export function heatmapLegend(left: number, top: number, scale: ColourScale): Markup {
  const limit = signedText(scale.limit)
  const sizes = [1, 0.5, 0.1].map((confidence, i) => ({ confidence, x: left + 312 + i * 78 }))
  const arrows = [
    { direction: 1, word: 'rising' },
    { direction: 0, word: 'unchanged' },
    { direction: -1, word: 'falling' },
  ] as const
  return element(
    'g',
    { class: 'legend' },
    svgText(left, top + 12, 'muted small strong', 'Colour: predicted score'),
    colourBar(left, top + 24, scale),
    svgText(left, top + 50, 'ink small', signedText(-scale.limit)),
    svgText(left + BAR_WIDTH / 2, top + 50, 'ink small', '0', 'middle'),
    svgText(left + BAR_WIDTH, top + 50, 'ink small', limit, 'end'),
    svgText(left, top + 66, 'muted small', 'Full at the 95th percentile of |score| shown'),
    svgText(left + 296, top + 12, 'muted small strong', 'Size: agreement between models'),
    ...sizes.flatMap(({ confidence, x }) => [
      glyph(x, top + 42, { value: scale.limit, confidence }, scale),
      svgText(x + 22, top + 46, 'ink small', `${confidence * 100}%`),
    ]),
    svgText(left + 560, top + 12, 'muted small strong', 'Change since last column'),
    ...arrows.flatMap(({ direction, word }, i) => [
      arrow(left + 566, top + 28 + i * 16, direction),
      svgText(left + 580, top + 32 + i * 16, 'ink small', word),
    ]),
    element('rect', { class: 'rule', x: left + 648, y: top + 22, width: 20, height: 14, rx: 2 }),
    hatch(left + 648, top + 22, 20, 14),
    svgText(left + 674, top + 32, 'ink small', 'not listed'),
    element('text', { x: left, y: top + 90, class: 'muted small' }, escapeText(NOTICE)),
  )
}
