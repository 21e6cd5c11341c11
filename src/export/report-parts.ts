import { constantMarkup, type Markup } from './escape.js'
import { paragraph, scrollBox } from './html-page.js'
import { lineChartSvg, type LineChartOptions } from './line-chart.js'
import { withTrueMinus } from './number-text.js'
import { element } from './svg.js'

/** Style of what the pages about a run share: banner, verdict, warnings and figures. */
export const REPORT_STYLE: Markup = constantMarkup(`
.banner{background:var(--badge);color:var(--badge-ink);border-radius:10px;padding:10px 16px;margin:0 0 18px;max-width:none;font-size:14px}
.verdict{border-left:4px solid var(--accent);background:var(--surface);border-radius:0 10px 10px 0;padding:14px 18px;margin:0 0 14px;font-size:17px;line-height:1.45;max-width:none}
.warning{border-left:4px solid var(--badge);padding:4px 18px;margin:0 0 14px;max-width:none}
figure{margin:0 0 18px}figure:last-child{margin-bottom:0}
.dense{font-size:13px}.dense th,.dense td{padding:6px 8px}.dense thead th{white-space:normal}
.dense tbody th{position:sticky;left:0;background:var(--surface)}
@media print{.banner,.verdict{font-size:10pt;padding:6pt 9pt}.dense{font-size:6.5pt}.dense th,.dense td{padding:2pt 2.5pt}.dense thead th{font-size:6.5pt}.dense tbody th{position:static;min-width:0}}
`)

/** What every page about a simulated market says; nothing about a real one. */
function simulatedBanner(simulated: boolean): Markup[] {
  if (!simulated) return []
  const text =
    'Every price behind this report was made by a simulation. Nothing here says anything about a real market.'
  return [paragraph(text, 'banner')]
}

/** What a page about a run begins with, below its heading: the verdict before any number. */
export function reportOpening(run: {
  readonly simulated: boolean
  readonly verdict: string
  readonly warnings?: readonly string[]
  readonly hypothesis: string
}): Markup[] {
  const { simulated, verdict, warnings = [], hypothesis } = run
  return [
    ...simulatedBanner(simulated),
    paragraph(withTrueMinus(verdict), 'verdict'),
    ...warnings.map((warning) => paragraph(withTrueMinus(`Warning: ${warning}`), 'warning')),
    paragraph(`Hypothesis: ${hypothesis}`, 'muted'),
  ]
}

/** A picture in a box that scrolls where the screen is narrow. */
export function pictureFigure(label: string, picture: Markup): Markup {
  return element('figure', {}, scrollBox(label, 'fit', picture))
}

/** A chart of lines as a figure. */
export function chartFigure(options: LineChartOptions): Markup {
  return pictureFigure(options.title, lineChartSvg(options))
}
