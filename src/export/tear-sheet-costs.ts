import type { CostBreakdown } from '../backtest/costs.js'
import { mean } from '../core/statistics.js'
import type { Markup } from './escape.js'
import { panel, paragraph, scrollBox } from './html-page.js'
import { htmlTable, type TableColumn } from './html-table.js'
import { numberText, percentText, signedPercentText } from './number-text.js'
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

/** What distributions in cash cost the portfolio, and each fund; nothing where they are reinvested. */
function distributionParts({ distributions }: TearSheet): Markup[] {
  if (distributions === undefined) return []
  const { cash, reinvested, difference, funds } = distributions
  const told = `Distributions are paid in cash, which waits for the next decision: CAGR net ${percentText(cash, 2)}, ${percentText(reinvested, 2)} had they been reinvested at once, difference ${signedPercentText(difference, 2)} a year.`
  if (funds.length === 0) return [paragraph(told, 'after')]
  const columns: TableColumn<(typeof funds)[number]>[] = [
    { title: 'Fund', cell: ({ label }) => label },
    { title: 'In cash', numeric: true, cell: (fund) => percentText(fund.cash, 2) },
    { title: 'Reinvested', numeric: true, cell: (fund) => percentText(fund.reinvested, 2) },
    { title: 'Difference', numeric: true, cell: (fund) => signedPercentText(fund.difference, 2) },
  ]
  const caption =
    'Growth a year of each fund bought once and held, its distributions left in cash or reinvested at once'
  return [paragraph(told, 'after'), scrollBox('Distributions by fund', '', htmlTable(caption, columns, funds, 'facts'))]
}

/** What inverse funds cost against direct shorts; nothing where there are none. */
function shortsPart({ shorts }: TearSheet): Markup[] {
  if (shorts === undefined) return []
  const { inverse, direct, difference, fee, resetting } = shorts
  const told = `Shorts are carried out through simulated inverse funds: CAGR net ${percentText(inverse, 2)}, ${percentText(direct, 2)} had the assets been borrowed and sold, difference ${signedPercentText(difference, 2)} a year. Of that the fee of the funds ${signedPercentText(fee, 2)}, their daily resetting less what direct shorts pay to borrow ${signedPercentText(resetting, 2)}.`
  return [paragraph(told, 'after')]
}

/** What trading cost, by kind; the years are in the table of returns. */
export function costsSection(sheet: TearSheet): Markup {
  const { costs, equity, dates, metrics, terms } = sheet
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)
  const rows = (Object.keys(KINDS) as (keyof CostBreakdown)[]).map((kind): CostRow => ({
    kind: KINDS[kind],
    paid: sum(costs[kind]),
  }))
  const all: CostRow = { kind: 'All', paid: rows.reduce((total, { paid }) => total + paid, 0) }
  const years = (dates.length - 1) / terms.sessionsPerYear
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
    scrollBox('Costs by kind', '', htmlTable(caption, columns, [...rows, all], 'facts summed')),
    ...shortsPart(sheet),
    ...distributionParts(sheet),
    paragraph(hypothetical, 'muted after'),
  )
}
