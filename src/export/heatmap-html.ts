import { PALETTES, type Palette } from './colour-scale.js'
import { constantMarkup, escapeText, type Markup } from './escape.js'
import type { Heatmap } from './heatmap.js'
import { NOTICE } from './notice.js'
import { heatmapSubtitle, heatmapSvg } from './heatmap-svg.js'
import { HEATMAP_TABLE_STYLE, heatmapTable } from './heatmap-table.js'
import { htmlPage, panel, paragraph, scrollBox, simulatedBadge } from './html-page.js'
import { element } from './svg.js'

/** Texts beside the picture; plain text, escaped here. */
export interface HeatmapPageExtra {
  /** Under the title, for example the name of the experiment. */
  readonly subtitle?: string
  /** Below everything, for example where the data end. */
  readonly notes?: readonly string[]
}

const NAMES: Readonly<Record<Palette, string>> = { 'green-red': 'Green to red', 'blue-orange': 'Blue to orange' }

const inputId = (palette: Palette): string => `palette-${palette}`

/** Radio buttons and sibling selectors switch the palette, so that the page needs no script. */
const STYLE: Markup = constantMarkup(
  [
    HEATMAP_TABLE_STYLE,
    'input.palette{position:absolute;opacity:0;width:1px;height:1px;margin:0}',
    '.palettes{display:flex;flex-wrap:wrap;gap:8px;margin:0 0 14px;align-items:center}',
    '.palettes label{border:1px solid var(--rule);border-radius:999px;padding:4px 14px;font-size:14px;cursor:pointer;background:var(--surface)}',
    '.picture{display:none}.content{display:flex;flex-direction:column}',
    '@media (max-width:640px){.content>.latest-scores{order:-1}}',
    ...PALETTES.flatMap((palette) => [
      `#${inputId(palette)}:checked~.content .picture.${palette}{display:block}`,
      `#${inputId(palette)}:checked~.palettes label[for=${inputId(palette)}]{border-color:var(--accent);box-shadow:inset 0 0 0 1px var(--accent);font-weight:600}`,
      `#${inputId(palette)}:focus-visible~.palettes label[for=${inputId(palette)}]{outline:2px solid var(--accent);outline-offset:2px}`,
      `#${inputId(palette)}:checked~.content .chip{background:var(--${palette});color:var(--${palette}-ink)}`,
    ]),
    '@media print{.palettes{display:none}}',
  ].join('\n'),
)

/**
 * A heatmap as a page: the picture in both palettes with a switch between them, and the latest column as a table. One file,
 * without script or network; light, dark, narrow screens and paper.
 * @returns an HTML document, the same bytes for the same heatmap
 */
export function heatmapHtml(heatmap: Heatmap, extra: HeatmapPageExtra = {}): Markup {
  const { title, simulated } = heatmap
  const inputs = PALETTES.map((palette, i) =>
    element('input', {
      type: 'radio',
      name: 'palette',
      class: 'palette',
      id: inputId(palette),
      checked: i === 0 ? 'checked' : undefined,
    }),
  )
  const labels = PALETTES.map((palette) => element('label', { for: inputId(palette) }, escapeText(NAMES[palette])))
  const pictures = PALETTES.map((palette) =>
    element('div', { class: `picture ${palette}` }, scrollBox('Heatmap', '', heatmapSvg(heatmap, { palette }))),
  )
  const header = element(
    'header',
    { class: 'top' },
    ...simulatedBadge(simulated),
    element('h1', {}, escapeText(title)),
    paragraph(heatmapSubtitle(heatmap), 'muted'),
    ...(extra.subtitle === undefined ? [] : [paragraph(extra.subtitle)]),
  )
  const body = element(
    'main',
    { class: 'page' },
    header,
    ...inputs,
    element('div', { class: 'palettes' }, element('span', { class: 'muted' }, escapeText('Colours')), ...labels),
    element(
      'div',
      { class: 'content' },
      element('section', { class: 'panel', 'aria-label': 'Heatmap' }, ...pictures),
      element(
        'div',
        { class: 'latest-scores' },
        panel('Latest scores', scrollBox('Latest scores', '', heatmapTable(heatmap))),
      ),
    ),
    ...(extra.notes ?? []).map((note) => paragraph(note, 'foot')),
    paragraph(NOTICE, 'foot'),
  )
  return htmlPage({ title, style: STYLE, body: [body] })
}
