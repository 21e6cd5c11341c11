import { returnsOf } from '../src/backtest/returns-of.js'
import { costRate } from '../src/backtest/costs.js'
import { simulate } from '../src/backtest/simulate.js'
import type { Performance } from '../src/backtest/performance.js'
import { matrixOver, sliceRows, type Matrix } from '../src/core/matrix.js'
import { isLastSessionOf } from '../src/core/exchanges/sessions.js'
import { nearestName } from '../src/core/nearest.js'
import { decideRotation, type RotationOptions } from '../src/decide/decide-rotation.js'
import { EQUAL_WEIGHT_POLICY } from '../src/decide/policy.js'
import { decisionRows, type Schedule } from '../src/decide/schedule.js'
import type { Weights } from '../src/decide/weights.js'
import { ENSEMBLE } from '../src/forecast/ensemble.js'
import { forecastRange, type Forecasts } from '../src/forecast/forecasts.js'
import type { Panel } from '../src/panel/panel.js'
import type { ParsedExperiment } from './experiment.js'
import type { Experiment } from './experiment-schema.js'
import { policyOfDecision } from './decision-policy.js'
import { BENCHMARK, EQUAL_WEIGHT } from './portfolio-names.js'

/** One portfolio with and without costs. */
export interface PortfolioResult {
  readonly weights: Weights
  readonly gross: Performance
  readonly net: Performance
}

/** Every portfolio by name: each model's, equal weight, the benchmark. */
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
function benchmarkWeightsOf({ decision }: Experiment, assets: readonly string[]): Float64Array {
  const given = decision.benchmarkWeights
  return Float64Array.from(assets, (symbol) => (given === 'equal' ? 1 : (given[symbol] ?? 0)))
}

/** How the experiment decides. */
export function rotationOptions(
  experiment: Experiment,
  { assets, sectors, fields }: Pick<Panel, 'assets' | 'sectors' | 'fields'>,
): RotationOptions {
  return {
    policy: policyOfDecision(experiment.decision),
    assets,
    sectors,
    benchmarkWeights: benchmarkWeightsOf(experiment, assets),
    closes: fields.close,
    sessionsPerYear: experiment.report.sessionsPerYear,
    costRate: costRate(experiment.backtest.costBps),
  }
}

/** When the experiment decides. */
function scheduleOf({ data, decision: { every, on } }: Experiment): Schedule {
  if (on === 'first' || typeof every === 'number' || data.source === 'simulated' || data.exchange === undefined)
    return { every }
  const { exchange } = data
  return { every, endsPeriod: (session) => isLastSessionOf(exchange, every, session) }
}

interface Market {
  readonly open: Matrix
  readonly close: Matrix
}

function carriedOut(
  market: Market,
  weights: Weights,
  { fill, capital, costBps }: Experiment['backtest'],
): PortfolioResult {
  return {
    weights,
    gross: simulate(market, weights, { fill, capital, costBps: 0 }),
    net: simulate(market, weights, { fill, capital, costBps }),
  }
}

/**
 * Decides on the forecasts of every model and carries the decisions out, beside equal weight and the benchmark, from the first
 * forecast session to the last.
 */
export function backtest(experiment: Experiment, panel: Panel, forecasts: Forecasts): PortfolioResults {
  const { start, end } = forecastRange(forecasts)
  const rows = decisionRows(panel.dates, start, end, scheduleOf(experiment))
  // Where nothing is forecast any more nothing is decided, and holding on would be no result of the models.
  const until = (matrix: Matrix): Matrix => sliceRows(matrix, 0, end)
  const market = { open: until(panel.fields.open), close: until(panel.fields.close) }
  const options = rotationOptions(experiment, panel)
  const results: Record<string, PortfolioResult> = {}
  for (const [model, scores] of Object.entries(forecasts.scores))
    results[model] = carriedOut(market, decideRotation(scores, rows, options), experiment.backtest)
  const everything = { ...options, policy: EQUAL_WEIGHT_POLICY }
  const listed = forecasts.scores[ENSEMBLE]
  results[EQUAL_WEIGHT] = carriedOut(market, decideRotation(listed, rows, everything), experiment.backtest)

  const column = (values: Float64Array): Matrix => until(matrixOver(values.length, 1, values))
  const benchmark = { open: column(panel.series['benchmark.open']), close: column(panel.series['benchmark.close']) }
  const buyAndHold = [{ dateIndex: start, weights: Float64Array.of(1), reason: `buy and hold ${panel.benchmark}` }]
  results[BENCHMARK] = carriedOut(benchmark, buyAndHold, experiment.backtest)
  return results
}
