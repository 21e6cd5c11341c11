import { returnsOf } from '../src/backtest/returns-of.js'
import { costRate } from '../src/backtest/costs.js'
import { simulate, type Market } from '../src/backtest/simulate.js'
import type { Performance } from '../src/backtest/performance.js'
import { isLastSessionOf } from '../src/core/exchanges/sessions.js'
import { nearestName } from '../src/core/nearest.js'
import { turbulenceBrake } from '../src/decide/constrain/turbulence-brake.js'
import { decideRotation, type RotationOptions } from '../src/decide/decide-rotation.js'
import { EQUAL_WEIGHT_POLICY } from '../src/decide/policy.js'
import { decisionRows, type Schedule } from '../src/decide/schedule.js'
import { tradedDecisions, type Weights } from '../src/decide/weights.js'
import { ENSEMBLE } from '../src/forecast/ensemble.js'
import { forecastRange, type Forecasts } from '../src/forecast/forecasts.js'
import type { FeaturePanel } from '../src/features/run-stages.js'
import type { Panel } from '../src/panel/panel.js'
import type { ParsedExperiment } from './experiment.js'
import type { Experiment } from './experiment-schema.js'
import { ledgerOptions, marketsOf } from './backtest-market.js'
import { policyOfDecision } from './decisions/decision-policy.js'
import { turbulenceOf } from './regimes/market-regimes.js'
import { preTradeOf } from './decisions/pre-trade-checks.js'
import { BENCHMARK, EQUAL_WEIGHT } from './portfolio-names.js'
import type { RawMarkets } from './sources/raw-market.js'
import { strategyDecisions } from './strategies/strategies.js'

/** One portfolio with and without costs. */
export interface PortfolioResult {
  readonly weights: Weights
  readonly gross: Performance
  readonly net: Performance
  /** Net, at prices in which distributions are reinvested; there where they are paid in cash. */
  readonly reinvested?: Performance
}

/** What is decided and traded on. */
export interface BacktestInput {
  readonly panel: Panel
  readonly features: FeaturePanel
  /** What is traded where distributions are paid in cash; the panel's prices are when absent. */
  readonly raw?: RawMarkets
}

/** Every portfolio by name: each model's, equal weight, each strategy's and all of them together, the benchmark. */
export type PortfolioResults = Readonly<Record<string, PortfolioResult>>

/** Daily returns of a portfolio, gross and net of costs. */
export function dailyReturns({ gross, net }: PortfolioResult): { gross: Float64Array; net: Float64Array } {
  return { gross: returnsOf(gross), net: returnsOf(net) }
}

/**
 * Checks the benchmark weights against the symbols there are.
 * @throws ConfigError naming file, line and symbol for an unknown one, or when nothing has a weight above 0
 */
export function requireBenchmarkWeights({ experiment, source }: ParsedExperiment, assets: readonly string[]): void {
  const given = experiment.decision.benchmarkWeights
  if (given === 'equal') return
  const path = ['decision', 'benchmarkWeights']
  for (const symbol of Object.keys(given))
    if (!assets.includes(symbol)) {
      const nearest = nearestName(symbol, assets) ?? ''
      throw source.errorAt([...path, symbol], `"${symbol}" is no symbol of the universe, the nearest is "${nearest}"`)
    }
  if (!Object.values(given).some((weight) => weight > 0)) throw source.errorAt(path, 'no symbol has a weight above 0')
}

/** The experiment's benchmark weights, one per asset; a symbol that is left out has 0. */
export function benchmarkWeightsOf({ decision }: Experiment, assets: readonly string[]): Float64Array {
  const given = decision.benchmarkWeights
  return Float64Array.from(assets, (symbol) => (given === 'equal' ? 1 : (given[symbol] ?? 0)))
}

/** How the experiment decides. */
export function rotationOptions(
  experiment: Experiment,
  panel: Pick<Panel, 'assets' | 'sectors' | 'fields' | 'series'>,
): RotationOptions {
  const { assets, sectors, fields } = panel
  const { costBps, costs } = experiment.backtest
  const policies = [experiment.decision, ...Object.values(experiment.strategies)].map(policyOfDecision)
  const brakes = policies.some(({ constrain }) => constrain.some(({ step }) => step === turbulenceBrake))
  return {
    policy: policies[0],
    assets,
    sectors,
    benchmarkWeights: benchmarkWeightsOf(experiment, assets),
    closes: fields.close,
    sessionsPerYear: experiment.report.sessionsPerYear,
    costRate: costRate(costBps + costs.halfSpreadBps),
    // It takes a second to estimate.
    turbulence: brakes ? turbulenceOf(panel, experiment.seed) : undefined,
    preTrade: preTradeOf(experiment, fields.volume),
  }
}

/** When the experiment decides. */
function scheduleOf({ data, decision: { every, on } }: Experiment): Schedule {
  if (on === 'first' || typeof every === 'number' || data.source === 'simulated' || data.exchange === undefined)
    return { every }
  const { exchange } = data
  return { every, endsPeriod: (session) => isLastSessionOf(exchange, every, session) }
}

/** The same decisions with and without costs. */
function carriedOut(
  market: Market,
  weights: Weights,
  { net, gross }: ReturnType<typeof ledgerOptions>,
): PortfolioResult {
  const traded = tradedDecisions(weights)
  return { weights, gross: simulate(market, traded, gross), net: simulate(market, traded, net) }
}

/** A warning of portfolios that meant to trade and never could; none when there is no such. */
export function tradeWarnings(results: PortfolioResults): string[] {
  const idle = Object.entries(results)
    .filter(([, { weights, net }]) => {
      const end = net.startIndex + net.equity.length - 1
      const wanted = weights.some(
        ({ dateIndex, weights: row }) => dateIndex < end && row.some((weight) => weight !== 0),
      )
      return wanted && net.trades.length === 0
    })
    .map(([name]) => name)
  if (idle.length === 0) return []
  return [
    `no order could be filled in ${idle.join(', ')}: all stayed in cash; capital, lot, costs and volumes decide what can be`,
  ]
}

/**
 * Decides on the forecasts of every model, and on the features of every strategy, and carries the decisions out, beside equal weight and the benchmark, from the first
 * forecast session to the last.
 */
export function backtest(
  experiment: Experiment,
  { panel, features, raw }: BacktestInput,
  forecasts: Forecasts,
): PortfolioResults {
  const { start, end } = forecastRange(forecasts)
  const rows = decisionRows(panel.dates, start, end, scheduleOf(experiment))
  // Where nothing is forecast any more nothing is decided, and holding on would be no result of the models.
  const markets = marketsOf(panel, raw, experiment.backtest, end)
  const reinvested = raw === undefined ? undefined : marketsOf(panel, undefined, experiment.backtest, end)
  const terms = ledgerOptions(experiment.backtest)
  const carryOut = (weights: Weights): PortfolioResult => ({
    ...carriedOut(markets.assets, weights, terms),
    ...(reinvested === undefined
      ? {}
      : { reinvested: simulate(reinvested.assets, tradedDecisions(weights), terms.net) }),
  })
  const options = rotationOptions(experiment, panel)
  const results: Record<string, PortfolioResult> = {}
  for (const [model, scores] of Object.entries(forecasts.scores))
    results[model] = carryOut(decideRotation(scores, rows, options))
  const everything = { ...options, policy: EQUAL_WEIGHT_POLICY, preTrade: undefined }
  results[EQUAL_WEIGHT] = carryOut(decideRotation(forecasts.scores[ENSEMBLE], rows, everything))

  const strategies = strategyDecisions(experiment, {
    features,
    rows,
    options: { ...options, preTrade: undefined },
    market: (reinvested ?? markets).assets,
  })
  for (const [name, weights] of strategies) results[name] = carryOut(weights)

  const buyAndHold = [{ dateIndex: start, weights: Float64Array.of(1), reason: `buy and hold ${panel.benchmark}` }]
  // Nobody decides about the benchmark again: left in cash, its distributions would make it less of a market every year.
  const reinvest = { reinvest: true }
  const benchmarkTerms = { net: { ...terms.net, ...reinvest }, gross: { ...terms.gross, ...reinvest } }
  results[BENCHMARK] = carriedOut(markets.benchmark, buyAndHold, benchmarkTerms)
  return results
}
