import { formatSession } from '../core/calendar.js'
import { columnOf } from '../core/matrix.js'
import { mean } from '../core/statistics.js'
import { attributeWindow } from '../risk/contributions.js'
import { exposureChartSvg } from './exposure-chart.js'
import type { Markup } from './escape.js'
import { holdingLooks } from './holding-looks.js'
import { panel, scrollBox } from './html-page.js'
import { htmlTable, type TableColumn } from './html-table.js'
import { percentText, signedPercentText, withTrueMinus } from './number-text.js'
import { pictureFigure } from './report-parts.js'
import { curveReturns, type TearSheet, type TearSheetDecision } from './tear-sheet-content.js'
import { timelineChartSvg } from './timeline-chart.js'

/** Decisions that are listed. */
const MOST_DECISIONS = 12

function holdingsText({ weights }: TearSheetDecision): string {
  const cash = weights.reduce((rest, { weight }) => rest - weight, 1)
  const held = weights.map(({ label, weight }) => `${label} ${percentText(weight)}`)
  return [...held, ...(Math.abs(cash) < 5e-4 ? [] : [`cash ${percentText(cash)}`])].join(', ')
}

function decisionTable({ decisions }: TearSheet): Markup {
  const columns: TableColumn<TearSheetDecision>[] = [
    { title: 'Decided', cell: ({ date }) => formatSession(date) },
    { title: 'To hold', className: 'wide', cell: holdingsText },
    { title: 'Reason', className: 'why', cell: ({ reason }) => withTrueMinus(reason) },
  ]
  const latest = decisions.slice(-MOST_DECISIONS).reverse()
  const caption = `The latest ${latest.length} of ${decisions.length} decisions, each made at the close of its day and traded at the next session`
  return htmlTable(caption, columns, latest, 'reasons')
}

/** One asset over the whole time. */
interface AssetRow {
  readonly label: string
  readonly meanWeight: number
  /** Share of the sessions in which it was held. */
  readonly held: number
  readonly contribution: number
}

function contributionTable(sheet: TearSheet): Markup {
  const { weights, contributions, labels } = sheet
  const returns = curveReturns(sheet, 'net')
  const { assets, other } = attributeWindow(contributions, returns, { start: 0, end: returns.length })
  const rows = labels.map((label, asset): AssetRow => {
    const column = columnOf(weights, asset)
    return {
      label,
      meanWeight: mean(column),
      held: mean(column.map((weight) => (weight === 0 ? 0 : 1))),
      contribution: assets[asset],
    }
  })
  rows.sort((a, b) => b.contribution - a.contribution)
  const rest: AssetRow = { label: 'Costs, interest and fees', meanWeight: NaN, held: NaN, contribution: other }
  const total = [...assets].reduce((sum, value) => sum + value, other)
  const all: AssetRow = { label: 'Total return, net', meanWeight: NaN, held: NaN, contribution: total }
  const present = (value: number, text: (value: number) => string): string => (Number.isNaN(value) ? '' : text(value))
  const columns: TableColumn<AssetRow>[] = [
    { title: 'Sector', cell: ({ label }) => label },
    { title: 'Mean weight', numeric: true, cell: ({ meanWeight }) => present(meanWeight, percentText) },
    { title: 'Time held', numeric: true, cell: ({ held }) => present(held, (share) => percentText(share, 0)) },
    { title: 'Brought', numeric: true, cell: ({ contribution }) => signedPercentText(contribution) },
  ]
  const caption =
    'What each sector brought, as a part of the starting capital: later profits are made on more capital. The parts sum to the total return'
  return htmlTable(caption, columns, [...rows, rest, all], 'contributions summed')
}

/** Exposures, when what was held and why, and what it brought. */
export function holdingsSection(sheet: TearSheet): Markup[] {
  const { dates, weights, labels, decisions, simulated } = sheet
  const looks = holdingLooks(weights)
  const reasonAt = (session: number): string => {
    // A decision is filled after its day.
    const before = decisions.findLastIndex(({ date }) => date < dates[session])
    return before < 0 ? '' : withTrueMinus(decisions[before].reason)
  }
  const common = { dates, weights, labels, looks, simulated }
  return [
    panel(
      'What was held',
      pictureFigure('Exposures over time', exposureChartSvg({ ...common, title: 'Exposures over time' })),
      pictureFigure('Timeline of holdings', timelineChartSvg({ ...common, title: 'Timeline of holdings', reasonAt })),
    ),
    panel('What each sector brought', scrollBox('Contributions', '', contributionTable(sheet))),
  ]
}

/** What was decided lately, and why. */
export function decisionsSection(sheet: TearSheet): Markup {
  return panel('Latest decisions', scrollBox('Latest decisions', '', decisionTable(sheet)))
}
