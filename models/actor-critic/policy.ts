import { constantAt, linearOf, type LinearShape } from './linear.js'

/** What can be chosen in one session. */
export interface Choices {
  /** Assets by their column, [nChoices]. */
  readonly assets: Int32Array
  /** [nChoices], features of each, [nFeatures]. */
  readonly x: readonly Float64Array[]
}

/** Nothing is held. */
export const NOTHING = -1

/**
 * Preference of each choice: linear in its features, and more by one constant for what is held.
 * @param held - column of the asset that is held, or {@link NOTHING}
 * @returns [nChoices]
 */
export function preferences(
  weights: Float64Array,
  shape: LinearShape,
  { assets, x }: Choices,
  held: number,
): Float64Array {
  return Float64Array.from(
    assets,
    (asset, i) => linearOf(weights, shape, x[i], asset) + (asset === held ? weights[constantAt(shape)] : 0),
  )
}

/** Probabilities in proportion to exp(preference). */
export function softmax(preference: Float64Array): Float64Array {
  const most = Math.max(...preference)
  const weights = preference.map((value) => Math.exp(value - most))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
}

/** The asset that the policy prefers, by its column; ties go to the first. */
export function greedyAsset(weights: Float64Array, shape: LinearShape, choices: Choices, held: number): number {
  const preference = preferences(weights, shape, choices, held)
  return choices.assets[preference.indexOf(Math.max(...preference))]
}
