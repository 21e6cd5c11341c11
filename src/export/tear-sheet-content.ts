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

/** A portfolio of the run as a row among all of them. */
export interface PortfolioLine {
  readonly label: string
  readonly gross: MeasuredCurve
  readonly net: MeasuredCurve
  /** One way, per year, as a fraction of equity. */
  readonly turnover: MaybeNumber
}

/** The Sharpe ratio of all strategies together less that of another portfolio, with the ends of its interval. */
export interface SharpeDifference {
  readonly than: string
  /** The other one is among what is combined. */
  readonly isPart: boolean
  readonly difference: MaybeNumber
  readonly low: MaybeNumber
  readonly high: MaybeNumber
}

/** Whether strategies are better together. */
export interface StrategiesClaim {
  /** One plain sentence. */
  readonly verdict: string
  readonly comparisons: readonly SharpeDifference[]
}

/** What a sector brought of the active return, a fraction. */
export interface ActivePart {
  readonly label: string
  readonly value: MaybeNumber
}

/** The active return of a span of time by cause, fractions: net less benchmark is the sum of the four effects. */
export interface ActiveSpan {
  readonly net: MaybeNumber
  readonly benchmark: MaybeNumber
  readonly allocation: MaybeNumber
  readonly selection: MaybeNumber
  readonly interaction: MaybeNumber
  /** Costs, interest and fees. */
  readonly other: MaybeNumber
  /** The allocation by sector; cash is one. */
  readonly sectors: readonly ActivePart[]
}

/** Why the portfolio did otherwise than the benchmark weights. */
export interface ActiveReturn {
  /** What the benchmark weights are, at the beginning of a sentence: "Equal weights". */
  readonly benchmark: string
  readonly whole: ActiveSpan
  readonly years: readonly (ActiveSpan & { readonly year: number })[]
}

/** Growth a year where distributions are paid in cash, where they are reinvested at once, and the first less the second; fractions. */
export interface DistributionsEffect {
  readonly cash: MaybeNumber
  readonly reinvested: MaybeNumber
  readonly difference: MaybeNumber
}

/** What distributions in cash did to the portfolio, and to each fund held alone; no funds where that was not recorded. */
export interface SheetDistributions extends DistributionsEffect {
  readonly funds: readonly (DistributionsEffect & { readonly label: string })[]
}

/** What it made to short through inverse funds; growth a year, fractions. */
export interface ShortsEffect {
  /** As it was carried out, and with the assets themselves borrowed and sold. */
  readonly inverse: MaybeNumber
  readonly direct: MaybeNumber
  /** Inverse less direct: the sum of the funds' fee and of what resetting daily and borrowing make. */
  readonly difference: MaybeNumber
  readonly fee: MaybeNumber
  readonly resetting: MaybeNumber
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
  /** One-way turnover of each session as a fraction of equity, without what builds the portfolio from cash; shape [nSessions] */
  readonly turnover: Float64Array
  /** Trading costs of each session in currency, by kind; shape [nSessions] each */
  readonly costs: Readonly<Record<keyof CostBreakdown, Float64Array>>
  readonly terms: TearSheetTerms
  /** Every portfolio of the run; empty where there are no others than those of the metrics. */
  readonly portfolios: readonly PortfolioLine[]
  /** Absent where the run has no strategies. */
  readonly strategies?: StrategiesClaim
  /** Absent where it was not recorded. */
  readonly active?: ActiveReturn
  /** Absent where distributions are not paid in cash. */
  readonly distributions?: SheetDistributions
  /** Absent where shorts are carried out directly. */
  readonly shorts?: ShortsEffect
}

/** Names of the portfolios as a reader sees them. */
export function curveLabel(curve: CurveName, { benchmark }: Pick<TearSheet, 'benchmark'>): string {
  return { net: 'Net of costs', gross: 'Before costs', equalWeight: 'Equal weight', benchmark }[curve]
}

/** Returns of a portfolio from session to session; shape [nSessions - 1]. */
export function curveReturns({ equity }: Pick<TearSheet, 'equity'>, curve: CurveName): Float64Array {
  return returnsOf({ equity: equity[curve] })
}
