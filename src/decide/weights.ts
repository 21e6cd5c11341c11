/** Target weights decided at the close of one session. */
export interface WeightDecision {
  /** Row of the panel at whose close the decision was made. */
  readonly dateIndex: number
  /** [nAssets] fractions of equity; what is missing to 1 stays in cash. Never NaN. */
  readonly weights: Float64Array
  /** Why, in one line a person can read. */
  readonly reason: string
}

/** The rotation decisions of one portfolio, in time order. */
export type Weights = readonly WeightDecision[]
