import { CONVENTIONS } from '../risk/convention.js'
import { conventionValues, type ConventionValue } from '../risk/conventions.js'
import { USUAL_TAIL } from '../risk/metric.js'
import { METRICS } from '../risk/metrics.js'
import type { Markup } from './escape.js'
import { panel, scrollBox } from './html-page.js'
import { htmlTable, type TableColumn } from './html-table.js'
import { curveReturns, type TearSheet } from './tear-sheet-content.js'
import { folded } from './tear-sheet-folded.js'
import { metricText } from './tear-sheet-headline.js'

/** The metrics as others compute them, from the same net returns: folded away on a screen, open on paper. */
export function conventionsSection(sheet: TearSheet): Markup {
  const { sessionsPerYear, riskFree } = sheet.terms
  const rows = conventionValues({
    returns: curveReturns(sheet, 'net'),
    benchmark: curveReturns(sheet, 'benchmark'),
    dates: sheet.dates.subarray(1),
    periodsPerYear: sessionsPerYear,
    riskFreeAnnual: riskFree,
    tail: USUAL_TAIL,
  })
  const columns: TableColumn<ConventionValue>[] = [
    {
      title: 'Metric',
      cell: ({ metric }, i) => (i > 0 && rows[i - 1].metric === metric ? '' : METRICS[metric].label),
    },
    { title: 'As in', cell: ({ convention }) => convention },
    { title: 'Value', numeric: true, cell: ({ metric, value }) => metricText(metric, value) },
    { title: 'Formula', className: 'why', cell: ({ formula }) => formula },
  ]
  const names = Object.entries(CONVENTIONS).map(([name, told]) => `${name}: ${told}`)
  return panel(
    'Conventions',
    folded(
      'Each metric as others compute it, to tie a published number to these',
      scrollBox('Conventions', '', htmlTable(`Net of costs. ${names.join('; ')}`, columns, rows, 'conventions')),
    ),
  )
}
