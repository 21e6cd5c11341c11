import { escapeText, type Markup } from './escape.js'

/** Values of attributes; `undefined` leaves the attribute out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>

/** Elements without content that close themselves; every other one gets an end tag, because HTML reads `<td/>` as an open cell. */
const SELF_CLOSING = new Set(['rect', 'circle', 'line', 'path', 'meta', 'input', 'link', 'br', 'col'])

/**
 * A length or position with at most two decimals, never "-0".
 * @throws Error when it is not finite: a picture must not be drawn with a number that is missing
 */
export function coordinate(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`bug: a coordinate is "${value}"`)
  return String(Math.round(value * 100) / 100 + 0)
}

/**
 * One element with escaped attributes; numbers are written by {@link coordinate}.
 * @param content - markup, joined; text goes through `escapeText` first
 */
export function element(name: string, attributes: Attributes, ...content: readonly Markup[]): Markup {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? coordinate(value) : escapeText(String(value))}"`)
    .join('')
  if (content.length === 0 && SELF_CLOSING.has(name)) return `<${name}${written}/>` as Markup
  return `<${name}${written}>${content.join('')}</${name}>` as Markup
}

/** An SVG text element; `className` decides its look. */
export function svgText(x: number, y: number, className: string, text: string, anchor?: 'middle' | 'end'): Markup {
  return element('text', { x, y, class: className, 'text-anchor': anchor }, escapeText(text))
}

/** Rough width of a text in a sans-serif font, in the unit of `fontSize`: wide scripts count double. */
export function textWidth(text: string, fontSize: number): number {
  let units = 0
  for (const character of text) units += (character.codePointAt(0) ?? 0) >= 0x1100 ? 1.05 : 0.6
  return units * fontSize
}

/** The text, or its beginning and an ellipsis where it is wider than `width`. */
export function fitText(text: string, fontSize: number, width: number): string {
  if (textWidth(text, fontSize) <= width) return text
  let kept = ''
  for (const character of text) {
    if (textWidth(`${kept}${character}…`, fontSize) > width) break
    kept += character
  }
  return `${kept.trimEnd()}…`
}

/** What a whole picture needs to be found by a screen reader. */
export interface PictureFrame {
  readonly width: number
  readonly height: number
  readonly className: string
  readonly title: string
  readonly description: string
  /** Constant style sheet; its selectors begin with the class, because a style inside an inline picture is not scoped. */
  readonly style: Markup
}

/** The root of a picture that stands alone or inside a page; it holds no ids, so that several can share a page. */
export function svgPicture(frame: PictureFrame, ...content: readonly Markup[]): Markup {
  const { width, height, className, title, description, style } = frame
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${coordinate(width)} ${coordinate(height)}`,
      width,
      height,
      class: className,
      role: 'img',
      'aria-label': `${title}. ${description}`,
    },
    element('title', {}, escapeText(title)),
    element('desc', {}, escapeText(description)),
    element('style', {}, style),
    ...content,
  )
}
