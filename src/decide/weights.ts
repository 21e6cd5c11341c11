import type { Decision } from './policy.js'

/** Target weights decided at the close of one session; how they came about is absent where nobody decided, as for a benchmark. */
export interface WeightDecision
  extends
    Pick<Decision, 'weights' | 'reason' | 'checks' | 'holds' | 'kept'>,
    Partial<Pick<Decision, 'ranking' | 'trace'>> {
  /** Row of the panel at whose close the decision was made. */
  readonly dateIndex: number
}

/** The rotation decisions of one portfolio, in time order. */
export type Weights = readonly WeightDecision[]

/**
 * The decisions that are traded: all but those that hold on to everything and keep nothing, as one that a check has blocked; of what is
 * kept there may be something to make up. The first one stays, it begins the portfolio.
 */
export function tradedDecisions(decisions: Weights): Weights {
  return decisions.filter(({ holds, kept }, i) => i === 0 || holds !== true || kept !== undefined)
}
