import type { Decision } from './policy.js'

/** Target weights decided at the close of one session. */
export interface WeightDecision extends Pick<Decision, 'weights' | 'reason'> {
  /** Row of the panel at whose close the decision was made. */
  readonly dateIndex: number
  /** How it came about; absent where nobody decided, as when the benchmark is bought and held. */
  readonly trace?: Decision['trace']
}

/** The rotation decisions of one portfolio, in time order. */
export type Weights = readonly WeightDecision[]
