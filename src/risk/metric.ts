import type { SessionDay } from '../core/calendar.js'
import type { AnnualOptions } from './periods.js'
import {
  formatPercent,
  formatRatio,
  formatSessions,
  fraction,
  ratio,
  sessions,
  type Fraction,
  type Ratio,
  type Sessions,
} from './units.js'

/** What a metric may be measured from. */
export interface MetricInput extends AnnualOptions {
  /** Simple returns per period, as fractions; shape [nPeriods] */
  readonly returns: Float64Array
  /** Of the same periods; metrics against a benchmark are NaN without one. */
  readonly benchmark?: Float64Array | undefined
  /** Day on which each period ends, ascending; metrics by the calendar are NaN without them. */
  readonly dates?: ArrayLike<SessionDay> | undefined
  /** Probability of the tails that are looked at: 0.05 for a value at risk "of 95%". */
  readonly tail: number
  /** Probability that an interval among the metrics is to cover; 0.95 when absent. */
  readonly level?: number | undefined
}

/** The default of {@link MetricInput}. */
export const USUAL_TAIL = 0.05

/** The direction of good: `neither` describes and does not judge. */
export type Better = 'higher' | 'lower' | 'neither'

/** A metric: its name, unit and direction of good, what it is in a few words, and the function. */
export interface Metric<Value extends number = number> {
  readonly label: string
  readonly unit: 'fraction' | 'sessions' | 'ratio'
  readonly better: Better
  /** A loss is negative or 0: nearer to 0 is smaller, and higher. */
  readonly isLoss: boolean
  /** Of what the metric looks at the tail only; absent when it looks at all. */
  readonly tailOf?: 'periods' | 'drawdowns'
  /** Decimals in percent where one would not tell two values apart; 1 when absent. */
  readonly decimals?: number
  readonly definition: string
  /** @returns NaN where it is not known */
  readonly measure: (input: MetricInput) => Value
}

type Maker<Value extends number> = (
  label: string,
  better: Better,
  definition: string,
  measure: (input: MetricInput) => Value,
) => Metric<Value>

const maker =
  <Value extends number>(unit: Metric['unit'], isLoss: boolean): Maker<Value> =>
  (label, better, definition, measure) => ({ label, unit, better, isLoss, definition, measure })

/** Marks a metric as one of a tail: reports say beside its name how large that is, and of what. */
export function ofTail<Value extends number>(
  tailOf: NonNullable<Metric['tailOf']>,
  metric: Metric<Value>,
): Metric<Value> {
  return { ...metric, tailOf }
}

/** Says with how many decimals a metric is written. */
export function written<Value extends number>(decimals: number, metric: Metric<Value>): Metric<Value> {
  return { ...metric, decimals }
}

/** A metric that is a part of a whole. */
export const share = maker<Fraction>('fraction', false)
/** A metric that is a loss, as a negative part of a whole. */
export const loss = maker<Fraction>('fraction', true)
/** A metric without unit. */
export const pure = maker<Ratio>('ratio', false)
/** A metric that is a length of time. */
export const time = maker<Sessions>('sessions', false)

/**
 * The value of a metric with its unit; "n/a" when it is NaN or infinite.
 * @param period - name of a period of the series
 */
export function formatMetric(
  { unit, decimals }: Pick<Metric, 'unit' | 'decimals'>,
  value: number,
  period = 'session',
): string {
  if (unit === 'fraction') return formatPercent(fraction(value), decimals)
  return unit === 'sessions' ? formatSessions(sessions(value), period) : formatRatio(ratio(value))
}
