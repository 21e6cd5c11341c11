import type { Markup } from './escape.js'
import { element, fitText, svgText, textWidth } from './svg.js'

/** Height that {@link pictureHeader} takes, in pixels. */
export const HEADER_HEIGHT = 58

const BADGE = 'SIMULATED MARKET'
const BADGE_WIDTH = 150

/** What stands above a picture. */
export interface PictureHeader {
  readonly title: string
  readonly subtitle: string
  readonly simulated: boolean
  readonly left: number
  readonly right: number
}

/** Title, subtitle and, where the data are simulated, a badge that travels with the picture wherever it is pasted. */
export function pictureHeader(header: PictureHeader): Markup {
  const { title, subtitle, simulated, left, right } = header
  const badge = element(
    'g',
    { class: 'simulated' },
    element('rect', { class: 'badge', x: right - BADGE_WIDTH, y: 10, width: BADGE_WIDTH, height: 22, rx: 11 }),
    svgText(right - BADGE_WIDTH / 2, 25, 'badge-ink', BADGE, 'middle'),
  )
  const room = right - left - (simulated ? BADGE_WIDTH + 16 : 0)
  return element(
    'g',
    {},
    svgText(left, 27, 'ink heading', fitText(title, 18, room)),
    svgText(left, 47, 'muted', fitText(subtitle, 13, right - left)),
    ...(simulated ? [badge] : []),
  )
}

/** Width below which {@link pictureHeader} would have to shorten its texts. */
export function headerWidth(title: string, subtitle: string, simulated: boolean): number {
  return Math.max(textWidth(title, 18) + (simulated ? BADGE_WIDTH + 16 : 0), textWidth(subtitle, 13))
}
