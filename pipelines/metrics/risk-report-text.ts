import { textTable } from '../../src/export/text-table.js'
import { FACT_SHEET } from '../../src/risk/comparison.js'
import { CONVENTIONS, type ConventionName } from '../../src/risk/convention.js'
import { formatMetric } from '../../src/risk/metric.js'
import { METRICS, type MetricName } from '../../src/risk/metrics.js'
import { formatPercent, fraction } from '../../src/risk/units.js'
import type { MetricRow, RiskReport } from './risk-report.js'

function metricTable({ metrics, benchmarkColumn, bootstrap }: RiskReport): string {
  const rows = metrics.map((row: MetricRow) => {
    const show = (value: number | undefined): string => (value === undefined ? '' : formatMetric(row, value))
    const interval = row.interval === undefined ? '' : `${show(row.interval.low)} to ${show(row.interval.high)}`
    return [row.label, show(row.value), interval, show(row.benchmark), row.verdict ?? '']
  })
  const level = formatPercent(fraction(bootstrap.level), 0)
  return textTable(['metric', 'value', `${level} interval`, benchmarkColumn ?? '', ''], rows)
}

/** Metrics by conventions; a convention that does not know a metric leaves its cell empty. */
function conventionTable({ conventions }: RiskReport): string {
  const names = (Object.keys(CONVENTIONS) as ConventionName[]).filter((name) =>
    conventions.some(({ convention }) => convention === name),
  )
  const metrics = [...new Set(conventions.map(({ metric }): MetricName => metric))]
  const rows = metrics.map((metric) => [
    METRICS[metric].label,
    ...names.map((name) => {
      const found = conventions.find((value) => value.metric === metric && value.convention === name)
      return found === undefined ? '' : formatMetric(METRICS[metric], found.value)
    }),
  ])
  return textTable(['convention', ...names], rows)
}

/** Metrics of a file as a person reads them in a terminal. */
export function riskReportText(report: RiskReport): string {
  const { file, column, from, to, periods, periodsPerYear, riskFree, metrics, drawdowns, bootstrap } = report
  const losses = drawdowns.map(({ peak, trough, recovery, depth, length }) => [
    peak ?? 'start',
    trough,
    recovery ?? 'open',
    formatPercent(fraction(depth)),
    String(length),
  ])
  const sentences = metrics.flatMap(({ metric, sentence }) =>
    sentence !== undefined && FACT_SHEET.includes(metric) ? [sentence] : [],
  )
  return [
    `${file}, ${column}: ${from} to ${to}, ${periods} returns, ${periodsPerYear} a year, risk-free ${formatPercent(fraction(riskFree), 2)}`,
    `intervals: stationary bootstrap, ${bootstrap.samples} resamples, blocks of ${bootstrap.meanBlock.toFixed(1)} periods on average`,
    '',
    metricTable(report),
    '',
    'The same metrics as others compute them (formulas with --json)',
    conventionTable(report),
    '',
    'Deepest drawdowns',
    textTable(['peak', 'trough', 'recovery', 'depth', 'length'], losses),
    ...(sentences.length === 0 ? [] : ['', ...sentences]),
  ].join('\n')
}
