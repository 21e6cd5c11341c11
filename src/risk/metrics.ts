import { mapRecord } from '../core/map-record.js'
import { ACTIVE_METRICS } from './active-metrics.js'
import type { Metric, MetricInput } from './metric.js'
import { SERIES_METRICS } from './series-metrics.js'

/** Every metric by name: what reports, JSON and pages are made from. */
export const METRICS = { ...SERIES_METRICS, ...ACTIVE_METRICS } as const satisfies Readonly<Record<string, Metric>>

export type MetricName = keyof typeof METRICS

/** Whether a metric is one of a series against its benchmark: the benchmark has none of its own. */
export function isActive(metric: MetricName): boolean {
  return metric in ACTIVE_METRICS
}

/** A value with its unit for every metric. */
export type MetricValues = { readonly [Name in MetricName]: ReturnType<(typeof METRICS)[Name]['measure']> }

/**
 * Every metric of a series.
 * @returns NaN where a metric is not known: without benchmark or dates, where it is not defined, or when any return is NaN
 * @throws ConfigError when an option is out of range; ShapeError when lengths differ
 */
export function measureAll(input: MetricInput): MetricValues {
  return mapRecord<MetricName, Metric, number>(METRICS, ({ measure }) => measure(input)) as MetricValues
}
