import { ShapeError } from '../core/errors.js'
import type { Matrix } from '../core/matrix.js'
import { areaSample, chartLegend } from './chart-legend.js'
import { escapeText, type Markup } from './escape.js'
import { CASH_LOOK, HOLDINGS_STYLE, OTHER_LOOK, type HoldingLooks } from './holding-looks.js'
import { coordinate, element } from './svg.js'
import { endsOf, LEGEND_TOP, noData, periodText, PLOT, timePicture, timePlot, type TimePlot } from './time-plot.js'

/** What is drawn. */
export interface ExposureChartOptions {
  readonly title: string
  /** Session days, ascending; shape [nSessions] */
  readonly dates: Int32Array
  /** nSessions x nAssets, fractions of equity; negative = short, what is missing to 1 is cash. */
  readonly weights: Matrix
  readonly labels: readonly string[]
  readonly looks: HoldingLooks
  readonly simulated: boolean
}

/** Sessions that are drawn at most: more than a printed line is wide. */
const MOST_POINTS = 600
/** A layer thinner than this part of equity is not drawn. */
const THINNEST = 1e-4

/** One layer of the stack: its signed size at each point that is drawn. */
interface Layer {
  readonly label: string
  readonly className: string
  readonly sizes: Float64Array
}

function drawnSessions(nSessions: number): number[] {
  if (nSessions <= MOST_POINTS) return Array.from({ length: nSessions }, (_, i) => i)
  return Array.from({ length: MOST_POINTS }, (_, i) => Math.round((i * (nSessions - 1)) / (MOST_POINTS - 1)))
}

function layersOf({ weights, labels, looks }: ExposureChartOptions, sessions: readonly number[]): Layer[] {
  const { cols, data } = weights
  const sum = (assets: readonly number[]): Float64Array =>
    Float64Array.from(sessions, (row) => assets.reduce((total, asset) => total + data[row * cols + asset], 0))
  const own = looks.held.filter(looks.isOwn)
  const others = looks.held.filter((asset) => !looks.isOwn(asset))
  const all = sum(looks.held)
  return [
    ...own.map((asset) => ({ label: labels[asset], className: looks.classOf(asset), sizes: sum([asset]) })),
    ...(others.length === 0 ? [] : [{ label: `${others.length} others`, className: OTHER_LOOK, sizes: sum(others) }]),
    { label: 'Cash', className: CASH_LOOK, sizes: all.map((invested) => 1 - invested) },
  ]
}

/** Closed outlines of a layer between its lower and upper edge, where it is thick enough to be seen. */
function areaPath(x: Float64Array, from: Float64Array, to: Float64Array, { y }: TimePlot): string {
  const isThick = (i: number): boolean => Math.abs(to[i] - from[i]) > THINNEST
  const outlines: string[] = []
  for (let start = 0; start < x.length; start++) {
    if (!isThick(start)) continue
    let end = start
    while (end + 1 < x.length && isThick(end + 1)) end++
    // One point further on each side: the layer grows from nothing and shrinks to it.
    const first = Math.max(0, start - 1)
    const last = Math.min(x.length - 1, end + 1)
    const points: string[] = []
    for (let i = first; i <= last; i++) points.push(`${coordinate(x[i])} ${coordinate(y(to[i]))}`)
    for (let i = last; i >= first; i--) points.push(`${coordinate(x[i])} ${coordinate(y(from[i]))}`)
    outlines.push(`M${points.join('L')}Z`)
    start = end
  }
  return outlines.join('')
}

/**
 * What a portfolio holds over time as stacked areas: what is long above 0 and what is short (or borrowed) below it, cash on top. At
 * most 600 sessions are drawn. Stands alone or inside a page, follows light and dark.
 * @returns an SVG document, the same bytes for the same options
 * @throws ShapeError when weights and dates differ in length
 */
export function exposureChartSvg(options: ExposureChartOptions): Markup {
  const { title, dates, weights, simulated } = options
  if (weights.rows !== dates.length)
    throw new ShapeError(`exposureChartSvg: weights of ${weights.rows} sessions, expected ${dates.length}`)
  const sessions = drawnSessions(dates.length)
  const layers = layersOf(options, sessions)
  const legend = chartLegend(
    layers.map(({ label }) => label),
    { ...PLOT, top: LEGEND_TOP },
    areaSample((i) => layers[i].className),
  )
  const stack = { above: new Float64Array(sessions.length), below: new Float64Array(sessions.length) }
  const stacked = layers.map(({ label, className, sizes }) => {
    const edges = (['above', 'below'] as const).map((side) => {
      const from = stack[side]
      const to = from.map((edge, i) => edge + (side === 'above' ? Math.max(0, sizes[i]) : Math.min(0, sizes[i])))
      stack[side] = to
      return { from, to }
    })
    return { label, className, edges }
  })
  const plot = timePlot({
    ends: endsOf(dates),
    low: stack.below.reduce((low, edge) => Math.min(low, edge), 0),
    high: sessions.length === 0 ? -1 : stack.above.reduce((high, edge) => Math.max(high, edge), 0),
    percent: true,
    top: LEGEND_TOP + legend.height + 4,
  })
  const x = Float64Array.from(sessions, (row) => plot.x(dates[row]))
  const drawn = stacked.map(({ label, className, edges }) =>
    element(
      'path',
      { class: className, d: edges.map(({ from, to }) => areaPath(x, from, to, plot)).join('') },
      element('title', {}, escapeText(label)),
    ),
  )
  return timePicture(
    {
      className: 'holdings exposures',
      title,
      subtitle: `Fractions of equity, short positions below 0 · ${periodText(dates)}`,
      told: `Areas: ${layers.map(({ label }) => label).join(', ')}`,
      simulated,
      style: HOLDINGS_STYLE,
      base: plot.base,
    },
    legend.markup,
    ...(sessions.length === 0 ? [plot.axes, noData(plot)] : [...drawn, plot.axes]),
  )
}
