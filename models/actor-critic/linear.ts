/** Sizes of a linear function of an asset's features. */
export interface LinearShape {
  readonly nFeatures: number
  readonly nAssets: number
}

/**
 * Weights, laid out as
 * ```
 * shared [nFeatures] | own [nAssets * nFeatures] | bias [nAssets] | constant [1] | market [nFeatures]
 * ```
 * The actor's constant is what holding an asset adds to its preference. The critic's is the value of a session with nothing held, and
 * `market` are weights on the mean features of the session, which no preference depends on.
 */
export function weightCount({ nFeatures, nAssets }: LinearShape): number {
  return nFeatures + nAssets * nFeatures + nAssets + 1 + nFeatures
}

/** Position of the constant. */
export function constantAt({ nFeatures, nAssets }: LinearShape): number {
  return nFeatures + nAssets * nFeatures + nAssets
}

/** What an asset's features are worth; an asset beyond those of the training has the shared weights alone. */
export function linearOf(
  weights: Float64Array,
  { nFeatures, nAssets }: LinearShape,
  x: ArrayLike<number>,
  asset: number,
): number {
  const isKnown = asset < nAssets
  let sum = isKnown ? weights[nFeatures + nAssets * nFeatures + asset] : 0
  for (let f = 0; f < nFeatures; f++)
    sum += (weights[f] + (isKnown ? weights[nFeatures + asset * nFeatures + f] : 0)) * x[f]
  return sum
}

/** Adds the gradient of {@link linearOf}, times a factor, of an asset of the training. */
export function addLinearGradient(
  gradients: Float64Array,
  { nFeatures, nAssets }: LinearShape,
  x: ArrayLike<number>,
  asset: number,
  factor: number,
): void {
  gradients[nFeatures + nAssets * nFeatures + asset] += factor
  for (let f = 0; f < nFeatures; f++) {
    gradients[f] += factor * x[f]
    gradients[nFeatures + asset * nFeatures + f] += factor * x[f]
  }
}
