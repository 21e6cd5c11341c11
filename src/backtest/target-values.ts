/** What is owned at the moment of trading, at fill prices. */
export interface Owned {
  readonly cash: number
  /** [nAssets] values in currency; negative where short. */
  readonly values: Float64Array
  /** [nAssets], 1 where the asset has a price to trade at. */
  readonly tradable: Uint8Array
}

/** What stands between equity and targets beside the rate. */
export interface TargetTerms {
  /** Costs of getting to targets beyond the rate, currency; none when absent. */
  readonly further?: ((targets: Float64Array) => number) | undefined
  /** Whether cash may fall below 0: targets are then not scaled down to the cash there is. */
  readonly isFinanced?: boolean
}

/** Each round shrinks the error by the cost rate, 0.1 at most: this many reach the last bit. */
export const SETTLING_ROUNDS = 60

/**
 * The values that positions should have once the costs of getting there are paid: target_i = weight_i E', where
 * E' = E - rate sum |target_i - value_i| - further costs over the tradable assets. E' is found by iteration to machine precision
 * (costs with a least amount per order may keep it from settling; what is bought is limited by cash in the end).
 *
 * An asset that cannot be traded keeps its position, and the weight wanted of it beyond that stays in cash. Where such
 * positions leave less than the others' targets need, these are scaled down together, so that cash never runs short.
 * @param weights - [nAssets] fractions of equity; 0 or more with a sum of at most 1, unless financed
 * @param rate - cost as a fraction of traded value
 * @returns [nAssets] values in currency; what is owned already where the asset cannot be traded
 */
export function targetValues(
  { cash, values, tradable }: Owned,
  weights: Float64Array,
  rate: number,
  { further = () => 0, isFinanced = false }: TargetTerms = {},
): Float64Array {
  let equity = cash
  let stuck = 0
  let wanted = 0
  for (let i = 0; i < values.length; i++) {
    equity += values[i]
    if (tradable[i] === 0) stuck += values[i]
    else wanted += weights[i]
  }
  const targets = Float64Array.from(values)
  let after = equity
  for (let round = 0; round < SETTLING_ROUNDS; round++) {
    const available = isFinanced ? Infinity : Math.max(0, after - stuck)
    // Where nothing is left, nothing is wanted of anything.
    const scaled = Math.max(0, wanted * after > available ? available / wanted : after)
    let traded = 0
    for (let i = 0; i < values.length; i++) {
      if (tradable[i] === 0) continue
      targets[i] = weights[i] * scaled
      traded += Math.abs(targets[i] - values[i])
    }
    const next = equity - rate * traded - further(targets)
    if (next === after) break
    after = next
  }
  return targets
}
