import { constantMarkup, escapeText, type Markup } from './escape.js'
import { htmlPage, paragraph, simulatedBadge } from './html-page.js'
import { NOTICE } from './notice.js'
import { REPORT_STYLE, reportOpening } from './report-parts.js'
import { element } from './svg.js'
import { activeReturnSection } from './tear-sheet-active.js'
import { overTimeSection, rollingSection } from './tear-sheet-charts.js'
import type { TearSheet } from './tear-sheet-content.js'
import { conventionsSection } from './tear-sheet-conventions.js'
import { costsSection } from './tear-sheet-costs.js'
import { headlineSection } from './tear-sheet-headline.js'
import { decisionsSection, holdingsSection } from './tear-sheet-holdings.js'
import { LOSSES_STYLE, lossesSection } from './tear-sheet-losses.js'
import { portfoliosSection } from './tear-sheet-portfolios.js'
import { RETURN_STYLE, returnsSection } from './tear-sheet-returns.js'
import { periodText } from './time-plot.js'

const STYLE: Markup = constantMarkup(`${REPORT_STYLE}
h3{font-size:14px;margin:0 0 6px}
.block{margin-bottom:18px}.after{margin-top:12px}
.headline td,.headline thead th{white-space:nowrap}.headline .own{font-weight:600}
.interval{display:block;font-size:12px;font-weight:400;color:var(--muted)}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,380px),1fr));gap:12px 32px}
.sentences{list-style:none;margin:0;padding:0;font-size:14px}.sentences li{display:grid;grid-template-columns:5.6em 1fr;padding:4px 0;border-bottom:1px solid var(--rule)}
.mark{font-weight:600}
.months{font-size:13px}.months th,.months td{padding:4px 6px;border-bottom:1px solid var(--surface)}.months tbody th,.years tbody th,.conventions tbody th{min-width:0}
.months td:last-child{font-weight:600}.months .number{text-align:right}
.years{font-size:13px}.years th,.years td{padding:4px 10px}
.summed tbody tr:last-child>*{border-top:2px solid var(--muted);font-weight:600}
.scroll tbody th{position:sticky;left:0;background:var(--surface)}
.contributions,.facts{width:auto;min-width:min(100%,560px)}
@media screen and (max-width:480px){.facts{font-size:12px}.facts th,.facts td{padding:6px 3px}.facts thead th{white-space:normal}.facts tbody th{min-width:0}}
.wide{min-width:16em}.reasons td{vertical-align:top}.reasons tbody th{white-space:nowrap;min-width:0;vertical-align:top}
.conventions{font-size:13px}.conventions th,.conventions td{padding:4px 8px}
summary{cursor:pointer;color:var(--accent)}summary:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
details[open] summary{margin-bottom:12px}
${LOSSES_STYLE}
${RETURN_STYLE}
.panel>h2+p{break-after:avoid}
@media print{details::details-content{content-visibility:visible;display:block;block-size:auto}summary{display:none}.why{font-size:7.5pt;min-width:0}.wide{min-width:0}.sentences{font-size:8.5pt}.interval{font-size:6.5pt}.months,.years,.conventions{font-size:7pt}.months th,.months td{padding:1.5pt 2pt}.months .number,.months thead th{letter-spacing:-.01em}.years .why{font-size:6.5pt}.scroll tbody th{position:static}.columns{grid-template-columns:1fr 1fr}table,.panel:has(.columns){break-inside:avoid}.conventions{break-inside:auto}thead{display:table-header-group}h3{break-after:avoid}.headline td,.headline thead th{white-space:normal}}
`)

/**
 * The tear sheet of a portfolio as a page: verdict, headline numbers with their intervals, the same in sentences, the run's other
 * portfolios, charts over time, returns by month and year, drawdowns, best and worst windows by sector, what was held and why, where the
 * active return came from, costs, conventions. One file, without
 * script or network; light, dark, narrow screens and paper. Numbers that are missing read "n/a".
 * @returns an HTML document, the same bytes for the same content
 * @throws ShapeError when an array is not as long as the dates
 */
export function tearSheetHtml(sheet: TearSheet): Markup {
  const { title, simulated, benchmark, dates } = sheet
  const sessions = `${dates.length} session${dates.length === 1 ? '' : 's'}`
  const header = element(
    'header',
    { class: 'top' },
    ...simulatedBadge(simulated),
    element('h1', {}, escapeText(`${title}: tear sheet`)),
    paragraph(`${periodText(dates)} · ${sessions} · benchmark ${benchmark}`, 'muted'),
  )
  const body = element(
    'main',
    { class: 'page' },
    header,
    ...reportOpening(sheet),
    ...headlineSection(sheet),
    ...portfoliosSection(sheet),
    overTimeSection(sheet),
    returnsSection(sheet),
    ...lossesSection(sheet),
    ...holdingsSection(sheet),
    ...activeReturnSection(sheet),
    decisionsSection(sheet),
    costsSection(sheet),
    rollingSection(sheet),
    conventionsSection(sheet),
    paragraph(NOTICE, 'foot'),
  )
  return htmlPage({ title: `${title}: tear sheet`, style: STYLE, body: [body] })
}
