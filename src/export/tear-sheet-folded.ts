import { escapeText, type Markup } from './escape.js'
import { element } from './svg.js'

/** What only some readers want: folded away on a screen, open on paper. */
export function folded(summary: string, ...content: readonly Markup[]): Markup {
  return element('details', {}, element('summary', {}, escapeText(summary)), ...content)
}
