import type { CostBreakdown } from '../backtest/costs.js'
import { mean } from '../core/statistics.js'
import type { Markup } from './escape.js'
import { panel, paragraph, scrollBox } from './html-page.js'
import { htmlTable, type TableColumn } from './html-table.js'
import { numberText, percentText } from './number-text.js'
import type { TearSheet } from './tear-sheet-content.js'

const KINDS: Readonly<Record<keyof CostBreakdown, string>> = {
  basisPoints: 'Basis points of the traded value',
  perShare: 'Per share and order',
  spread: 'Half of the spread',
  impact: 'Market impact',
}

interface CostRow {
  readonly kind: string
  readonly paid: number
}

/** What trading cost, by kind; the years are in the table of returns. */
export function costsSection({ costs, equity, traded, metrics, terms }: TearSheet): Markup {
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)
  const rows = (Object.keys(KINDS) as (keyof CostBreakdown)[]).map((kind): CostRow => ({
    kind: KINDS[kind],
    paid: sum(costs[kind]),
  }))
  const all: CostRow = { kind: 'All', paid: rows.reduce((total, { paid }) => total + paid, 0) }
  const years = (traded.length - 1) / terms.sessionsPerYear
  const capital = mean(equity.net)
  const columns: TableColumn<CostRow>[] = [
    { title: 'Kind', cell: ({ kind }) => kind },
    { title: 'Paid', numeric: true, cell: ({ paid }) => numberText(paid) },
    {
      title: 'A year, of mean equity',
      numeric: true,
      cell: ({ paid }) => percentText(years > 0 ? paid / capital / years : NaN, 2),
    },
  ]
  const { gross, net } = metrics
  const gap = (gross.values.cagr ?? NaN) - (net.values.cagr ?? NaN)
  const told = `Turnover ${percentText(terms.turnover, 0)} a year, one way. CAGR before costs ${percentText(gross.values.cagr, 2)}, after them ${percentText(net.values.cagr, 2)}: trading costs ${percentText(gap, 2)} a year.`
  const hypothetical =
    'A hypothetical record: nothing was traded. Taxes are not in it, and of fees and slippage only what this table names.'
  const caption = `In currency, of a starting capital of ${numberText(terms.capital, 0)}, filled at the ${terms.fill} of the next session`
  return panel(
    'Costs',
    paragraph(told),
    scrollBox('Costs by kind', '', htmlTable(caption, columns, [...rows, all], 'facts')),
    paragraph(hypothetical, 'muted after'),
  )
}
