import { formatSession, type SessionDay } from '../core/calendar.js'
import { dateTicks, linearTicks, logTicks, type AxisTick } from './axis-ticks.js'
import type { Markup } from './escape.js'
import { numberText, percentText } from './number-text.js'
import { HEADER_HEIGHT, pictureHeader } from './picture-header.js'
import { PICTURE_STYLE } from './picture-style.js'
import { element, svgPicture, svgText } from './svg.js'

/** Where everything over session days is drawn, pixels. */
export const PLOT = { width: 1000, left: 72, right: 980, height: 280 } as const

const TICKS = { x: 10, y: 5 } as const

/** A mapping of values to pixels. */
export type Scale = (value: number) => number

/** First and last of the dates; 0 and 0 when there are none. */
export function endsOf(dates: Int32Array): readonly [SessionDay, SessionDay] {
  return dates.length > 0 ? [dates[0], dates[dates.length - 1]] : [0, 0]
}

/** "2001-02-03 to 2025-06-30" */
export function periodText(dates: Int32Array): string {
  const [first, last] = endsOf(dates)
  return dates.length > 0 ? `${formatSession(first)} to ${formatSession(last)}` : 'no sessions'
}

/** Session days from the left to the right end of the plot. */
export function timeScale([first, last]: readonly [SessionDay, SessionDay], left: number = PLOT.left): Scale {
  return (session) => left + ((PLOT.right - left) * (session - first)) / Math.max(1, last - first)
}

/** Marks and labels of a time axis at a height. */
export function timeAxis(ticks: readonly AxisTick[], x: Scale, base: number, top = base): Markup[] {
  return ticks.flatMap(({ at, label }) => [
    element('line', { class: 'rule', x1: x(at), x2: x(at), y1: top, y2: base + 5 }),
    svgText(x(at), base + 19, 'muted small', label, x(at) > PLOT.right - 20 ? 'end' : 'middle'),
  ])
}

/** Round dates between the ends. */
export function usualTicks([first, last]: readonly [SessionDay, SessionDay]): AxisTick[] {
  return dateTicks(first, last, TICKS.x)
}

/** What a plot covers. */
export interface TimePlotOptions {
  readonly ends: readonly [SessionDay, SessionDay]
  /** Lowest and highest value; the axis is that of 1 to 2 when low is above high: there is none. */
  readonly low: number
  readonly high: number
  readonly logScale?: boolean
  readonly percent?: boolean
  readonly top: number
  readonly xTicks?: readonly AxisTick[]
}

/** A plot area: scales, the axes drawn, and where it ends. */
export interface TimePlot {
  readonly x: Scale
  readonly y: Scale
  readonly top: number
  readonly base: number
  readonly axes: Markup
}

function tickText(value: number, step: number, { percent = false, logScale = false }: TimePlotOptions): string {
  const decimals = (unit: number): number => Math.min(6, Math.max(0, -Math.floor(Math.log10(unit) + 1e-9)))
  if (percent) return percentText(value, decimals(step * 100))
  return numberText(value, decimals(logScale ? Math.min(Math.abs(value) || 1, step) : step))
}

/** Axes of values over session days. */
export function timePlot(options: TimePlotOptions): TimePlot {
  const { ends, logScale = false, top, xTicks = usualTicks(ends) } = options
  const [low, high] = options.low > options.high ? [1, 2] : [options.low, options.high]
  const yTicks = logScale ? logTicks(low, high, TICKS.y) : linearTicks(low, high, TICKS.y)
  const scaled = (value: number): number => (logScale ? Math.log(value) : value)
  const [bottom, ceiling] = [Math.min(low, yTicks[0]), Math.max(high, yTicks[yTicks.length - 1])].map(scaled)
  const base = top + PLOT.height
  const x = timeScale(ends)
  const y: Scale = (value) => base - (PLOT.height * (scaled(value) - bottom)) / (ceiling - bottom || 1)
  const step = yTicks.length > 1 ? yTicks[1] - yTicks[0] : Math.abs(yTicks[0]) || 1
  const grid = yTicks.flatMap((value) => [
    element('line', { class: 'rule', x1: PLOT.left, x2: PLOT.right, y1: y(value), y2: y(value) }),
    svgText(PLOT.left - 8, y(value) + 4, 'muted small', tickText(value, step, options), 'end'),
  ])
  return { x, y, top, base, axes: element('g', { class: 'axes' }, ...grid, ...timeAxis(xTicks, x, base)) }
}

/** What stands around a plot. */
export interface TimePictureFrame {
  readonly className: string
  readonly title: string
  readonly subtitle: string
  /** What is drawn, for those who cannot see it. */
  readonly told: string
  readonly simulated: boolean
  readonly style?: Markup
  /** Where the last line of the axis stands. */
  readonly base: number
}

/** A picture over session days with its header. */
export function timePicture(frame: TimePictureFrame, ...content: readonly Markup[]): Markup {
  const { className, title, subtitle, told, simulated, style = PICTURE_STYLE } = frame
  const { width } = PLOT
  const height = frame.base + 34
  const description = `${simulated ? 'Simulated market. ' : ''}${subtitle}. ${told}.`
  return svgPicture(
    { width, height, className: `sc ${className}`, title, description, style },
    element('rect', { class: 'surface', width, height }),
    pictureHeader({ title, subtitle, simulated, left: 16, right: width - 16 }),
    ...content,
  )
}

/** A word in the middle of a plot that has nothing to show. */
export function noData({ top, base }: Pick<TimePlot, 'top' | 'base'>): Markup {
  return svgText((PLOT.left + PLOT.right) / 2, (top + base) / 2, 'muted', 'No data', 'middle')
}

/** Top of the legend below the header of a picture. */
export const LEGEND_TOP = HEADER_HEIGHT + 12
