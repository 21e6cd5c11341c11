import type { Markup } from './escape.js'
import { groupedTable, htmlTable, type ColumnGroup, type TableColumn } from './html-table.js'
import { numberText, percentText, signedText, withTrueMinus, type MaybeNumber } from './number-text.js'
import type {
  CurveNumbers,
  FeedRow,
  HoldRow,
  InstrumentRow,
  ModelRow,
  PortfolioRow,
  ReportFacts,
} from './report-content.js'

function tradeText(trade: MaybeNumber): string {
  const text = numberText(trade)
  if (typeof trade !== 'number' || !Number.isFinite(trade)) return text
  if (!/[1-9]/.test(text)) return 'Hold'
  return `${trade > 0 ? 'Buy' : 'Sell'} ${numberText(Math.abs(trade))}`
}

/** Target and present weights, and the trades between them. */
export function holdTable(rows: readonly HoldRow[], asOf: string): Markup {
  const columns: TableColumn<HoldRow>[] = [
    { title: 'Symbol', cell: ({ symbol }) => symbol },
    { title: 'Sector', cell: ({ sector }) => sector },
    { title: 'Target', numeric: true, cell: ({ targetWeight }) => percentText(targetWeight) },
    { title: 'Current', numeric: true, className: 'quiet', cell: ({ currentWeight }) => percentText(currentWeight) },
    { title: 'Trade', numeric: true, cell: ({ trade }) => tradeText(trade) },
  ]
  return htmlTable(`Weights decided at the close of ${asOf}, to be traded at the next session`, columns, rows)
}

/** What to hold now, with inverse funds in place of shorts. */
export function instrumentTable(rows: readonly InstrumentRow[]): Markup {
  const columns: TableColumn<InstrumentRow>[] = [
    { title: 'Symbol', cell: ({ symbol }) => symbol },
    { title: 'Stands for', cell: ({ standsFor }) => withTrueMinus(standsFor) },
    { title: 'Weight', numeric: true, cell: ({ weight }) => percentText(weight) },
    { title: 'Amount', numeric: true, cell: ({ amount }) => numberText(amount) },
  ]
  return htmlTable('The same with shorts through inverse funds', columns, rows)
}

/** Out-of-sample skill of every model. */
export function modelTable(rows: readonly ModelRow[]): Markup {
  const columns: TableColumn<ModelRow>[] = [
    { title: 'Model', cell: ({ name }) => name },
    { title: 'Rank IC', numeric: true, cell: ({ rankIc }) => signedText(rankIc, 3) },
    { title: 't statistic', numeric: true, cell: ({ rankIcT }) => signedText(rankIcT) },
    { title: 'Hit rate', numeric: true, cell: ({ hitRate }) => percentText(hitRate) },
  ]
  const caption =
    'Out of sample. Rank IC: mean correlation between the ranks of the scores and of the returns that followed; hit rate: share of forecasts with the right sign'
  return htmlTable(caption, columns, rows)
}

const MEASURES: readonly { readonly title: string; readonly of: (numbers: CurveNumbers) => string }[] = [
  { title: 'CAGR', of: ({ cagr }) => percentText(cagr) },
  { title: 'Volatility', of: ({ volatility }) => percentText(volatility) },
  { title: 'Sharpe', of: ({ sharpe }) => numberText(sharpe) },
  { title: 'Sortino', of: ({ sortino }) => numberText(sortino) },
  { title: 'Max. drawdown', of: ({ maxDrawdown }) => percentText(maxDrawdown) },
  { title: 'Ulcer index', of: ({ ulcerIndex }) => percentText(ulcerIndex, 2) },
  { title: 'Longest under water', of: ({ longestUnderWater }) => numberText(longestUnderWater, 0) },
]

/** Risk and return of every portfolio, before and after costs. */
export function portfolioTable(rows: readonly PortfolioRow[]): Markup {
  const measures = MEASURES.map(({ title, of }): ColumnGroup<PortfolioRow> => ({
    title,
    columns: [
      { title: 'gross', numeric: true, className: 'quiet', cell: ({ gross }) => of(gross) },
      { title: 'net', numeric: true, cell: ({ net }) => of(net) },
    ],
  }))
  const groups: ColumnGroup<PortfolioRow>[] = [
    { title: '', columns: [{ title: 'Portfolio', cell: ({ name }) => name }] },
    ...measures,
    { title: '', columns: [{ title: 'Turnover', numeric: true, cell: ({ turnover }) => percentText(turnover, 0) }] },
  ]
  const caption =
    'Per year, before (gross) and after (net) trading costs; time under water in sessions; turnover one way, of equity'
  return groupedTable(caption, groups, rows, 'dense')
}

/** How much of each feed was there. */
export function feedTable(rows: readonly FeedRow[]): Markup {
  const columns: TableColumn<FeedRow>[] = [
    { title: 'Feed', cell: ({ name }) => name },
    { title: 'Present', numeric: true, cell: ({ coverage }) => percentText(coverage) },
    { title: 'Notes', className: 'quiet', cell: ({ notes }) => notes.join('; ') },
  ]
  return htmlTable('Share of all sessions with a value known by then; the rest is masked', columns, rows)
}

/** What the numbers rest on. */
export function factsTable(facts: ReportFacts): Markup {
  const { dataFrom, dataTo, sessions, symbols, folds, horizon, costBps, fill, seed } = facts
  const rows: (readonly [string, string])[] = [
    ['Data from', dataFrom],
    ['Data to', dataTo],
    ['Sessions', numberText(sessions, 0)],
    ['Symbols', numberText(symbols, 0)],
    ['Walk-forward folds', numberText(folds, 0)],
    ['Forecast horizon', `${numberText(horizon, 0)} sessions`],
    ['Trading cost', `${numberText(costBps, 1)} basis points of each trade`],
    ['Fill', `${fill} of the next session`],
    ['Seed', String(seed)],
  ]
  const columns: TableColumn<readonly [string, string]>[] = [
    { title: 'Fact', cell: ([name]) => name },
    { title: 'Value', cell: ([, value]) => value },
  ]
  return htmlTable('What these numbers rest on', columns, rows, 'facts')
}
