import { periodIndex } from '../core/calendar.js'
import { calendarReturns, monthTable } from '../risk/calendar-returns.js'
import { colourOf, robustLimit } from './colour-scale.js'
import { constantMarkup, escapeText, type Markup } from './escape.js'
import { panel, paragraph, scrollBox } from './html-page.js'
import { htmlTable, type TableColumn } from './html-table.js'
import { percentText, signedPercentText } from './number-text.js'
import { pictureFigure } from './report-parts.js'
import { element } from './svg.js'
import { curveLabel, curveReturns, type TearSheet } from './tear-sheet-content.js'
import { yearChartSvg } from './year-chart.js'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Steps of the tint on each side of 0. */
const STEPS = 6
/** Return below which no tint is full: a month of nothing must not look like one of much. */
const LEAST_LIMIT = 0.01
/** Opacity of the strongest tint: text on it keeps its contrast, light and dark. */
export const STRONGEST_TINT = 0.5

/** The colours of gains and losses, kept apart by every common colour blindness. */
export const RETURN_COLOURS = {
  gain: colourOf(1, { limit: 1, palette: 'blue-orange' }),
  loss: colourOf(-1, { limit: 1, palette: 'blue-orange' }),
} as const

/** Tints of the cells; the sign is written too. */
export const RETURN_STYLE: Markup = constantMarkup(
  (['gain', 'loss'] as const)
    .flatMap((side) =>
      Array.from({ length: STEPS }, (_, i) => {
        const share = Math.round((100 * STRONGEST_TINT * (i + 1)) / STEPS)
        return `.${side}-${i + 1}{background:color-mix(in srgb,${RETURN_COLOURS[side]} ${share}%,transparent)}`
      }),
    )
    .join(''),
)

function tintOf(value: number, limit: number): string | undefined {
  const step = Math.min(STEPS, Math.ceil((STEPS * Math.abs(value)) / limit))
  return Number.isNaN(value) || step === 0 ? undefined : `${value < 0 ? 'loss' : 'gain'}-${step}`
}

/** Months that a year does not have are empty; those that are not known read "n/a". */
function monthCells(sheet: TearSheet): Markup {
  const returns = curveReturns(sheet, 'net')
  const { years, months, totals } = monthTable(returns, sheet.dates.subarray(1))
  const present = new Set(Array.from(sheet.dates.subarray(1), (day) => periodIndex(day, 'monthly')))
  const monthLimit = Math.max(LEAST_LIMIT, robustLimit(months.data))
  const yearLimit = Math.max(LEAST_LIMIT, robustLimit(totals))
  const cell = (value: number, limit: number, isPresent = true): Markup =>
    element(
      'td',
      { class: ['number', tintOf(value, limit)].filter((name) => name !== undefined).join(' ') },
      escapeText(isPresent ? signedPercentText(value) : ''),
    )
  const rows = years.map((year, i) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, escapeText(String(year))),
      ...MONTHS.map((_, month) => cell(months.data[i * 12 + month], monthLimit, present.has(year * 12 + month))),
      cell(totals[i], yearLimit),
    ),
  )
  const head = ['Year', ...MONTHS, 'Whole year'].map((title, i) =>
    element('th', { scope: 'col', class: i === 0 ? undefined : 'number' }, escapeText(title)),
  )
  const caption = 'Net of costs, compounded: a year is the product of its months, not their sum'
  return element(
    'table',
    { class: 'months' },
    element('caption', {}, element('span', {}, escapeText(caption))),
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...rows),
  )
}

/** One calendar year of all portfolios. */
interface YearRow {
  readonly year: number
  readonly net: number
  readonly gross: number
  readonly equalWeight: number
  readonly benchmark: number
  /** One way, of equity, without what builds the portfolio from cash. */
  readonly turnover: number
  /** Trading costs as a part of the mean equity of the year. */
  readonly costs: number
}

function yearRows(sheet: TearSheet): YearRow[] {
  const { dates, turnover, costs, equity } = sheet
  const days = dates.subarray(1)
  const yearly = (curve: 'net' | 'gross' | 'equalWeight' | 'benchmark'): number[] =>
    calendarReturns(curveReturns(sheet, curve), days, 'yearly').map((part) => part.return)
  const [gross, equalWeight, benchmark] = [yearly('gross'), yearly('equalWeight'), yearly('benchmark')]
  const kinds = Object.values(costs)
  return calendarReturns(curveReturns(sheet, 'net'), days, 'yearly').map(({ index, start, end, return: net }, i) => {
    let [turned, paid, capital] = [0, 0, 0]
    for (let session = start + 1; session <= end; session++) {
      turned += turnover[session]
      for (const kind of kinds) paid += kind[session]
      capital += equity.net[session] / (end - start)
    }
    return {
      year: index,
      net,
      gross: gross[i],
      equalWeight: equalWeight[i],
      benchmark: benchmark[i],
      turnover: turned,
      costs: paid / capital,
    }
  })
}

function yearTable(sheet: TearSheet, rows: readonly YearRow[]): Markup {
  const signed = (title: string, cell: (row: YearRow) => number): TableColumn<YearRow> => ({
    title,
    numeric: true,
    cell: (row) => signedPercentText(cell(row)),
  })
  const columns: TableColumn<YearRow>[] = [
    { title: 'Year', cell: ({ year }) => String(year) },
    signed('Net', ({ net }) => net),
    signed('Gross', ({ gross }) => gross),
    { title: 'Gross less net', numeric: true, cell: ({ net, gross }) => signedPercentText(gross - net, 2) },
    signed('Equal weight', ({ equalWeight }) => equalWeight),
    signed(sheet.benchmark, ({ benchmark }) => benchmark),
    { title: 'Turnover', numeric: true, cell: ({ turnover }) => percentText(turnover, 0) },
    { title: 'Costs', numeric: true, cell: ({ costs }) => percentText(costs, 2) },
  ]
  const caption =
    'Turnover one way, of equity, without the orders that build the portfolio from cash; costs as a part of the mean equity of the year; first and last year may be parts'
  return htmlTable(caption, columns, rows, 'years')
}

/** Months, years and what the years cost. */
export function returnsSection(sheet: TearSheet): Markup {
  const rows = yearRows(sheet)
  if (rows.length === 0) return panel('Returns', paragraph('There is no return yet: the backtest has one session.'))
  const first = rows[0].year
  const byYear = (pick: (row: YearRow) => number): Float64Array => {
    const values = new Float64Array(rows[rows.length - 1].year - first + 1).fill(NaN)
    for (const row of rows) values[row.year - first] = pick(row)
    return values
  }
  const bars = byYear(({ net }) => net)
  const chart = yearChartSvg({
    title: 'Returns by year',
    subtitle: `Net of costs, beside ${sheet.benchmark}`,
    years: Array.from(bars, (_, i) => first + i),
    bars: { label: curveLabel('net', sheet), values: bars },
    marks: { label: sheet.benchmark, values: byYear(({ benchmark }) => benchmark) },
    simulated: sheet.simulated,
  })
  return panel(
    'Returns',
    scrollBox('Returns by month', 'block', monthCells(sheet)),
    pictureFigure('Returns by year', chart),
    scrollBox('Returns, turnover and costs by year', '', yearTable(sheet, rows)),
  )
}
