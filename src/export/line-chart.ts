import { formatSession } from '../core/calendar.js'
import { ShapeError } from '../core/errors.js'
import { dateTicks, linearTicks, logTicks } from './axis-ticks.js'
import { chartLegend, lineLook } from './chart-legend.js'
import { escapeText, type Markup } from './escape.js'
import { numberText, percentText } from './number-text.js'
import { HEADER_HEIGHT, pictureHeader } from './picture-header.js'
import { PICTURE_STYLE } from './picture-style.js'
import { coordinate, element, svgPicture, svgText } from './svg.js'
import { thinPoints } from './thin-points.js'

/** One named series over the chart's dates. */
export interface ChartLine {
  readonly label: string
  /** [nDates]; NaN (and, on a logarithmic axis, values not above 0) leaves a gap. */
  readonly values: Float64Array
}

/** What is drawn. */
export interface LineChartOptions {
  readonly title: string
  /** Session days, ascending; shape [nDates]. */
  readonly dates: Int32Array
  readonly lines: readonly ChartLine[]
  readonly yLabel: string
  /** Logarithmic value axis: equal distances are equal growth. */
  readonly logScale?: boolean
  /** The values are fractions and their axis is in percent. */
  readonly percent?: boolean
  readonly simulated: boolean
}

/** Points of one line at most. */
const MAX_POINTS = 1000
const WIDTH = 1000
const PLOT = { left: 72, right: WIDTH - 20, height: 280 } as const
const TICKS = { x: 10, y: 5 } as const

interface Axes {
  readonly x: (session: number) => number
  readonly y: (value: number) => number
}

function linePath(dates: Int32Array, values: Float64Array, axes: Axes): string {
  const gaps = new Int32Array(values.length + 1)
  for (let i = 0; i < values.length; i++) gaps[i + 1] = gaps[i] + (Number.isNaN(values[i]) ? 1 : 0)
  let previous = -1
  const steps = thinPoints(values, MAX_POINTS).map((i) => {
    const connected = previous >= 0 && gaps[i] === gaps[previous]
    previous = i
    return `${connected ? 'L' : 'M'}${coordinate(axes.x(dates[i]))} ${coordinate(axes.y(values[i]))}`
  })
  return steps.join('')
}

function tickText(value: number, options: LineChartOptions, step: number): string {
  const decimals = (unit: number): number => Math.min(6, Math.max(0, -Math.floor(Math.log10(unit) + 1e-9)))
  if (options.percent === true) return percentText(value, decimals(step * 100))
  return numberText(value, decimals(options.logScale === true ? Math.min(Math.abs(value) || 1, step) : step))
}

function checkOptions({ dates, lines }: LineChartOptions): void {
  for (const { label, values } of lines)
    if (values.length !== dates.length)
      throw new ShapeError(`lineChartSvg: line "${label}" has ${values.length} values, expected ${dates.length}`)
}

/**
 * Lines over session days as a picture: equity, drawdown. Every line is thinned to at most 1,000 points that keep its peaks and
 * troughs; lines differ in colour and in dashes. Stands alone or inside a page, follows light and dark.
 * @returns an SVG document, the same bytes for the same options
 * @throws ShapeError when a line is not as long as the dates
 */
export function lineChartSvg(options: LineChartOptions): Markup {
  checkOptions(options)
  const { title, dates, yLabel, logScale = false, simulated } = options
  const lines = options.lines.map(({ label, values }) => ({
    label,
    values: values.map((value) => (Number.isFinite(value) && (!logScale || value > 0) ? value : NaN)),
  }))
  let low = Infinity
  let high = -Infinity
  for (const { values } of lines)
    for (const value of values) {
      if (value < low) low = value
      if (value > high) high = value
    }
  const empty = low > high
  if (empty) [low, high] = [1, 2]
  const yTicks = logScale ? logTicks(low, high, TICKS.y) : linearTicks(low, high, TICKS.y)
  const scaled = (value: number): number => (logScale ? Math.log(value) : value)
  const [bottom, ceiling] = [Math.min(low, yTicks[0]), Math.max(high, yTicks[yTicks.length - 1])].map(scaled)
  const [first, last] = dates.length > 0 ? [dates[0], dates[dates.length - 1]] : [0, 0]
  const period = dates.length > 0 ? `${formatSession(first)} to ${formatSession(last)}` : 'no sessions'
  const legend = chartLegend(
    lines.map(({ label }) => label),
    { left: PLOT.left, right: PLOT.right, top: HEADER_HEIGHT + 12 },
  )
  const top = HEADER_HEIGHT + legend.height + 16
  const base = top + PLOT.height
  const axes: Axes = {
    x: (session) => PLOT.left + ((PLOT.right - PLOT.left) * (session - first)) / Math.max(1, last - first),
    y: (value) => base - (PLOT.height * (scaled(value) - bottom)) / (ceiling - bottom || 1),
  }
  const step = yTicks.length > 1 ? yTicks[1] - yTicks[0] : Math.abs(yTicks[0]) || 1
  const grid = yTicks.flatMap((value) => {
    const y = axes.y(value)
    return [
      element('line', { class: 'rule', x1: PLOT.left, x2: PLOT.right, y1: y, y2: y }),
      svgText(PLOT.left - 8, y + 4, 'muted small', tickText(value, options, step), 'end'),
    ]
  })
  const years = dateTicks(first, last, TICKS.x).flatMap(({ at, label }) => [
    element('line', { class: 'rule', x1: axes.x(at), x2: axes.x(at), y1: base, y2: base + 5 }),
    svgText(axes.x(at), base + 19, 'muted small', label, axes.x(at) > PLOT.right - 20 ? 'end' : 'middle'),
  ])
  const drawn = lines.map(({ label, values }, i) =>
    element('path', { ...lineLook(i), d: linePath(dates, values, axes) }, element('title', {}, escapeText(label))),
  )
  const height = base + 34
  const subtitle = `${yLabel} · ${period}`
  const description = `${simulated ? 'Simulated market. ' : ''}${subtitle}. Lines: ${lines.map(({ label }) => label).join(', ')}.`
  return svgPicture(
    { width: WIDTH, height, className: 'sc line-chart', title, description, style: PICTURE_STYLE },
    element('rect', { class: 'surface', width: WIDTH, height }),
    pictureHeader({ title, subtitle, simulated, left: 16, right: WIDTH - 16 }),
    legend.markup,
    element('g', { class: 'axes' }, ...grid, ...years),
    ...(empty ? [svgText((PLOT.left + PLOT.right) / 2, top + PLOT.height / 2, 'muted', 'No data', 'middle')] : drawn),
  )
}
