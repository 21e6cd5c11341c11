import type { Markup } from './escape.js'
import { panel, paragraph, scrollBox } from './html-page.js'
import { htmlTable, type TableColumn } from './html-table.js'
import { percentText, signedText, withTrueMinus } from './number-text.js'
import type { PortfolioLine, SharpeDifference, StrategiesClaim, TearSheet } from './tear-sheet-content.js'
import { measuredCell, metricText } from './tear-sheet-headline.js'

function portfolioTable({ portfolios, terms }: TearSheet): Markup {
  const columns: TableColumn<PortfolioLine>[] = [
    { title: 'Portfolio', cell: ({ label }) => label },
    { title: 'CAGR gross', numeric: true, cell: ({ gross }) => metricText('cagr', gross.values.cagr) },
    ...(['cagr', 'volatility', 'sharpe', 'maxDrawdown'] as const).map((metric): TableColumn<PortfolioLine> => ({
      title: { cagr: 'CAGR net', volatility: 'Volatility', sharpe: 'Sharpe ratio', maxDrawdown: 'Max. drawdown' }[
        metric
      ],
      numeric: true,
      markup: true,
      // The intervals of all metrics would drown the numbers; the sheet's own are in the headline.
      cell: ({ net }) => measuredCell(metric === 'sharpe' ? net : { values: net.values }, metric),
    })),
    { title: 'Turnover', numeric: true, cell: ({ turnover }) => percentText(turnover, 0) },
  ]
  const caption = `Every portfolio of the run over the same sessions, net of costs unless it says gross; under the Sharpe ratio its ${percentText(terms.level, 0)} bootstrap interval; turnover one way, a year`
  return htmlTable(caption, columns, portfolios, 'portfolios')
}

/** What the interval of a difference allows to say. */
function shownOf({ low, high }: SharpeDifference): 'higher' | 'lower' | 'neither' | 'n/a' {
  const [least, most] = [low ?? NaN, high ?? NaN]
  if (Number.isNaN(least) || Number.isNaN(most)) return 'n/a'
  if (least > 0) return 'higher'
  return most < 0 ? 'lower' : 'neither'
}

function claimTable({ comparisons }: StrategiesClaim, level: number): Markup {
  const columns: TableColumn<SharpeDifference>[] = [
    { title: 'Less that of', cell: ({ than }) => than },
    { title: 'Difference', numeric: true, cell: ({ difference }) => signedText(difference) },
    { title: 'Low', numeric: true, cell: ({ low }) => signedText(low) },
    { title: 'High', numeric: true, cell: ({ high }) => signedText(high) },
    { title: 'Shown to be', cell: shownOf },
  ]
  const caption = `Sharpe ratio of all strategies together less that of another portfolio, with its ${percentText(level, 0)} bootstrap interval; each comparison by itself, not corrected for their number`
  return htmlTable(caption, columns, comparisons, 'facts')
}

/** How many of the strategies the combination is shown to be above. */
function partsSentence({ comparisons }: StrategiesClaim): string {
  const parts = comparisons.filter(({ isPart }) => isPart)
  const count = (shown: string): number => parts.filter((part) => shownOf(part) === shown).length
  const of = parts.length === 1 ? 'its one part' : `its ${parts.length} parts`
  return `Of ${of} it is shown to be above ${count('higher') || 'none'} and below ${count('lower') || 'none'}.`
}

/** The portfolios of the run beside each other; nothing where the headline has all of them. */
export function portfoliosSection(sheet: TearSheet): Markup[] {
  const { portfolios, strategies, terms } = sheet
  if (portfolios.length === 0) return []
  return [
    panel(
      'All portfolios',
      scrollBox('All portfolios', strategies === undefined ? '' : 'block', portfolioTable(sheet)),
      ...(strategies === undefined
        ? []
        : [
            paragraph(withTrueMinus(`${strategies.verdict} ${partsSentence(strategies)}`)),
            scrollBox('Strategies together', '', claimTable(strategies, terms.level)),
          ]),
    ),
  ]
}
