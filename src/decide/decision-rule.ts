/** What a rule sees at the close of one session: nothing later exists for it. */
export interface DecisionInput {
  /** [nAssets]; NaN where the model has no score: such an asset can not be chosen. */
  readonly scores: Float64Array
  /** [nAssets] benchmark weights over the assets with a score, summing to 1 (all 0 when there is none). */
  readonly benchmarkWeights: Float64Array
  readonly assets: readonly string[]
}

/** Target weights and why. */
export interface RuleOutcome {
  /** [nAssets], never NaN; sums to 1, or to 0 when there is nothing to choose from (all cash). */
  readonly weights: Float64Array
  readonly reason: string
}

/** A way to turn scores into weights. */
export interface DecisionRule<Params> {
  readonly name: string
  readonly defaults: Params
  /** @throws ConfigError when a parameter is out of range */
  check(params: Params): void
  decide(input: DecisionInput, params: Params): RuleOutcome
}

/** A rule whose parameters are opaque to the caller. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- one list holds rules of different parameters
export type AnyDecisionRule = DecisionRule<any>
