import { ShapeError } from '../core/errors.js'
import { chartLegend, lineLook } from './chart-legend.js'
import { constantMarkup, escapeText, type Markup } from './escape.js'
import { PICTURE_STYLE } from './picture-style.js'
import { coordinate, element } from './svg.js'
import { thinPoints } from './thin-points.js'
import { endsOf, LEGEND_TOP, noData, periodText, PLOT, timePicture, timePlot, type TimePlot } from './time-plot.js'

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
  /** The first line is filled to 0: a time under water. */
  readonly fillFirst?: boolean
  readonly simulated: boolean
}

/** Points of one line at most. */
const MAX_POINTS = 1000

const STYLE: Markup = constantMarkup(`${PICTURE_STYLE}\n.sc.line-chart .filled{stroke:none;fill-opacity:.22}`)

function linePath(dates: Int32Array, values: Float64Array, axes: TimePlot): string {
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

/** The line closed along 0; its gaps must not be filled, so every stretch is closed by itself. */
function areaPath(path: string, { y }: TimePlot): string {
  const zero = coordinate(y(0))
  return path
    .split('M')
    .filter((stretch) => stretch !== '')
    .map((stretch) => {
      const points = stretch.split('L')
      const [from, to] = [points[0], points[points.length - 1]].map((point) => point.split(' ')[0])
      return `M${from} ${zero}L${stretch}L${to} ${zero}Z`
    })
    .join('')
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
  const { title, dates, yLabel, logScale = false, fillFirst = false, simulated } = options
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
  const labels = lines.map(({ label }) => label)
  const legend = chartLegend(labels, { ...PLOT, top: LEGEND_TOP })
  const plot = timePlot({ ...options, ends: endsOf(dates), low, high, top: LEGEND_TOP + legend.height + 4 })
  const drawn = lines.map(({ label, values }, i) => {
    const path = linePath(dates, values, plot)
    const line = element('path', { ...lineLook(i), d: path }, element('title', {}, escapeText(label)))
    if (!fillFirst || i > 0) return line
    return element('g', {}, element('path', { class: `filled fill-${i}`, d: areaPath(path, plot) }), line)
  })
  return timePicture(
    {
      className: 'line-chart',
      title,
      subtitle: `${yLabel} · ${periodText(dates)}`,
      told: `Lines: ${labels.join(', ')}`,
      simulated,
      style: fillFirst ? STYLE : PICTURE_STYLE,
      base: plot.base,
    },
    legend.markup,
    plot.axes,
    ...(low > high ? [noData(plot)] : drawn),
  )
}
