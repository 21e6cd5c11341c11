import type { MetricInput } from './metric.js'
import type { MetricName } from './metrics.js'

/** Who computes metrics in a way of their own. */
export const CONVENTIONS = {
  sectorcast: 'this program',
  empyrical: 'empyrical 0.5.5, which pyfolio prints',
  quantstats: 'QuantStats 0.0.84',
  'quantstats-0.0.69': 'QuantStats 0.0.69 and before',
  'quantstats-2022': 'QuantStats of 2022, before its cagr had a parameter "periods"',
  qlib: 'Qlib (commit 0320bdd), risk_analysis with mode "sum": returns are added up, 238 sessions a year',
  'qlib-product': 'Qlib (commit 0320bdd), risk_analysis with mode "product"',
  s4: "the requirements' document S4: growth in the numerator, 2.5% flat risk-free",
} as const

export type ConventionName = keyof typeof CONVENTIONS

/** How one convention computes one metric. */
export interface ConventionEntry {
  readonly metric: MetricName
  readonly convention: ConventionName
  /** The function's name there, or the place that was read. */
  readonly source: string
  readonly formula: string
  /** A number of one period where the metric is usually one of a year. */
  readonly isPerPeriod: boolean
  /** @returns NaN where it is not known */
  readonly measure: (input: MetricInput) => number
}

/** A maker of the entries of one convention. */
export const entriesOf =
  (convention: ConventionName) =>
  (
    metric: MetricName,
    source: string,
    formula: string,
    measure: ConventionEntry['measure'],
    isPerPeriod = false,
  ): ConventionEntry => ({
    convention,
    metric,
    source,
    formula,
    isPerPeriod,
    measure,
  })

/** A measure against the benchmark; NaN where there is none. */
export const withBenchmark =
  (measure: (benchmark: Float64Array, input: MetricInput) => number) =>
  (input: MetricInput): number =>
    input.benchmark === undefined ? NaN : measure(input.benchmark, input)
