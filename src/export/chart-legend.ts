import type { Markup } from './escape.js'
import { LINE_COLOURS } from './picture-style.js'
import { element, fitText, svgText, textWidth } from './svg.js'

const ROW_HEIGHT = 20
const SAMPLE_WIDTH = 26

const DASHES = [undefined, '7 4', '2 3', '11 3 2 3']
const N_COLOURS = LINE_COLOURS.light.length

/**
 * Look of the i-th line: seven colours, and from the fifth line on dashes as well, so that the first 16 lines all differ while
 * the few that most charts have stay calm.
 */
export function lineLook(index: number): { readonly class: string; readonly 'stroke-dasharray': string | undefined } {
  const dashes = DASHES[Math.floor(index / 4) % DASHES.length]
  return { class: `series line-${index % N_COLOURS}`, 'stroke-dasharray': dashes }
}

/** Where the entries may stand, pixels. */
export interface LegendBox {
  readonly left: number
  readonly right: number
  readonly top: number
}

/** Draws the sample of an entry in a box of SAMPLE_WIDTH around the height y. */
type Sample = (index: number, x: number, y: number) => Markup

const lineSample: Sample = (index, x, y) =>
  element('path', { ...lineLook(index), d: `M${x.toFixed(1)} ${y}h${SAMPLE_WIDTH}` })

/** A sample of an area: a box in the area's class. */
export const areaSample =
  (classOf: (index: number) => string): Sample =>
  (index, x, y) =>
    element('rect', { class: classOf(index), x: x + SAMPLE_WIDTH - 14, y: y - 6, width: 14, height: 12 })

/** Names of lines (or areas) beside a sample of each, in as many rows as they need. */
export function chartLegend(
  labels: readonly string[],
  box: LegendBox,
  sample: Sample = lineSample,
): { readonly markup: Markup; readonly height: number } {
  let x = box.left
  let row = 0
  const entries = labels.flatMap((label, i) => {
    const text = fitText(label, 12, 300)
    const width = SAMPLE_WIDTH + 8 + textWidth(text, 12) + 18
    if (x > box.left && x + width > box.right) {
      x = box.left
      row++
    }
    const y = box.top + row * ROW_HEIGHT
    const at = x
    x += width
    return [sample(i, at, y), svgText(at + SAMPLE_WIDTH + 8, y + 4, 'ink small', text)]
  })
  return {
    markup: element('g', { class: 'legend' }, ...entries),
    height: labels.length > 0 ? (row + 1) * ROW_HEIGHT : 0,
  }
}
