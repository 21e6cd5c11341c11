import type { AssetProfits } from '../backtest/asset-profits.js'
import type { CostBreakdown } from '../backtest/costs.js'
import { returnsOf } from '../backtest/returns-of.js'
import type { SessionDay } from '../core/calendar.js'
import type { MetricName } from '../risk/metrics.js'
import type { MaybeNumber } from './number-text.js'

/** Portfolios of a tear sheet, in the order in which they are drawn: the same line looks the same in every chart. */
export const CURVES = ['net', 'equalWeight', 'benchmark', 'gross'] as const
export type CurveName = (typeof CURVES)[number]

/** Metrics of one portfolio as the report has them; missing and null ones are not known. */
export interface MeasuredCurve {
  readonly values: Readonly<Partial<Record<MetricName, MaybeNumber>>>
  /** Bootstrap intervals of headline metrics, by metric. */
  readonly intervals?: Readonly<Record<string, { readonly low: MaybeNumber; readonly high: MaybeNumber } | undefined>>
}

/** One decision: what was to be held, and why. */
export interface TearSheetDecision {
  readonly date: SessionDay
  /** Fractions of equity of what is not 0, by label; negative = short. */
  readonly weights: readonly { readonly label: string; readonly weight: number }[]
  readonly reason: string
}

/** How the portfolio was run and measured. */
export interface TearSheetTerms {
  readonly riskFree: number
  readonly sessionsPerYear: number
  /** Level of the intervals. */
  readonly level: number
  readonly costBps: number
  readonly fill: string
  readonly capital: number
  /** One way, per year, as a fraction of equity. */
  readonly turnover: MaybeNumber
}

/** Everything that a tear sheet is made from. Arrays are over the sessions of the backtest; texts unescaped, numbers raw. */
export interface TearSheet extends AssetProfits {
  readonly title: string
  readonly hypothesis: string
  readonly simulated: boolean
  readonly verdict: string
  readonly warnings: readonly string[]
  /** Symbol of the benchmark. */
  readonly benchmark: string
  /** Session days, ascending; shape [nSessions] */
  readonly dates: Int32Array
  /** Equity of each portfolio, currency; NaN where there is none. */
  readonly equity: Readonly<Record<CurveName, Float64Array>>
  readonly metrics: Readonly<Record<CurveName, MeasuredCurve>>
  /** Names of the assets that weights and contributions are of. */
  readonly labels: readonly string[]
  readonly decisions: readonly TearSheetDecision[]
  /** Traded value of each session as a fraction of equity; shape [nSessions] */
  readonly traded: Float64Array
  /** Trading costs of each session in currency, by kind; shape [nSessions] each */
  readonly costs: Readonly<Record<keyof CostBreakdown, Float64Array>>
  readonly terms: TearSheetTerms
}

/** Names of the portfolios as a reader sees them. */
export function curveLabel(curve: CurveName, { benchmark }: Pick<TearSheet, 'benchmark'>): string {
  return { net: 'Net of costs', gross: 'Before costs', equalWeight: 'Equal weight', benchmark }[curve]
}

/** Returns of a portfolio from session to session; shape [nSessions - 1]. */
export function curveReturns({ equity }: Pick<TearSheet, 'equity'>, curve: CurveName): Float64Array {
  return returnsOf({ equity: equity[curve] })
}
