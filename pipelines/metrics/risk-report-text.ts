import { textTable } from '../../src/export/text-table.js'
import { FACT_SHEET } from '../../src/risk/comparison.js'
import { CONVENTIONS, type ConventionName } from '../../src/risk/convention.js'
import { formatMetric, type Metric } from '../../src/risk/metric.js'
import { METRICS, type MetricName } from '../../src/risk/metrics.js'
import { formatLevel, formatPercent, formatSessions, fraction, periodName, sessions } from '../../src/risk/units.js'
import type { MetricRow, RiskReport } from './risk-report.js'

/** The name of a metric with what it depends on: the size of a tail, the level of an interval. */
function labelOf(metric: MetricName, { tail, periodsPerYear, bootstrap }: RiskReport): string {
  const { label, tailOf }: Metric = METRICS[metric]
  if (metric === 'alphaLow' || metric === 'alphaHigh') return `${label} (${formatLevel(bootstrap.level)})`
  if (tailOf === undefined) return label
  return `${label}, ${formatLevel(tail)} of ${tailOf === 'periods' ? `${periodName(periodsPerYear)}s` : tailOf}`
}

function metricTable(report: RiskReport): string {
  const { metrics, benchmarkColumn, bootstrap, periodsPerYear } = report
  const level = formatLevel(bootstrap.level)
  const period = periodName(periodsPerYear)
  const rows = metrics.map((row: MetricRow) => {
    const show = (value: number | undefined): string => (value === undefined ? '' : formatMetric(row, value, period))
    const interval = row.interval === undefined ? '' : `${show(row.interval.low)} to ${show(row.interval.high)}`
    const cells = [labelOf(row.metric, report), show(row.value), interval]
    return benchmarkColumn === null ? cells : [...cells, show(row.benchmark), row.verdict ?? '']
  })
  const titles = ['metric', 'value', `${level} interval`]
  return textTable(benchmarkColumn === null ? titles : [...titles, benchmarkColumn, 'verdict'], rows)
}

/** Metrics by conventions; a convention that does not know a metric leaves its cell empty. */
function conventionTable(report: RiskReport): string {
  const { conventions, periodsPerYear } = report
  const names = (Object.keys(CONVENTIONS) as ConventionName[]).filter((name) =>
    conventions.some(({ convention }) => convention === name),
  )
  const metrics = [...new Set(conventions.map(({ metric }): MetricName => metric))]
  const period = periodName(periodsPerYear)
  const rows = metrics.map((metric) => [
    labelOf(metric, report),
    ...names.map((name) => {
      const found = conventions.find((value) => value.metric === metric && value.convention === name)
      if (found === undefined) return ''
      return `${formatMetric(METRICS[metric], found.value, period)}${found.isPerPeriod && Number.isFinite(found.value) ? '*' : ''}`
    }),
  ])
  return `${textTable(['convention', ...names], rows)}\n* of one ${period}, not of a year`
}

/** Metrics of a file as a person reads them in a terminal. */
export function riskReportText(report: RiskReport): string {
  const { file, column, from, to, periods, periodsPerYear, riskFree, metrics, drawdowns, bootstrap, notes } = report
  const losses = drawdowns.map(({ peak, trough, recovery, depth, length }) => [
    peak ?? 'start',
    trough,
    recovery ?? 'open',
    formatPercent(fraction(depth)),
    formatSessions(sessions(length), periodName(periodsPerYear)),
  ])
  const sentences = metrics.flatMap(({ metric, sentence }) =>
    sentence !== undefined && FACT_SHEET.includes(metric) ? [sentence] : [],
  )
  return [
    `${file}, ${column}: ${from} to ${to}, ${periods} returns, ${periodsPerYear} a year, risk-free ${formatPercent(fraction(riskFree), 2)}`,
    `intervals: stationary bootstrap, ${bootstrap.samples} resamples, blocks of ${bootstrap.meanBlock.toFixed(1)} periods on average`,
    ...notes,
    '',
    metricTable(report),
    '',
    'The same metrics as others compute them (formulas with --json)',
    conventionTable(report),
    '',
    'Deepest drawdowns',
    losses.length === 0 ? 'none' : textTable(['peak', 'trough', 'recovery', 'depth', 'length'], losses),
    ...(sentences.length === 0 ? [] : ['', ...sentences]),
  ].join('\n')
}
