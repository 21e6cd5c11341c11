import { matrixOver, type Matrix } from '../../src/core/matrix.js'
import { returnsUntil, type DecisionContext } from '../../src/decide/decision-context.js'
import { decideAt, policyOf, type Decision } from '../../src/decide/policy.js'

/** What of a context a test cares for; the rest is plain. */
export interface ContextParts extends Partial<
  Omit<DecisionContext, 'scores' | 'benchmarkWeights' | 'held' | 'returns' | 'drawdown'>
> {
  readonly scores: readonly number[]
  readonly benchmarkWeights?: readonly number[]
  readonly held?: readonly number[]
  /** In [-1, 0], whatever the window. */
  readonly drawdown?: number
  /** Closes up to the session of the decision; none when absent. */
  readonly closes?: Matrix
}

/** A context with equal benchmark weights over the scored assets, nothing held and no history, unless it is said. */
export function contextOf({
  scores,
  benchmarkWeights,
  held,
  drawdown = 0,
  closes,
  ...rest
}: ContextParts): DecisionContext {
  const scored = scores.filter((score) => !Number.isNaN(score)).length
  const nAssets = scores.length
  const history = closes ?? matrixOver(1, nAssets, new Float64Array(nAssets).fill(1))
  return {
    assets: scores.map((_, i) => String.fromCharCode(65 + i)),
    sectors: scores.map((_, i) => `sector-${i}`),
    scores: Float64Array.from(scores),
    benchmarkWeights: Float64Array.from(benchmarkWeights ?? scores.map((s) => (Number.isNaN(s) ? 0 : 1 / scored))),
    held: Float64Array.from(held ?? scores.map(() => 0)),
    drawdown: () => drawdown,
    returns: returnsUntil(history, history.rows - 1),
    sessionsPerYear: 252,
    costRate: 0,
    ...rest,
  }
}

/** The decision of a policy given by the names of its steps. */
export function decisionOf(parts: ContextParts, ...steps: Parameters<typeof policyOf>): Decision {
  return decideAt(contextOf(parts), policyOf(...steps))
}
