import { formatSession } from '../core/calendar.js'
import { ShapeError } from '../core/errors.js'
import { dateTicks, linearTicks } from './axis-ticks.js'
import { constantMarkup, escapeText, type Markup } from './escape.js'
import { numberText, percentText } from './number-text.js'
import { HEADER_HEIGHT, pictureHeader } from './picture-header.js'
import { LINE_COLOURS, PICTURE_STYLE, THEMES } from './picture-style.js'
import { coordinate, element, fitText, svgPicture, svgText, textWidth } from './svg.js'
import { thinPoints } from './thin-points.js'

/** What is drawn: what was held at each step, and why. */
export interface BandChartOptions {
  readonly title: string
  /** What the values are, for the subtitle: "gMA(10, 1) in units of price". */
  readonly yLabel: string
  /** Session days of the steps, ascending; shape [nSteps]. */
  readonly dates: Int32Array
  /** What may be held. */
  readonly names: readonly string[]
  /** Which of the names is cash: grey, and the last lane. */
  readonly cash: number
  /** Index of the name held from each step on; shape [nSteps]. */
  readonly held: ArrayLike<number>
  /** The largest (or smallest) gMA; shape [nSteps], NaN leaves a gap. */
  readonly selected: Float64Array
  readonly selectedLabel: string
  /** The hurdle; shape [nSteps], NaN leaves it out. */
  readonly hurdle: Float64Array
  /** The values are fractions and their axis is in percent. */
  readonly percent?: boolean
  readonly simulated: boolean
}

const WIDTH = 1000
const PLOT = { left: 84, right: WIDTH - 20, height: 250 } as const
const LANE = 17
const BAR = 12
const MOST_TRIANGLES = 120
const MOST_POINTS = 1000
/** A holding of one step among a thousand must still be seen. */
const LEAST_WIDTH = 1.2

/** Colours of holdings: those of lines without the one that is ink, the lane telling equal ones apart. */
const HUES = [0, 1, 2, 3, 5, 6] as const
const HURDLE = { light: '#c4162a', dark: '#ff7a85' } as const

function rulesOf(theme: 'light' | 'dark'): string {
  const hues = HUES.map((hue, i) => `.sc.bands .hold-${i}{fill:${LINE_COLOURS[theme][hue]}}`)
  const { muted, surface } = THEMES[theme]
  return [
    ...hues,
    `.sc.bands .hold-cash{fill:${muted}}.sc.bands .leader{stroke:${muted}}`,
    `.sc.bands .hurdle{fill:${HURDLE[theme]};stroke:${surface}}`,
  ].join('')
}

const STYLE: Markup = constantMarkup(
  [
    PICTURE_STYLE,
    '.sc.bands .behind{fill-opacity:.26}.sc.bands .hold-cash.behind{fill-opacity:.14}.sc.bands .again{fill-opacity:.6}.sc.bands .again.behind{fill-opacity:.15}',
    '.sc.bands .leader{fill:none;stroke-width:1.5;stroke-linejoin:round}.sc.bands .hurdle{stroke-width:.6}',
    rulesOf('light'),
    `@media (prefers-color-scheme: dark){${rulesOf('dark')}}`,
    `@media print{${rulesOf('light')}}`,
  ].join('\n'),
)

/** Steps during which one name is held, first to end (exclusive). */
interface Run {
  readonly name: number
  readonly first: number
  readonly end: number
}

function runsOf(held: ArrayLike<number>): Run[] {
  const runs: Run[] = []
  for (let first = 0; first < held.length;) {
    let end = first + 1
    while (end < held.length && held[end] === held[first]) end++
    runs.push({ name: held[first], first, end })
    first = end
  }
  return runs
}

type Scale = (value: number) => number

function triangle(x: number, y: number): Markup {
  const points = [
    [x, y - 4],
    [x + 4, y + 3],
    [x - 4, y + 3],
  ]
  return element('path', {
    class: 'hurdle',
    d: `M${points.map((point) => point.map(coordinate).join(' ')).join('L')}Z`,
  })
}

function linePath(dates: Int32Array, values: Float64Array, x: Scale, y: Scale): string {
  let previous = NaN
  const thinned = thinPoints(values, MOST_POINTS)
  const hasGap = (from: number, to: number): boolean => values.subarray(from, to).some(Number.isNaN)
  return thinned
    .map((i) => {
      const isStart = Number.isNaN(previous) || hasGap(previous, i)
      previous = i
      return `${isStart ? 'M' : 'L'}${coordinate(x(dates[i]))} ${coordinate(y(values[i]))}`
    })
    .join('')
}

function legend(selectedLabel: string, top: number): Markup {
  const left = PLOT.left
  const second = left + 34 + textWidth(selectedLabel, 11) + 20
  const third = second + 16 + textWidth('hurdle', 11) + 20
  return element(
    'g',
    { class: 'legend' },
    element('path', { class: 'leader', d: `M${left} ${top}h26` }),
    svgText(left + 34, top + 4, 'ink small', selectedLabel),
    triangle(second + 4, top),
    svgText(second + 16, top + 4, 'ink small', 'hurdle'),
    svgText(third, top + 4, 'muted small', 'colour: what is held, named below'),
  )
}

function checkLengths({ dates, held, selected, hurdle }: BandChartOptions): void {
  for (const [what, { length }] of Object.entries({ held, selected, hurdle }))
    if (length !== dates.length)
      throw new ShapeError(`bandChartSvg: ${what} has ${length} values, expected ${dates.length}`)
}

/** Round values from below the lowest to above the highest; of 0 to 1 where there is none. */
function ticksOf(values: readonly number[]): number[] {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity)
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity)
  return low <= high ? linearTicks(low, high, 5) : linearTicks(0, 1, 5)
}

/**
 * The switching band: the largest gMA as a grey line and the hurdle as red triangles over coloured bands of what was held, and
 * below them a lane for each name, so that nobody has to tell a dozen colours apart. Of many steps at most 120 triangles are
 * drawn, the lowest and the highest of their neighbours. Stands alone or inside a page, follows light and dark.
 * @returns an SVG document, the same bytes for the same options
 * @throws ShapeError when a series is not as long as the dates
 */
export function bandChartSvg(options: BandChartOptions): Markup {
  checkLengths(options)
  const { title, yLabel, dates, names, cash, held, selected, hurdle, percent = false, simulated } = options
  const runs = runsOf(held)
  const lanes = [...new Set(runs.map(({ name }) => name))].sort(
    (a, b) => Number(a === cash) - Number(b === cash) || a - b,
  )
  const yTicks = ticksOf([...selected, ...hurdle].filter(Number.isFinite))
  const [bottom, ceiling] = [yTicks[0], yTicks[yTicks.length - 1]]
  const [from, last] = dates.length > 0 ? [dates[0], dates[dates.length - 1]] : [0, 0]
  // The last step holds on: it gets the room of a step.
  const to = last + Math.max(1, Math.round((last - from) / Math.max(1, dates.length - 1)))
  const top = HEADER_HEIGHT + 32
  const base = top + PLOT.height
  const lanesTop = base + 12
  const end = lanesTop + lanes.length * LANE + 4
  const x: Scale = (session) => PLOT.left + ((PLOT.right - PLOT.left) * (session - from)) / Math.max(1, to - from)
  const y: Scale = (value) => base - (PLOT.height * (value - bottom)) / (ceiling - bottom || 1)

  const lookOf = (name: number): string => {
    if (name === cash) return 'hold-cash'
    return `hold-${name % HUES.length}${name >= HUES.length ? ' again' : ''}`
  }
  const bands = runs.map(({ name, first, end: after }) => {
    const left = x(dates[first])
    const until = after < dates.length ? dates[after] : to
    const place = { x: left, width: Math.max(LEAST_WIDTH, x(until) - left) }
    const lane = lanesTop + lanes.indexOf(name) * LANE
    const told = `${names[name]}: ${formatSession(dates[first])} to ${after < dates.length ? formatSession(until) : 'now'}`
    return {
      behind: element('rect', { class: `${lookOf(name)} behind`, ...place, y: top, height: PLOT.height }),
      lane: element(
        'rect',
        { class: lookOf(name), ...place, y: lane + (LANE - BAR) / 2, height: BAR },
        element('title', {}, escapeText(told)),
      ),
    }
  })
  const step = yTicks[1] - yTicks[0]
  const decimals = (unit: number): number => Math.min(6, Math.max(0, -Math.floor(Math.log10(unit) + 1e-9)))
  const grid = yTicks.flatMap((value) => [
    element('line', { class: 'rule', x1: PLOT.left, x2: PLOT.right, y1: y(value), y2: y(value) }),
    svgText(
      PLOT.left - 8,
      y(value) + 4,
      'muted small',
      percent ? percentText(value, decimals(step * 100)) : numberText(value, decimals(step)),
      'end',
    ),
  ])
  const laneNames = lanes.map((name, lane) =>
    svgText(PLOT.left - 8, lanesTop + lane * LANE + LANE / 2 + 4, 'ink small', fitText(names[name], 11, 72), 'end'),
  )
  const years = dateTicks(from, last, 10).flatMap(({ at, label }) => [
    element('line', { class: 'rule', x1: x(at), x2: x(at), y1: lanesTop, y2: end + 4 }),
    svgText(x(at), end + 18, 'muted small', label, x(at) > PLOT.right - 20 ? 'end' : 'middle'),
  ])
  const marks = thinPoints(hurdle, MOST_TRIANGLES).filter((i) => Number.isFinite(hurdle[i]))
  const period = dates.length > 0 ? `${formatSession(from)} to ${formatSession(last)}` : 'no steps'
  const subtitle = `${yLabel} · ${runs.length} holding${runs.length === 1 ? '' : 's'} · ${period}`
  const height = end + 32
  return svgPicture(
    {
      width: WIDTH,
      height,
      className: 'sc bands',
      title,
      description: `${simulated ? 'Simulated market. ' : ''}${subtitle}. Held, in lanes: ${lanes.map((name) => names[name]).join(', ')}.`,
      style: STYLE,
    },
    element('rect', { class: 'surface', width: WIDTH, height }),
    pictureHeader({ title, subtitle, simulated, left: 16, right: WIDTH - 16 }),
    legend(options.selectedLabel, HEADER_HEIGHT + 12),
    ...bands.map(({ behind }) => behind),
    element('g', { class: 'axes' }, ...grid, ...years),
    element('path', { class: 'leader', d: linePath(dates, selected.map(finite), x, y) }),
    ...marks.map((i) => triangle(x(dates[i]), y(hurdle[i]))),
    ...laneNames,
    ...bands.map(({ lane }) => lane),
  )
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : NaN
}
