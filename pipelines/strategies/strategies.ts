import { combineStrategies } from '../../src/backtest/combine-strategies.js'
import type { Market } from '../../src/backtest/simulate.js'
import { correlation } from '../../src/core/statistics.js'
import { decideRotation, type RotationOptions } from '../../src/decide/decide-rotation.js'
import type { Weights } from '../../src/decide/weights.js'
import type { FeaturePanel } from '../../src/features/run-stages.js'
import { ENSEMBLE } from '../../src/forecast/ensemble.js'
import { headlineIntervals } from '../../src/overfit/headline-intervals.js'
import { activeReturns } from '../../src/risk/active.js'
import { formatLevel, formatRatio, ratio } from '../../src/risk/units.js'
import { policyOfDecision } from '../decisions/decision-policy.js'
import { bootstrapTerms } from '../bootstrap-terms.js'
import type { Experiment } from '../experiment-schema.js'
import { strategyScores } from './strategy-scores.js'
import { COMBINED, EQUAL_WEIGHT, strategyName } from '../portfolio-names.js'

/** What strategies are decided on and measured with. */
export interface StrategyInput {
  readonly features: FeaturePanel
  /** Rows at which is decided. */
  readonly rows: readonly number[]
  readonly options: RotationOptions
  /** Prices up to the last session of the backtest. */
  readonly market: Market
}

/** Decisions of every strategy of the experiment, and of all together; none where there is none. By the name of the portfolio. */
export function strategyDecisions(experiment: Experiment, input: StrategyInput): Map<string, Weights> {
  const { features, rows, options, market } = input
  const decisions = new Map<string, Weights>()
  for (const [name, given] of Object.entries(experiment.strategies)) {
    const policy = policyOfDecision(given)
    decisions.set(strategyName(name), decideRotation(strategyScores(features, given), rows, { ...options, policy }))
  }
  if (decisions.size === 0) return decisions
  const { sessionsPerYear } = options
  const { margin } = experiment.backtest
  const allocator = policyOfDecision(experiment.combine)
  return decisions.set(COMBINED, combineStrategies(market, decisions, { allocator, sessionsPerYear, margin }).weights)
}

/** The Sharpe ratio of all strategies together beside another portfolio's. */
interface SharpeComparison {
  readonly than: string
  /** Sharpe ratio of the combination less the other's, net of costs, with the ends of its interval. */
  readonly difference: number
  readonly low: number
  readonly high: number
  /** True when the whole interval lies above 0. */
  readonly evidence: boolean
}

/** What the strategies are worth together. */
export interface StrategiesReport {
  /** Correlation of daily net returns, and of what is left of them less equal weight's: long-only strategies share the market. */
  readonly correlation: {
    readonly names: readonly string[]
    readonly matrix: readonly (readonly number[])[]
    readonly active: readonly (readonly number[])[]
  }
  readonly comparisons: readonly SharpeComparison[]
  /** The claim that together they are better than the portfolio of the models, as it came out. */
  readonly verdict: string
}

/** The portfolio of the models, as a reader knows it. */
function modelsPortfolio(models: readonly string[]): string {
  return models.length === 1 ? `the model ${models[0]}` : `the models' mean`
}

function verdictOn({ difference, low, high, evidence }: SharpeComparison, level: number, of: string): string {
  const [by, from, to] = [difference, low, high].map((value) => formatRatio(ratio(value)))
  const percent = `${formatLevel(level)} interval ${from} to ${to}`
  const words = evidence ? 'it is higher in this sample' : high < 0 ? 'it is lower' : 'that it is higher is not shown'
  return `The Sharpe ratio of the strategies together less that of ${of} is ${by}, ${percent}: ${words}.`
}

function correlations(series: readonly Float64Array[]): number[][] {
  return series.map((a) => series.map((b) => correlation(a, b)))
}

/**
 * Compares the combination with its parts and with what would have been easy: both series resampled with the same blocks.
 * @param returns - daily net returns by portfolio, all of the same sessions
 */
export function strategiesReport(
  { seed, models, strategies, report }: Experiment,
  returns: ReadonlyMap<string, Float64Array>,
): StrategiesReport | undefined {
  const own = Object.keys(strategies).map(strategyName)
  if (own.length === 0) return undefined
  const of = (name: string): Float64Array => {
    const series = returns.get(name)
    if (series === undefined) throw new Error(`bug: there is no portfolio "${name}"`)
    return series
  }
  const active = own.map((name) => activeReturns(of(name), of(EQUAL_WEIGHT)))
  const { riskFree, sessionsPerYear } = report
  const options = bootstrapTerms({ seed, report })
  const convention = { riskFreeAnnual: riskFree, periodsPerYear: sessionsPerYear }
  const comparisons = [ENSEMBLE, EQUAL_WEIGHT, ...own].map((than): SharpeComparison => {
    const { sharpeDifference } = headlineIntervals(of(COMBINED), of(than), { ...options, ...convention })
    const { estimate, low, high } = sharpeDifference
    return { than, difference: estimate, low, high, evidence: low > 0 }
  })
  return {
    correlation: { names: own, matrix: correlations(own.map(of)), active: correlations(active) },
    comparisons,
    verdict: verdictOn(comparisons[0], options.level, modelsPortfolio(Object.keys(models))),
  }
}
