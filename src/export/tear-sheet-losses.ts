import { formatSession } from '../core/calendar.js'
import { largestDrawdowns, type DrawdownEpisode } from '../risk/drawdown.js'
import { constantMarkup, type Markup } from './escape.js'
import { panel, paragraph, scrollBox } from './html-page.js'
import { htmlTable, type TableColumn } from './html-table.js'
import { numberText, percentText, signedPercentText } from './number-text.js'
import { curveReturns, type TearSheet } from './tear-sheet-content.js'
import { quarterWindows, type ExplainedWindow } from './tear-sheet-windows.js'

const MOST_ROWS = 5
/** Assets that are named of a window; the others are added up. */
const MOST_NAMED = 4

function drawdownTable(sheet: TearSheet): Markup {
  const { dates } = sheet
  const day = (point: number): string => formatSession(dates[point])
  const columns: TableColumn<DrawdownEpisode>[] = [
    { title: 'Rank', cell: (_, i) => String(i + 1) },
    { title: 'Peak', className: 'day', cell: ({ peak }) => day(peak) },
    { title: 'Trough', className: 'day', cell: ({ trough }) => day(trough) },
    {
      title: 'Recovery',
      className: 'day',
      cell: ({ recovery }) => (recovery === undefined ? 'not yet' : day(recovery)),
    },
    { title: 'Depth', numeric: true, cell: ({ depth }) => percentText(depth) },
    { title: 'Sessions under water', numeric: true, cell: ({ length }) => numberText(length, 0) },
  ]
  const rows = largestDrawdowns(curveReturns(sheet, 'net'), MOST_ROWS)
  if (rows.length === 0) return paragraph('There is no drawdown.')
  const caption = 'The deepest drawdowns net of costs; from the peak to its recovery, or to the end'
  return scrollBox('Largest drawdowns', 'block', htmlTable(caption, columns, rows))
}

/** The largest parts of a sum by name, the others added up: "Energy -4.1%", "Utilities +0.3%", "others -0.2%". */
export function largestParts(
  parts: readonly { readonly label: string; readonly value: number }[],
  mostNamed: number,
): string[] {
  const sorted = parts.filter(({ value }) => value !== 0).sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
  const named = sorted.slice(0, mostNamed).map(({ label, value }) => `${label} ${signedPercentText(value)}`)
  const rest = sorted.slice(mostNamed).reduce((sum, { value }) => sum + value, 0)
  return [...named, ...(sorted.length > mostNamed ? [`others ${signedPercentText(rest)}`] : [])]
}

function attributionText({ labels }: TearSheet, { attribution: { assets, other } }: ExplainedWindow): string {
  const parts = labels.map((label, asset) => ({ label, value: assets[asset] }))
  return [...largestParts(parts, MOST_NAMED), `costs and interest ${signedPercentText(other)}`].join(', ')
}

function windowTable(sheet: TearSheet, windows: readonly ExplainedWindow[], caption: string): Markup {
  const columns: TableColumn<ExplainedWindow>[] = [
    // A return lies between two closes: the window begins at the close before its first return.
    { title: 'From the close of', className: 'day', cell: ({ start }) => formatSession(sheet.dates[start]) },
    { title: 'to that of', className: 'day', cell: ({ end }) => formatSession(sheet.dates[end]) },
    { title: 'Net', numeric: true, cell: ({ net }) => signedPercentText(net) },
    { title: sheet.benchmark, numeric: true, cell: ({ benchmark }) => signedPercentText(benchmark) },
    { title: 'Difference', numeric: true, cell: (window) => signedPercentText(window.return) },
    {
      title: 'What brought the net return',
      className: 'why',
      cell: (window) => attributionText(sheet, window),
    },
  ]
  return scrollBox(caption, 'block', htmlTable(caption, columns, windows))
}

function windowTables(sheet: TearSheet): Markup[] {
  const { length, worst, best } = quarterWindows({
    returns: curveReturns(sheet, 'net'),
    benchmark: curveReturns(sheet, 'benchmark'),
    contributions: sheet.contributions,
    periodsPerYear: sheet.terms.sessionsPerYear,
  })
  if (worst.length === 0)
    return [paragraph(`There are too few returns for windows of ${length} sessions (a quarter of a year).`)]
  const told = `${length} sessions that do not overlap, against ${sheet.benchmark}`
  return [windowTable(sheet, worst, `Worst windows: ${told}`), windowTable(sheet, best, `Best windows: ${told}`)]
}

/** Widths of what is text among numbers. */
export const LOSSES_STYLE: Markup = constantMarkup(
  '.day{white-space:nowrap}.why{min-width:22em;font-size:13px;color:var(--muted)}',
)

/** When it went badly and when well, and which sectors made it so. */
export function lossesSection(sheet: TearSheet): Markup[] {
  return [panel('Drawdowns', drawdownTable(sheet)), panel('Best and worst quarters of a year', ...windowTables(sheet))]
}
