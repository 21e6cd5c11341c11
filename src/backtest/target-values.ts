/** What is owned at the moment of trading, at fill prices. */
export interface Owned {
  readonly cash: number
  /** [nAssets] values in currency, 0 or more. */
  readonly values: Float64Array
  /** [nAssets], 1 where the asset has a price to trade at. */
  readonly tradable: Uint8Array
}

/** Each round shrinks the error by the cost rate, 0.1 at most: this many reach the last bit. */
const ROUNDS = 60

/**
 * The values that positions should have once the costs of getting there are paid: target_i = weight_i E', where
 * E' = E - rate sum |target_i - value_i| over the tradable assets. E' is found by iteration to machine precision.
 *
 * An asset that cannot be traded keeps its position, and the weight wanted of it beyond that stays in cash. Where such
 * positions leave less than the others' targets need, these are scaled down together, so that cash never runs short.
 * @param weights - [nAssets] fractions of equity, 0 or more, sum at most 1
 * @param rate - cost as a fraction of traded value
 * @returns [nAssets] values in currency; what is owned already where the asset cannot be traded
 */
export function targetValues({ cash, values, tradable }: Owned, weights: Float64Array, rate: number): Float64Array {
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
  for (let round = 0; round < ROUNDS; round++) {
    const available = Math.max(0, after - stuck)
    const scaled = wanted * after > available ? available / wanted : after
    let traded = 0
    for (let i = 0; i < values.length; i++) {
      if (tradable[i] === 0) continue
      targets[i] = weights[i] * scaled
      traded += Math.abs(targets[i] - values[i])
    }
    const next = equity - rate * traded
    if (next === after) break
    after = next
  }
  return targets
}
