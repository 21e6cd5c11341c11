import { formatSession } from '../core/calendar.js'
import { ShapeError } from '../core/errors.js'
import type { Matrix } from '../core/matrix.js'
import { escapeText, type Markup } from './escape.js'
import { HOLDINGS_STYLE, type HoldingLooks } from './holding-looks.js'
import { percentText } from './number-text.js'
import { HEADER_HEIGHT } from './picture-header.js'
import { element, fitText, svgText } from './svg.js'
import { endsOf, periodText, PLOT, timeAxis, timePicture, timeScale, usualTicks } from './time-plot.js'

/** What is drawn. */
export interface TimelineChartOptions {
  readonly title: string
  /** Session days, ascending; shape [nSessions] */
  readonly dates: Int32Array
  /** nSessions x nAssets, fractions of equity; negative = short. */
  readonly weights: Matrix
  readonly labels: readonly string[]
  readonly looks: HoldingLooks
  /** Why is held what is held from a session on; empty where it is not known. */
  readonly reasonAt: (session: number) => string
  readonly simulated: boolean
}

const LANE = 20
const BAR = 13
const LEFT = 210
/** A holding of one session among thousands must still be seen. */
const LEAST_WIDTH = 1.2
/** Holdings with a reason at most, and letters of each: a page has to stay small enough to be mailed. */
const MOST_REASONS = 1500
const MOST_LETTERS = 240

/** Sessions during which an asset is held, all on one side; first to end (exclusive). */
interface Stretch {
  readonly asset: number
  readonly first: number
  readonly end: number
  readonly isShort: boolean
  readonly meanWeight: number
}

function stretchesOf({ rows, cols, data }: Matrix, asset: number): Stretch[] {
  const weightAt = (row: number): number => data[row * cols + asset]
  const stretches: Stretch[] = []
  for (let first = 0; first < rows; first++) {
    const side = Math.sign(weightAt(first))
    if (side === 0) continue
    let end = first
    let sum = 0
    while (end < rows && Math.sign(weightAt(end)) === side) sum += weightAt(end++)
    stretches.push({ asset, first, end, isShort: side < 0, meanWeight: sum / (end - first) })
    first = end - 1
  }
  return stretches
}

/**
 * When each asset was held: one row for each, a band for each time, hollow where it was short; what a band was and why it was begun
 * is its tooltip. Stands alone or inside a page, follows light and dark.
 * @returns an SVG document, the same bytes for the same options
 * @throws ShapeError when weights and dates differ in length
 */
export function timelineChartSvg(options: TimelineChartOptions): Markup {
  const { title, dates, weights, labels, looks, reasonAt, simulated } = options
  if (weights.rows !== dates.length)
    throw new ShapeError(`timelineChartSvg: weights of ${weights.rows} sessions, expected ${dates.length}`)
  const ends = endsOf(dates)
  const x = timeScale(ends, LEFT)
  const top = HEADER_HEIGHT + 6
  const base = top + Math.max(1, looks.held.length) * LANE
  const lanes = looks.held.map((asset) => stretchesOf(weights, asset))
  const hasReasons = lanes.reduce((count, { length }) => count + length, 0) <= MOST_REASONS
  const told = ({ asset, first, end, meanWeight }: Stretch): string => {
    const until = end < dates.length ? formatSession(dates[end - 1]) : 'the end'
    const span = `${labels[asset]}: ${formatSession(dates[first])} to ${until}, ${percentText(meanWeight)} of equity on average`
    const reason = hasReasons ? reasonAt(first) : ''
    if (reason === '') return span
    return `${span}. Begun: ${reason.length > MOST_LETTERS ? `${reason.slice(0, MOST_LETTERS)}…` : reason}`
  }
  const drawn = lanes.flatMap((stretches, lane) =>
    stretches.map((stretch) => {
      const left = x(dates[stretch.first])
      const right = x(dates[Math.min(stretch.end, dates.length - 1)])
      return element(
        'rect',
        {
          class: `${looks.classOf(stretch.asset)}${stretch.isShort ? ' short' : ''}`,
          x: left,
          width: Math.max(LEAST_WIDTH, right - left),
          y: top + lane * LANE + (LANE - BAR) / 2,
          height: BAR,
        },
        element('title', {}, escapeText(told(stretch))),
      )
    }),
  )
  const names = looks.held.flatMap((asset, lane) => [
    element('line', {
      class: 'rule',
      x1: LEFT,
      x2: PLOT.right,
      y1: top + (lane + 0.5) * LANE,
      y2: top + (lane + 0.5) * LANE,
    }),
    svgText(LEFT - 10, top + (lane + 0.5) * LANE + 4, 'ink small', fitText(labels[asset], 11, LEFT - 20), 'end'),
  ])
  const nothing = svgText((LEFT + PLOT.right) / 2, top + LANE / 2 + 4, 'muted', 'Nothing but cash', 'middle')
  return timePicture(
    {
      className: 'holdings timeline',
      title,
      subtitle: `A row for each sector, a band for each time it was held, hollow when short · ${periodText(dates)}`,
      told: `Held: ${looks.held.map((asset) => labels[asset]).join(', ') || 'nothing but cash'}`,
      simulated,
      style: HOLDINGS_STYLE,
      base,
    },
    element('g', { class: 'axes' }, ...names, ...timeAxis(usualTicks(ends), x, base, top)),
    ...(looks.held.length === 0 ? [nothing] : drawn),
  )
}
