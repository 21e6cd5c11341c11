import type { Heatmap } from './heatmap.js'
import type { ChartLine } from './line-chart.js'
import type { MaybeNumber } from './number-text.js'

/** Skill of one model's scores, out of sample. */
export interface ModelRow {
  readonly name: string
  /** Mean over sessions of the rank correlation between scores and what followed. */
  readonly rankIc: MaybeNumber
  /** Its t statistic. */
  readonly rankIcT: MaybeNumber
  /** Share of forecasts with the right sign, a fraction. */
  readonly hitRate: MaybeNumber
}

/** Risk and return of one equity curve; fractions per year where a year applies. */
export interface CurveNumbers {
  readonly cagr: MaybeNumber
  readonly volatility: MaybeNumber
  readonly sharpe: MaybeNumber
  readonly sortino: MaybeNumber
  /** Fraction in [-1, 0]. */
  readonly maxDrawdown: MaybeNumber
  /** Fraction, 0 or more. */
  readonly ulcerIndex: MaybeNumber
  /** Sessions. */
  readonly longestUnderWater: MaybeNumber
}

/** One portfolio, before and after costs. */
export interface PortfolioRow {
  readonly name: string
  readonly gross: CurveNumbers
  readonly net: CurveNumbers
  /** One way, per year, as a fraction of equity. */
  readonly turnover: MaybeNumber
}

/** One line of what to hold now. */
export interface HoldRow {
  readonly symbol: string
  readonly sector: string
  /** Fractions of equity. */
  readonly targetWeight: MaybeNumber
  readonly currentWeight: MaybeNumber
  /** Signed value to trade, currency: positive buys. */
  readonly trade: MaybeNumber
}

/** One line of what to hold now in other instruments. */
export interface InstrumentRow {
  readonly symbol: string
  /** What it stands for; empty where it is that itself. */
  readonly standsFor: string
  /** Fraction of equity. */
  readonly weight: MaybeNumber
  /** Currency. */
  readonly amount: MaybeNumber
}

/** Lines on common session days. */
export interface ReportChart {
  /** Session days, ascending; shape [nDates]. */
  readonly dates: Int32Array
  readonly lines: readonly ChartLine[]
}

/** What the numbers rest on. */
export interface ReportFacts {
  /** First and last session of the data, YYYY-MM-DD. */
  readonly dataFrom: string
  readonly dataTo: string
  readonly sessions: number
  readonly symbols: number
  readonly folds: number
  /** Sessions forecast. */
  readonly horizon: number
  readonly costBps: number
  /** Price at which decisions are traded. */
  readonly fill: string
  readonly seed: number
}

/** Dated numbers that stood beside the prices. */
export interface FeedRow {
  readonly name: string
  /** Share of the sessions (and sectors) with a value, a fraction. */
  readonly coverage: number
  /** What a reader should know of the numbers. */
  readonly notes: readonly string[]
}

/** Everything a report says, as plain data: numbers raw (fractions, not percent), texts unescaped. */
export interface ReportContent {
  readonly title: string
  readonly hypothesis: string
  readonly simulated: boolean
  /** Session of the latest forecasts, YYYY-MM-DD. */
  readonly asOf: string
  /** What the evidence allows to say, in a sentence. */
  readonly verdict: string
  /** What a reader has to be warned of, a sentence each. */
  readonly warnings?: readonly string[]
  readonly models: readonly ModelRow[]
  readonly portfolios: readonly PortfolioRow[]
  readonly hold: readonly HoldRow[]
  /** The same decision in the inverse funds that its shorts are carried out with; absent where they are carried out directly. */
  readonly instruments?: readonly InstrumentRow[]
  /** Why these are to be held, in a sentence; nothing is said when absent. */
  readonly holdReason?: string
  /** Equity or growth of 1, above 0; drawn on a logarithmic axis. */
  readonly equity: ReportChart
  /** Loss from the peak so far, fractions in [-1, 0]. */
  readonly drawdown: ReportChart
  readonly heatmap: Heatmap
  /** Nothing is said of feeds when there are none. */
  readonly feeds?: readonly FeedRow[]
  readonly facts: ReportFacts
}
