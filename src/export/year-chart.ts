import { daysFromCivil } from '../core/calendar.js'
import { constantMarkup, escapeText, type Markup } from './escape.js'
import { percentText } from './number-text.js'
import { PICTURE_STYLE } from './picture-style.js'
import { element } from './svg.js'
import { chartLegend } from './chart-legend.js'
import { LEGEND_TOP, noData, PLOT, timePicture, timePlot } from './time-plot.js'

/** What is drawn: a bar for each year, and a mark beside it for what it is compared with. */
export interface YearChartOptions {
  readonly title: string
  readonly subtitle: string
  /** Ascending, without gaps. */
  readonly years: readonly number[]
  /** Fractions, shape [nYears] each; NaN is left out. */
  readonly bars: { readonly label: string; readonly values: Float64Array }
  readonly marks: { readonly label: string; readonly values: Float64Array }
  readonly simulated: boolean
}

const STYLE: Markup = constantMarkup(
  `${PICTURE_STYLE}\n.sc.year-chart .bar{fill-opacity:.8}.sc.year-chart .mark{stroke-width:3;fill:none}.sc.year-chart .zero{stroke-width:1.5}`,
)

/** Labels of every how many years, so that they stand apart. */
const MOST_LABELS = 20

/**
 * Returns by year as bars, blue above 0 and orange below, with a short line at the level of what they are compared with. Stands alone
 * or inside a page, follows light and dark.
 * @returns an SVG document, the same bytes for the same options
 */
export function yearChartSvg(options: YearChartOptions): Markup {
  const { title, subtitle, years, bars, marks, simulated } = options
  const known = [...bars.values, ...marks.values].filter(Number.isFinite)
  const legend = chartLegend([bars.label, marks.label], { ...PLOT, top: LEGEND_TOP }, (i, x, y) =>
    i === 0
      ? element('rect', { class: 'bar fill-0', x: x + 12, y: y - 6, width: 14, height: 12 })
      : element('path', { class: 'mark line-4', d: `M${x + 6} ${y}h20` }),
  )
  const [first, last] = years.length === 0 ? [0, 0] : [years[0], years[years.length - 1]]
  const dayOf = (year: number): number => daysFromCivil(year, 1, 1)
  const every = Math.ceil(years.length / MOST_LABELS)
  const plot = timePlot({
    ends: [dayOf(first), dayOf(last + 1)],
    low: known.length === 0 ? 2 : Math.min(0, ...known),
    high: known.length === 0 ? 1 : Math.max(0, ...known),
    percent: true,
    top: LEGEND_TOP + legend.height + 4,
    xTicks: years
      .filter((year) => (last - year) % every === 0)
      .map((year) => ({ at: (dayOf(year) + dayOf(year + 1)) / 2, label: String(year) })),
  })
  const { x, y } = plot
  // A single year would otherwise be as wide as the page.
  const width = Math.min(80, x(dayOf(first + 1)) - x(dayOf(first)))
  const drawn = years.flatMap((year, i) => {
    const centre = x((dayOf(year) + dayOf(year + 1)) / 2)
    const [own, other] = [bars.values[i], marks.values[i]]
    const told = `${year}: ${bars.label} ${percentText(own)}, ${marks.label} ${percentText(other)}`
    const bar = {
      class: `bar fill-${own < 0 ? 1 : 0}`,
      x: centre - 0.36 * width,
      width: 0.72 * width,
      y: Math.min(y(own), y(0)),
      height: Math.abs(y(own) - y(0)),
    }
    return [
      ...(Number.isFinite(own) ? [element('rect', bar, element('title', {}, escapeText(told)))] : []),
      ...(Number.isFinite(other)
        ? [
            element('path', {
              class: 'mark line-4',
              d: `M${(centre - 0.44 * width).toFixed(2)} ${y(other).toFixed(2)}h${(0.88 * width).toFixed(2)}`,
            }),
          ]
        : []),
    ]
  })
  const zero = element('line', { class: 'rule zero', x1: PLOT.left, x2: PLOT.right, y1: y(0), y2: y(0) })
  return timePicture(
    {
      className: 'year-chart',
      title,
      subtitle,
      told: `Bars: ${bars.label}; marks: ${marks.label}`,
      simulated,
      style: STYLE,
      base: plot.base,
    },
    legend.markup,
    plot.axes,
    ...(known.length === 0 ? [noData(plot)] : [...drawn, zero]),
  )
}
