import { linearTicks } from './axis-ticks.js'
import { constantMarkup, escapeText, type Markup } from './escape.js'
import { percentText, signedPercentText } from './number-text.js'
import { HEADER_HEIGHT, pictureHeader } from './picture-header.js'
import { PICTURE_STYLE, THEMES } from './picture-style.js'
import { element, fitText, svgPicture, svgText, textWidth } from './svg.js'

/** One part of a sum. */
export interface WaterfallPart {
  readonly label: string
  /** A fraction. */
  readonly value: number
}

/** What is drawn: parts one after the other, each beginning where the one before ended, and their sum. */
export interface WaterfallChartOptions {
  readonly title: string
  readonly subtitle: string
  readonly parts: readonly WaterfallPart[]
  /** Name of the sum. */
  readonly total: string
  readonly simulated: boolean
}

/** Numbers stand clear of the lines of the axis. */
function haloOf(theme: 'light' | 'dark'): string {
  return `.sc.waterfall .value{stroke:${THEMES[theme].surface}}`
}

const STYLE: Markup = constantMarkup(
  [
    PICTURE_STYLE,
    '.sc.waterfall .bar{fill-opacity:.8}.sc.waterfall .total{fill-opacity:1}',
    '.sc.waterfall .zero{stroke-width:1.5}.sc.waterfall .hatch{stroke-opacity:1}',
    '.sc.waterfall .value{paint-order:stroke;stroke-width:4px;stroke-linejoin:round}',
    haloOf('light'),
    `@media (prefers-color-scheme: dark){${haloOf('dark')}}`,
    `@media print{${haloOf('light')}}`,
  ].join('\n'),
)

const WIDTH = 1000
const ROW = 24
const BAR = 14
/** Names stand left of the bars, as wide as the longest up to here; beyond their right end there is room for a number. */
const MOST_LEFT = 316
const RIGHT = 890
const NAME_SIZE = 11
const TICKS = 6

/** A bar of the chart, from where to where. */
interface Step extends WaterfallPart {
  readonly from: number
  readonly to: number
}

function stepsOf({ parts, total }: WaterfallChartOptions): Step[] {
  let sum = 0
  const steps = parts.map(({ label, value }): Step => ({ label, value, from: sum, to: (sum += value) }))
  return [...steps, { label: total, value: sum, from: 0, to: sum }]
}

/**
 * The parts of a sum as a waterfall, top to bottom: blue adds, orange takes away, the last bar is the sum. Stands alone or inside a page,
 * follows light and dark.
 * @returns an SVG document, the same bytes for the same options; without bars when a part is not a finite number
 */
export function waterfallChartSvg(options: WaterfallChartOptions): Markup {
  const { title, subtitle, parts, simulated } = options
  const isKnown = parts.length > 0 && parts.every(({ value }) => Number.isFinite(value))
  const steps = isKnown ? stepsOf(options) : []
  const ends = steps.flatMap(({ from, to }) => [from, to])
  const ticks = linearTicks(Math.min(0, ...ends), Math.max(0, ...ends), TICKS)
  const [low, high] = [ticks[0], ticks[ticks.length - 1]]
  const left = Math.min(MOST_LEFT, Math.max(120, ...steps.map(({ label }) => textWidth(label, NAME_SIZE) + 34)))
  const x = (value: number): number => left + ((RIGHT - left) * (value - low)) / (high - low)
  const top = HEADER_HEIGHT + 10
  const base = top + ROW * Math.max(3, steps.length)
  const decimals = Math.min(6, Math.max(0, -Math.floor(Math.log10(100 * (ticks[1] - ticks[0])) + 1e-9)))
  const axis = ticks.flatMap((value) => [
    element('line', { class: value === 0 ? 'hatch zero' : 'rule', x1: x(value), x2: x(value), y1: top, y2: base + 5 }),
    svgText(x(value), base + 19, 'muted small', percentText(value, decimals), 'middle'),
  ])
  const drawn = steps.flatMap(({ label, value, from, to }, i) => {
    const isTotal = i === steps.length - 1
    const middle = top + ROW * (i + 0.5)
    const text = signedPercentText(value, 2)
    const look = isTotal ? 'bar total' : 'bar'
    const bar = {
      class: `${look} fill-${value < 0 ? 1 : 0}`,
      x: Math.min(x(from), x(to)),
      width: Math.max(1, Math.abs(x(to) - x(from))),
      y: middle - BAR / 2,
      height: BAR,
    }
    const weight = isTotal ? ' strong' : ''
    return [
      svgText(left - 14, middle + 4, `ink small${weight}`, fitText(label, NAME_SIZE, left - 30), 'end'),
      element('rect', bar, element('title', {}, escapeText(`${label}: ${text}`))),
      svgText(Math.max(x(from), x(to)) + 6, middle + 4, `ink small value${weight}`, text),
      // Leads the eye to where the next bar begins.
      ...(i < steps.length - 2
        ? [element('line', { class: 'hatch', x1: x(to), x2: x(to), y1: middle + BAR / 2, y2: middle + ROW - BAR / 2 })]
        : []),
    ]
  })
  const height = base + 34
  const told = steps.map(({ label, value }) => `${label} ${signedPercentText(value, 2)}`).join(', ')
  const description = `${simulated ? 'Simulated market. ' : ''}${subtitle}. ${isKnown ? told : 'No data'}.`
  return svgPicture(
    { width: WIDTH, height, className: 'sc waterfall', title, description, style: STYLE },
    element('rect', { class: 'surface', width: WIDTH, height }),
    pictureHeader({ title, subtitle, simulated, left: 16, right: WIDTH - 16 }),
    element('g', { class: 'axes' }, ...axis),
    ...(isKnown ? drawn : [svgText((left + RIGHT) / 2, (top + base) / 2, 'muted', 'No data', 'middle')]),
  )
}
