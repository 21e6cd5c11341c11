import { compareMetric, FACT_SHEET, type Verdict } from '../risk/comparison.js'
import type { Metric } from '../risk/metric.js'
import { isActive, METRICS, type MetricName } from '../risk/metrics.js'
import { escapeText, type Markup } from './escape.js'
import { panel, paragraph, scrollBox } from './html-page.js'
import { htmlTable, type TableColumn } from './html-table.js'
import { numberText, percentText, withTrueMinus, type MaybeNumber } from './number-text.js'
import { element } from './svg.js'
import { curveLabel, type CurveName, type MeasuredCurve, type TearSheet } from './tear-sheet-content.js'

/** Metrics at the head of the sheet: those with an interval, and those that a reader expects beside them. */
const HEADLINE_ROWS: readonly MetricName[] = [
  'totalReturn',
  'cagr',
  'volatility',
  'sharpe',
  'sortino',
  'maxDrawdown',
  'calmar',
  'ulcerIndex',
  'longestUnderWater',
  'expectedShortfall',
  'beta',
  'alpha',
  'informationRatio',
  'trackingError',
]

const COLUMNS: readonly CurveName[] = ['gross', 'net', 'equalWeight', 'benchmark']

/** A metric in its unit; "n/a" when it is not known. */
export function metricText(metric: MetricName, value: MaybeNumber): string {
  const { unit, decimals }: Metric = METRICS[metric]
  if (unit === 'fraction') return percentText(value, decimals)
  return unit === 'sessions' ? numberText(value, 0) : numberText(value)
}

/** A metric of a portfolio, below it its interval where there is one. */
export function measuredCell({ values, intervals }: MeasuredCurve, metric: MetricName): Markup {
  const value = escapeText(metricText(metric, values[metric]))
  const ends = intervals?.[metric]
  if (ends === undefined) return value
  const text = `${metricText(metric, ends.low)} to ${metricText(metric, ends.high)}`
  return `${value}${element('span', { class: 'interval' }, escapeText(text))}` as Markup
}

function headlineTable(sheet: TearSheet): Markup {
  const columns: TableColumn<MetricName>[] = [
    { title: 'Metric', cell: (metric) => METRICS[metric].label },
    ...COLUMNS.map((curve): TableColumn<MetricName> => ({
      title: curveLabel(curve, sheet),
      numeric: true,
      className: curve === 'net' ? 'own' : '',
      markup: true,
      cell: (metric) =>
        curve === 'benchmark' && isActive(metric) ? escapeText('\u2013') : measuredCell(sheet.metrics[curve], metric),
    })),
  ]
  const { level, riskFree } = sheet.terms
  const caption = `Per year where a year applies; under each headline metric its ${percentText(level, 0)} bootstrap interval; risk-free rate ${percentText(riskFree)}; equal weight and ${sheet.benchmark} net of costs; time under water in sessions, CVaR of a session`
  return htmlTable(caption, columns, HEADLINE_ROWS, 'headline')
}

const MARKS: Readonly<Record<Verdict, string>> = {
  better: '\u25b2 better',
  worse: '\u25bc worse',
  same: '= same',
  none: '\u2022',
  unknown: 'n/a',
}

function comparisons({ metrics }: TearSheet, other: CurveName, name: string): Markup {
  const valueOf = (curve: CurveName, metric: MetricName): number => metrics[curve].values[metric] ?? NaN
  const items = FACT_SHEET.map((metric) => {
    const { verdict, sentence } = compareMetric(metric, valueOf('net', metric), valueOf(other, metric), {
      benchmark: name,
    })
    return element(
      'li',
      { class: verdict },
      element('span', { class: 'mark' }, escapeText(MARKS[verdict])),
      element('span', {}, escapeText(withTrueMinus(sentence))),
    )
  })
  return element(
    'div',
    {},
    element('h3', {}, escapeText(`Against ${name}`)),
    element('ul', { class: 'sentences' }, ...items),
  )
}

/** The numbers first, then the same in sentences: which way is good is the metric's to say. */
export function headlineSection(sheet: TearSheet): Markup[] {
  return [
    panel('Headline', scrollBox('Headline metrics', '', headlineTable(sheet))),
    panel(
      'In words',
      paragraph('The portfolio net of costs, beside what would have been easy.', 'muted'),
      element(
        'div',
        { class: 'columns' },
        comparisons(sheet, 'benchmark', sheet.benchmark),
        comparisons(sheet, 'equalWeight', 'equal weight'),
      ),
    ),
  ]
}
