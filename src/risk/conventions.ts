import { CONVENTIONS, entriesOf, type ConventionEntry, type ConventionName } from './convention.js'
import { EMPYRICAL } from './empyrical-convention.js'
import type { MetricInput } from './metric.js'
import { METRICS, type MetricName } from './metrics.js'
import { QLIB } from './qlib-convention.js'
import { QUANTSTATS } from './quantstats-convention.js'
import { S4 } from './s4-convention.js'

const OTHERS = [...EMPYRICAL, ...QUANTSTATS, ...QLIB, ...S4]

const own = entriesOf('sectorcast')

/**
 * Every metric that somebody else prints too, under each convention: what ties a published number to the project's own. The order
 * is that of the metrics, the project's own first.
 */
const CONVENTION_TABLE: readonly ConventionEntry[] = (Object.keys(METRICS) as MetricName[]).flatMap((metric) => {
  const others = OTHERS.filter((entry) => entry.metric === metric)
  if (others.length === 0) return []
  const { definition, measure } = METRICS[metric]
  return [own(metric, 'src/risk', definition, measure), ...others]
})

/** A metric under one convention, measured. */
export interface ConventionValue {
  readonly metric: MetricName
  readonly convention: ConventionName
  /** NaN where it is not known, such as a benchmark's metric without one. */
  readonly value: number
  readonly formula: string
  /** Of one period, where the metric is usually one of a year. */
  readonly isPerPeriod: boolean
  readonly source: string
}

/**
 * The table of conventions for a series.
 * @throws ConfigError when an option is out of range; ShapeError when lengths differ
 */
export function conventionValues(input: MetricInput): ConventionValue[] {
  return CONVENTION_TABLE.map(({ metric, convention, source, formula, isPerPeriod, measure }) => ({
    metric,
    convention,
    value: measure(input),
    formula,
    isPerPeriod,
    source: convention === 'sectorcast' ? source : `${CONVENTIONS[convention]}: ${source}`,
  }))
}
