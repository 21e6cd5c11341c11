import { constantMarkup, escapeText, type Markup } from './escape.js'
import { NOTICE } from './notice.js'
import { heatmapSvg } from './heatmap-svg.js'
import { htmlPage, panel, paragraph, scrollBox, simulatedBadge } from './html-page.js'
import type { ReportContent } from './report-content.js'
import { withTrueMinus } from './number-text.js'
import { chartFigure, REPORT_STYLE, reportOpening } from './report-parts.js'
import { factsTable, feedTable, holdTable, instrumentTable, modelTable, portfolioTable } from './report-tables.js'
import { element } from './svg.js'

const STYLE: Markup = constantMarkup(`${REPORT_STYLE}
.facts{width:auto;min-width:min(100%,480px)}
`)

/**
 * The report of an experiment as a page: the verdict first, then what to hold, the heatmap, the evidence and what it rests on.
 * One file, without script or network; light, dark, narrow screens and paper. Numbers that are missing read "n/a".
 * @returns an HTML document, the same bytes for the same content
 * @throws ShapeError when a chart's line is not as long as its dates
 */
export function reportHtml(report: ReportContent): Markup {
  const { title, simulated, asOf, models, portfolios, hold, holdReason, instruments } = report
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
    ...reportOpening(report),
    panel(
      'What to hold now',
      ...(holdReason === undefined ? [] : [paragraph(withTrueMinus(holdReason))]),
      scrollBox('What to hold now', '', holdTable(hold, asOf)),
      ...(instruments === undefined ? [] : [scrollBox('In inverse funds', '', instrumentTable(instruments))]),
    ),
    panel('Heatmap', scrollBox('Heatmap', '', heatmapSvg(heatmap))),
    panel('Do the forecasts hold up?', scrollBox('Skill of the models', '', modelTable(models))),
    panel('Portfolios', scrollBox('Risk and return of the portfolios', '', portfolioTable(portfolios))),
    panel(
      'Over time',
      chartFigure({ ...equity, title: 'Equity', yLabel: 'Growth, logarithmic', logScale: true, simulated }),
      chartFigure({ ...drawdown, title: 'Drawdown', yLabel: 'Loss from the peak', percent: true, simulated }),
    ),
    ...(feeds.length === 0 ? [] : [panel('Feeds', scrollBox('Feeds', '', feedTable(feeds)))]),
    panel('Facts', scrollBox('Facts', '', factsTable(facts))),
    paragraph(NOTICE, 'foot'),
  )
  return htmlPage({ title, style: STYLE, body: [body] })
}
