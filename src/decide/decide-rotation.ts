import { rowOf, type Matrix } from '../core/matrix.js'
import type { AnyDecisionRule, RuleOutcome } from './decision-rule.js'
import type { Weights } from './weights.js'

/** Who decides, how, and around what. */
export interface RotationOptions {
  readonly rule: AnyDecisionRule
  readonly params: unknown
  readonly assets: readonly string[]
  /** [nAssets] benchmark weights before listings are taken into account, 0 or more. */
  readonly benchmarkWeights: Float64Array
}

/** Benchmark weights over the assets that have a score, scaled to sum to 1; all 0 when there is none. */
function listedWeights(scores: Float64Array, benchmarkWeights: Float64Array): Float64Array {
  const weights = benchmarkWeights.map((weight, i) => (Number.isNaN(scores[i]) ? 0 : weight))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return total > 0 ? weights.map((weight) => weight / total) : weights
}

/** The decision at the close of one session. */
export function decideAt(scores: Float64Array, options: RotationOptions): RuleOutcome {
  const benchmarkWeights = listedWeights(scores, options.benchmarkWeights)
  return options.rule.decide({ scores, benchmarkWeights, assets: options.assets }, options.params)
}

/**
 * Decisions of one portfolio.
 * @param scores - nDates x nAssets; each decision sees its own row alone
 * @param rows - rows at whose close a decision is made, ascending
 */
export function decideRotation(scores: Matrix, rows: readonly number[], options: RotationOptions): Weights {
  return rows.map((row) => ({ dateIndex: row, ...decideAt(rowOf(scores, row), options) }))
}
