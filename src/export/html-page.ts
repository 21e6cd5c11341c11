import { constantMarkup, escapeText, type Markup } from './escape.js'
import { PAGE_STYLE } from './page-style.js'
import { element } from './svg.js'

/** Forbids a page every script and every request, whatever were to slip into it. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-src 'none'"

/** What a page is made of. */
export interface HtmlPage {
  readonly title: string
  /** Style sheet beside the shared one. */
  readonly style?: Markup
  readonly body: readonly Markup[]
}

/** A complete HTML document that needs nothing else: no network, no script, no font, light and dark. */
export function htmlPage(page: HtmlPage): Markup {
  const { title, style, body } = page
  const head = element(
    'head',
    {},
    element('meta', { charset: 'utf-8' }),
    element('meta', { 'http-equiv': 'Content-Security-Policy', content: POLICY }),
    element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    element('meta', { name: 'color-scheme', content: 'light dark' }),
    // An empty icon keeps browsers from asking the server for one.
    element('link', { rel: 'icon', href: 'data:,' }),
    element('title', {}, escapeText(title)),
    element('style', {}, PAGE_STYLE, ...(style === undefined ? [] : [style])),
  )
  const html = element('html', { lang: 'en' }, head, element('body', {}, ...body))
  return constantMarkup(`<!doctype html>\n${html}\n`)
}

/** A section with a heading, on a surface of its own. */
export function panel(heading: string, ...content: readonly Markup[]): Markup {
  return element('section', { class: 'panel' }, element('h2', {}, escapeText(heading)), ...content)
}

/** A box that scrolls sideways where its content is wider than the screen; reachable by keyboard. */
export function scrollBox(label: string, className: string, ...content: readonly Markup[]): Markup {
  const attributes = { class: `scroll ${className}`.trim(), role: 'region', 'aria-label': label, tabindex: 0 }
  return element('div', attributes, ...content)
}

/** A paragraph of text. */
export function paragraph(text: string, className?: string): Markup {
  return element('p', { class: className }, escapeText(text))
}

/** The badge that every page about a simulated market begins with; nothing for a real one. */
export function simulatedBadge(simulated: boolean): Markup[] {
  return simulated ? [element('div', { class: 'badge simulated' }, escapeText('SIMULATED MARKET'))] : []
}
