import { formatSession } from '../../src/core/calendar.js'
import { ConfigError } from '../../src/core/errors.js'
import { median } from '../../src/core/statistics.js'
import { automaticBlockLength } from '../../src/overfit/block-length.js'
import { headlineIntervals, HEADLINES, type HeadlineIntervals } from '../../src/overfit/headline-intervals.js'
import { longestBlock } from '../../src/overfit/stationary-bootstrap.js'
import { compareMetric, type Verdict } from '../../src/risk/comparison.js'
import { conventionValues, type ConventionValue } from '../../src/risk/conventions.js'
import { largestDrawdowns } from '../../src/risk/drawdown.js'
import { USUAL_TAIL, type Metric, type MetricInput } from '../../src/risk/metric.js'
import { isActive, measureAll, METRICS, type MetricName } from '../../src/risk/metrics.js'
import { periodName } from '../../src/risk/units.js'
import { readReturnFile, type ReturnColumns, type ReturnFile } from './risk-report-file.js'
import { timesReport, type TimesReport } from './risk-report-times.js'

/** What is asked of a file of returns. */
export interface RiskQuestion extends ReturnColumns {
  readonly file: string
  /** By the spacing of the dates when absent. */
  readonly periodsPerYear?: number | undefined
  /** Flat annual rate, as fraction. */
  readonly riskFree: number
  readonly bootstrap: {
    readonly samples: number
    /** Mean length of a block in periods, or the length that the series itself asks for; cut to a third of the series. */
    readonly block: number | 'auto'
    readonly level: number
    readonly seed: number
  }
}

/** One metric, of the series and of its benchmark. */
export interface MetricRow extends Pick<Metric, 'label' | 'unit' | 'better' | 'definition'> {
  readonly metric: MetricName
  /** NaN (null in JSON) where it is not known. */
  readonly value: number
  readonly benchmark?: number
  /** Bootstrap interval of a headline metric. */
  readonly interval?: { readonly low: number; readonly high: number }
  readonly verdict?: Verdict
  readonly sentence?: string
}

/** A drawdown with its days; null where the file does not tell, or not yet. */
interface DrawdownRow {
  readonly peak: string | null
  readonly trough: string
  readonly recovery: string | null
  readonly depth: number
  readonly length: number
}

/** Everything that is measured of a file. */
export interface RiskReport extends TimesReport {
  readonly file: string
  readonly sha256: string
  readonly column: string
  readonly benchmarkColumn: string | null
  readonly from: string
  readonly to: string
  readonly periods: number
  readonly periodsPerYear: number
  readonly riskFree: number
  readonly tail: number
  readonly bootstrap: {
    readonly samples: number
    readonly meanBlock: number
    readonly level: number
    readonly seed: number
  }
  readonly metrics: readonly MetricRow[]
  /** The gain over the benchmark's Sharpe ratio, with its interval; absent without a benchmark. */
  readonly sharpeDifference?: { readonly estimate: number; readonly low: number; readonly high: number }
  readonly conventions: readonly ConventionValue[]
  readonly drawdowns: readonly DrawdownRow[]
  /** What the reader should know of how the numbers came about. */
  readonly notes: readonly string[]
}

const MOST_ROWS = 5

/** Periods a year by the usual spacing of the dates in days. */
function usualPeriods(dates: Int32Array): number {
  const gap = median(dates.subarray(1).map((day, i) => day - dates[i]))
  if (gap <= 4) return 252
  if (gap <= 10) return 52
  if (gap <= 45) return 12
  return gap <= 135 ? 4 : 1
}

function metricRows(
  input: MetricInput,
  benchmarkName: string | undefined,
  intervals: ReadonlyMap<string, { low: number; high: number }>,
): MetricRow[] {
  const own = measureAll(input)
  const market = input.benchmark === undefined ? undefined : measureAll({ ...input, returns: input.benchmark })
  return (Object.keys(METRICS) as MetricName[]).map((metric) => {
    const { label, unit, better, definition } = METRICS[metric]
    const interval = intervals.get(metric)
    const row = {
      metric,
      label,
      unit,
      better,
      definition,
      value: own[metric],
      ...(interval === undefined ? {} : { interval }),
    }
    if (market === undefined || benchmarkName === undefined || isActive(metric)) return row
    const { verdict, sentence } = compareMetric(metric, own[metric], market[metric], {
      benchmark: benchmarkName,
      period: periodName(input.periodsPerYear),
    })
    return { ...row, benchmark: market[metric], verdict, sentence }
  })
}

function drawdownRows({ start, dates, returns }: ReturnFile): DrawdownRow[] {
  const dayOf = (point: number): string | null => {
    if (point > 0) return formatSession(dates[point - 1])
    return start === undefined ? null : formatSession(start)
  }
  return largestDrawdowns(returns, MOST_ROWS).map(({ peak, trough, recovery, depth, length }) => ({
    peak: dayOf(peak),
    trough: formatSession(dates[trough - 1]),
    recovery: recovery === undefined ? null : dayOf(recovery),
    depth,
    length,
  }))
}

/**
 * The mean block of the bootstrap, and whether it was cut.
 * @throws ConfigError when one is asked for that is longer than the series
 */
function blockOf({ file, returns }: ReturnFile, asked: number | 'auto'): { meanBlock: number; notes: string[] } {
  if (asked === 'auto') return { meanBlock: automaticBlockLength(returns), notes: [] }
  if (asked > returns.length)
    throw new ConfigError(`--block "${asked}", expected at most the ${returns.length} periods of ${file}`)
  const longest = longestBlock(returns.length)
  if (asked <= longest) return { meanBlock: asked, notes: [] }
  return {
    meanBlock: longest,
    notes: [
      `The bootstrap's blocks were cut from ${asked} to ${longest} periods, a third of the series: longer ones make intervals look narrow.`,
    ],
  }
}

/** Names the metrics whose estimate is not in its interval, as that looks like a mistake; empty when there are none. */
function outsideNotes(intervals: HeadlineIntervals): string[] {
  const outside = HEADLINES.filter((name) => {
    const { estimate, low, high } = intervals[name]
    return estimate < low || estimate > high
  })
  if (outside.length === 0) return []
  const labels = outside.map((name) => (name === 'sharpeDifference' ? 'Sharpe difference' : METRICS[name].label))
  return [
    `Outside of its own interval: ${labels.join(', ')}. Resamples break up the path, and a percentile interval of an extreme need not hold the estimate.`,
  ]
}

/**
 * Measures a file of returns or values: every metric, each convention beside it, intervals, and sentences against the benchmark.
 * @throws ConfigError, DataError as the reader and the metrics do
 */
export function riskReport(question: RiskQuestion): RiskReport {
  const source = readReturnFile(question.file, question)
  const { dates, returns, benchmark } = source
  const periodsPerYear = question.periodsPerYear ?? usualPeriods(dates)
  const { block, ...bootstrap } = question.bootstrap
  const { meanBlock, notes } = blockOf(source, block)
  const convention = { periodsPerYear, riskFreeAnnual: question.riskFree }
  const input = { ...convention, returns, benchmark, dates, tail: USUAL_TAIL, level: bootstrap.level }
  const intervals = headlineIntervals(returns, benchmark, { ...convention, ...bootstrap, meanBlock })
  const ends = HEADLINES.map((name) => [name, { low: intervals[name].low, high: intervals[name].high }] as const)
  return {
    file: source.file,
    sha256: source.sha256,
    column: source.column,
    benchmarkColumn: source.benchmarkColumn ?? null,
    from: formatSession(dates[0]),
    to: formatSession(dates[dates.length - 1]),
    periods: returns.length,
    periodsPerYear,
    riskFree: question.riskFree,
    tail: USUAL_TAIL,
    bootstrap: { ...bootstrap, meanBlock },
    metrics: metricRows(input, source.benchmarkColumn, new Map(ends)),
    ...(benchmark === undefined ? {} : { sharpeDifference: intervals.sharpeDifference }),
    conventions: conventionValues(input),
    drawdowns: drawdownRows(source),
    ...timesReport(source, convention),
    notes: [...notes, ...outsideNotes(intervals)],
  }
}
