import { annualTurnover } from '../src/backtest/annual-turnover.js'
import type { SessionDay } from '../src/core/calendar.js'
import { mapRecord } from '../src/core/map-record.js'
import { headlineIntervals, type Headline } from '../src/overfit/headline-intervals.js'
import { USUAL_TAIL } from '../src/risk/metric.js'
import { measureAll, type MetricValues } from '../src/risk/metrics.js'
import { dailyReturns, type PortfolioResult } from './backtest.js'
import { bootstrapTerms } from './bootstrap-terms.js'
import type { Experiment } from './experiment-schema.js'

/** Ends of a bootstrap interval of the report's level; NaN where the metric is. */
interface Interval {
  readonly low: number
  readonly high: number
}

/** One portfolio before and after costs: every metric of `src/risk/metrics.ts`, against the benchmark after costs. */
export interface PortfolioReport {
  readonly gross: MetricValues
  readonly net: MetricValues & { readonly intervals: Readonly<Record<Headline, Interval>> }
  /** One-way turnover a year, as a fraction of equity. */
  readonly turnover: number
}

/** How a portfolio is measured. */
interface PortfolioReportOptions {
  readonly report: Experiment['report']
  readonly seed: number
  /** Session days of the panel; shape [nDates] */
  readonly dates: ArrayLike<SessionDay>
}

/**
 * The report of one portfolio.
 * @param benchmark - net returns of the benchmark over the same sessions
 */
export function portfolioReport(
  result: PortfolioResult,
  benchmark: Float64Array,
  { report, seed, dates }: PortfolioReportOptions,
): PortfolioReport {
  const { gross, net } = dailyReturns(result)
  const first = result.net.startIndex + 1
  const convention = { periodsPerYear: report.sessionsPerYear, riskFreeAnnual: report.riskFree }
  const common = {
    ...convention,
    benchmark,
    tail: USUAL_TAIL,
    dates: Array.from(net, (_, i) => dates[first + i]),
  }
  const intervals = headlineIntervals(net, benchmark, {
    ...convention,
    ...bootstrapTerms({ seed, report }),
  })
  return {
    gross: measureAll({ ...common, returns: gross }),
    net: {
      ...measureAll({ ...common, returns: net }),
      intervals: mapRecord<Headline, Interval, Interval>(intervals, ({ low, high }) => ({ low, high })),
    },
    turnover: annualTurnover(result.net, report.sessionsPerYear),
  }
}
