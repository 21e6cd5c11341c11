import { returnsOf } from '../src/backtest/returns-of.js'
import type { BacktestOptions } from '../src/backtest/backtest-options.js'
import { simulate } from '../src/backtest/simulate.js'
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
import { ledgerOptions, marketsOf, tradedAssets } from './backtest-market.js'
import { tradingCostRate } from './ledger-rates.js'
import { policyOfDecision } from './decisions/decision-policy.js'
import { turbulenceOf } from './regimes/market-regimes.js'
import { preTradeOf } from './decisions/pre-trade-checks.js'
import { BENCHMARK, EQUAL_WEIGHT } from './portfolio-names.js'
import type { RawMarkets } from './sources/raw-market.js'
import { strategyDecisions } from './strategies/strategies.js'
import type { ShortsOtherwise } from './shorts-report.js'
import { assetsAlone, carriedWith, type TradedMarket } from './traded-market.js'

/** One portfolio with and without costs. */
export interface PortfolioResult {
  readonly weights: Weights
  readonly gross: Performance
  readonly net: Performance
  /** Net, at prices in which distributions are reinvested; there where they are paid in cash. */
  readonly reinvested?: Performance
  /** What the columns of the ledgers are. */
  readonly traded: TradedMarket
  /** The same net of costs, carried out otherwise; of the ensemble alone, where shorts are carried out through inverse funds. */
  readonly shorts?: ShortsOtherwise
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
  raw?: RawMarkets,
): RotationOptions {
  const { assets, sectors, fields } = panel
  const policies = [experiment.decision, ...Object.values(experiment.strategies)].map(policyOfDecision)
  const brakes = policies.some(({ constrain }) => constrain.some(({ step }) => step === turbulenceBrake))
  return {
    policy: policies[0],
    assets,
    sectors,
    benchmarkWeights: benchmarkWeightsOf(experiment, assets),
    closes: fields.close,
    sessionsPerYear: experiment.report.sessionsPerYear,
    costRate: tradingCostRate(experiment.backtest, assets),
    // It takes a second to estimate.
    turbulence: brakes ? turbulenceOf(panel, experiment.seed) : undefined,
    preTrade: preTradeOf(experiment, fields.volume, raw?.assets.close),
  }
}

/** When the experiment decides. */
function scheduleOf({ data, decision: { every, on } }: Experiment): Schedule {
  if (on === 'first' || typeof every === 'number' || data.source === 'simulated' || data.exchange === undefined)
    return { every }
  const { exchange } = data
  return { every, endsPeriod: (session) => isLastSessionOf(exchange, every, session) }
}

/** What a ledger makes of decisions. */
function ledgerOf(traded: TradedMarket, weights: Weights, options: BacktestOptions): Performance {
  return simulate(traded.market, carriedWith(traded, tradedDecisions(weights), options.fill), options)
}

/** The same decisions with and without costs. */
function carriedOut(
  traded: TradedMarket,
  weights: Weights,
  { net, gross }: ReturnType<typeof ledgerOptions>,
): PortfolioResult {
  return { weights, gross: ledgerOf(traded, weights, gross), net: ledgerOf(traded, weights, net), traded }
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
  const traded = tradedAssets(experiment, panel, markets.assets, start)
  const reinvested = raw === undefined ? undefined : marketsOf(panel, undefined, experiment.backtest, end).assets
  const tradedReinvested = reinvested && tradedAssets(experiment, panel, reinvested, start)
  const terms = ledgerOptions(experiment.backtest, traded.symbols)
  const carryOut = (weights: Weights): PortfolioResult => ({
    ...carriedOut(traded, weights, terms),
    ...(tradedReinvested === undefined ? {} : { reinvested: ledgerOf(tradedReinvested, weights, terms.net) }),
  })
  const options = rotationOptions(experiment, panel, raw)
  const results: Record<string, PortfolioResult> = {}
  for (const [model, scores] of Object.entries(forecasts.scores))
    results[model] = carryOut(decideRotation(scores, rows, options))
  if (traded.funds.length > 0) {
    const { weights } = results[ENSEMBLE]
    const direct = assetsAlone(panel, markets.assets)
    const feeless = tradedAssets(experiment, panel, markets.assets, start, 0)
    results[ENSEMBLE] = {
      ...results[ENSEMBLE],
      shorts: {
        direct: ledgerOf(direct, weights, ledgerOptions(experiment.backtest, direct.symbols).net),
        feeless: ledgerOf(feeless, weights, terms.net),
      },
    }
  }
  const everything = { ...options, policy: EQUAL_WEIGHT_POLICY, preTrade: undefined }
  results[EQUAL_WEIGHT] = carryOut(decideRotation(forecasts.scores[ENSEMBLE], rows, everything))

  const strategies = strategyDecisions(experiment, {
    features,
    rows,
    options: { ...options, preTrade: undefined },
    market: reinvested ?? markets.assets,
  })
  for (const [name, weights] of strategies) results[name] = carryOut(weights)

  const buyAndHold = [{ dateIndex: start, weights: Float64Array.of(1), reason: `buy and hold ${panel.benchmark}` }]
  // Nobody decides about the benchmark again: what lots and distributions left in cash would make it less of a market every year.
  const whole = { reinvest: true, lot: 0 }
  const benchmark = assetsAlone({ assets: [panel.benchmark], sectors: [BENCHMARK] }, markets.benchmark)
  const { net, gross } = ledgerOptions(experiment.backtest, benchmark.symbols)
  const benchmarkTerms = { net: { ...net, ...whole }, gross: { ...gross, ...whole } }
  results[BENCHMARK] = carriedOut(benchmark, buyAndHold, benchmarkTerms)
  return results
}
