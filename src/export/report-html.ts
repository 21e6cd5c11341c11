import { constantMarkup, escapeText, type Markup } from './escape.js'
import { NOTICE } from './notice.js'
import { heatmapSvg } from './heatmap-svg.js'
import { htmlPage, panel, paragraph, scrollBox, simulatedBadge } from './html-page.js'
import { lineChartSvg, type LineChartOptions } from './line-chart.js'
import type { ReportContent } from './report-content.js'
import { factsTable, feedTable, holdTable, modelTable, portfolioTable } from './report-tables.js'
import { element } from './svg.js'

const STYLE: Markup = constantMarkup(`
.banner{background:var(--badge);color:var(--badge-ink);border-radius:10px;padding:10px 16px;margin:0 0 18px;max-width:none;font-size:14px}
.verdict{border-left:4px solid var(--accent);background:var(--surface);border-radius:0 10px 10px 0;padding:14px 18px;margin:0 0 14px;font-size:17px;line-height:1.45;max-width:none}
.warning{border-left:4px solid var(--badge);padding:4px 18px;margin:0 0 14px;max-width:none}
figure{margin:0 0 18px}figure:last-child{margin-bottom:0}
.dense{font-size:13px}.dense th,.dense td{padding:6px 8px}.dense thead th{white-space:normal}
.dense tbody th{position:sticky;left:0;background:var(--surface)}
.facts{width:auto;min-width:min(100%,480px)}
@media print{.banner,.verdict{font-size:10pt;padding:6pt 9pt}.dense{font-size:6.5pt}.dense th,.dense td{padding:2pt 2.5pt}.dense thead th{font-size:6.5pt}.dense tbody th{position:static;min-width:0}}
`)

function chart(options: LineChartOptions): Markup {
  return element('figure', {}, scrollBox(options.title, 'fit', lineChartSvg(options)))
}

function banner(simulated: boolean): Markup[] {
  if (!simulated) return []
  const text =
    'Every price behind this report was made by a simulation. Nothing here says anything about a real market.'
  return [paragraph(text, 'banner')]
}

/**
 * The report of an experiment as a page: the verdict first, then what to hold, the heatmap, the evidence and what it rests on.
 * One file, without script or network; light, dark, narrow screens and paper. Numbers that are missing read "n/a".
 * @returns an HTML document, the same bytes for the same content
 * @throws ShapeError when a chart's line is not as long as its dates
 */
export function reportHtml(report: ReportContent): Markup {
  const { title, hypothesis, simulated, asOf, verdict, warnings = [], models, portfolios, hold, holdReason } = report
  const { equity, drawdown, heatmap, feeds = [], facts } = report
  const header = element(
    'header',
    { class: 'top' },
    ...simulatedBadge(simulated),
    element('h1', {}, escapeText(title)),
    paragraph(`As of ${asOf} · forecasts for ${facts.horizon} session${facts.horizon === 1 ? '' : 's'} ahead`, 'muted'),
  )
  const body = element(
    'main',
    { class: 'page' },
    header,
    ...banner(simulated),
    paragraph(verdict, 'verdict'),
    ...warnings.map((warning) => paragraph(`Warning: ${warning}`, 'warning')),
    paragraph(`Hypothesis: ${hypothesis}`, 'muted'),
    panel(
      'What to hold now',
      ...(holdReason === undefined ? [] : [paragraph(holdReason)]),
      scrollBox('What to hold now', '', holdTable(hold, asOf)),
    ),
    panel('Heatmap', scrollBox('Heatmap', '', heatmapSvg(heatmap))),
    panel('Do the forecasts hold up?', scrollBox('Skill of the models', '', modelTable(models))),
    panel('Portfolios', scrollBox('Risk and return of the portfolios', '', portfolioTable(portfolios))),
    panel(
      'Over time',
      chart({ ...equity, title: 'Equity', yLabel: 'Growth, logarithmic', logScale: true, simulated }),
      chart({ ...drawdown, title: 'Drawdown', yLabel: 'Loss from the peak', percent: true, simulated }),
    ),
    ...(feeds.length === 0 ? [] : [panel('Feeds', scrollBox('Feeds', '', feedTable(feeds)))]),
    panel('Facts', scrollBox('Facts', '', factsTable(facts))),
    paragraph(NOTICE, 'foot'),
  )
  return htmlPage({ title, style: STYLE, body: [body] })
}
