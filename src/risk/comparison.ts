import { formatMetric } from './metric.js'
import { METRICS, type MetricName } from './metrics.js'

/** Whether a value is good news beside another one; `unknown` where either is NaN or infinite, `none` where the metric does not judge. */
export type Verdict = 'better' | 'worse' | 'same' | 'none' | 'unknown'

/** A metric of two series, in a sentence. */
export interface Comparison {
  readonly metric: MetricName
  readonly verdict: Verdict
  readonly sentence: string
}

/** What a fact sheet compares, in its order: the metrics of the requirements' document S4. */
export const FACT_SHEET: readonly MetricName[] = [
  'totalReturn',
  'cagr',
  'volatility',
  'downsideVolatility',
  'sharpe',
  'sortino',
  'ulcerIndex',
  'maxDrawdown',
  'longestUnderWater',
  'averageUnderWater',
]

/** Names of what is compared. */
export interface ComparedNames {
  /** Of the benchmark, "SPY". */
  readonly benchmark: string
  /** Over which time, "5 years"; nothing is said when absent. */
  readonly span?: string
  /** Of a period of the series, "month"; "session" when absent. */
  readonly period?: string
}

function directionOf(metric: MetricName, isAbove: boolean): string {
  const { unit, isLoss } = METRICS[metric]
  if (isLoss) return isAbove ? 'a smaller loss' : 'a larger loss'
  if (unit === 'sessions') return isAbove ? 'longer' : 'shorter'
  return isAbove ? 'higher' : 'lower'
}

/**
 * Says of one metric which of two series is the better one. Values that print alike are the same.
 * @example "Max. drawdown over 5 years: -18.5% against -33.7% of SPY, a smaller loss, thus better."
 */
export function compareMetric(metric: MetricName, own: number, market: number, names: ComparedNames): Comparison {
  const { label, better } = METRICS[metric]
  const textOf = (value: number): string => formatMetric(METRICS[metric], value, names.period)
  const [ownText, marketText] = [textOf(own), textOf(market)]
  const span = names.span === undefined ? '' : ` over ${names.span}`
  const start = `${label}${span}: ${ownText} against ${marketText} of ${names.benchmark}`
  if (!Number.isFinite(own) || !Number.isFinite(market))
    return { metric, verdict: 'unknown', sentence: `${start}, which can not be compared.` }
  if (ownText === marketText) return { metric, verdict: 'same', sentence: `${start}, the same.` }
  const isAbove = own > market
  const direction = directionOf(metric, isAbove)
  if (better === 'neither') return { metric, verdict: 'none', sentence: `${start}, ${direction}.` }
  const verdict = isAbove === (better === 'higher') ? 'better' : 'worse'
  return { metric, verdict, sentence: `${start}, ${direction}, thus ${verdict}.` }
}
