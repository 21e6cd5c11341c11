import type { Samples } from './samples.js'

/** What a transform learnt, as plain arrays by name, so that it can be sent, compared and written. */
export type FoldState = Readonly<Record<string, Float64Array>>

/**
 * A change of the features that has to be learnt. It is fitted on the training rows of a fold and applied to these and to the rows
 * that are forecast: whatever it learns, it can not have learnt from the future.
 */
export interface FoldTransform {
  /** Written as in trained models: "pca_5". */
  readonly name: string
  /**
   * Names of the features that come out.
   * @throws ConfigError when the transform does not fit the features
   */
  names(featureNames: readonly string[]): readonly string[]
  /**
   * Learns from training samples alone, from the newest step of each: earlier steps belong to other samples too.
   * @throws ConfigError as `names`
   */
  fit(samples: Samples): FoldState
  /** Samples with other features; every step of their windows is changed, their order and targets are not. */
  apply(state: FoldState, samples: Samples): Samples
}

/** A transform with what it learnt. */
export interface FittedTransform {
  readonly transform: FoldTransform
  readonly state: FoldState
}

/** Applies fitted transforms in their order. */
export function applyTransforms(fitted: readonly FittedTransform[], samples: Samples): Samples {
  return fitted.reduce((changed, { transform, state }) => transform.apply(state, changed), samples)
}

/** Fits each transform on what those before it make of the training samples. */
export function fitTransforms(
  transforms: readonly FoldTransform[],
  training: Samples,
): { readonly fitted: readonly FittedTransform[]; readonly training: Samples } {
  const fitted: FittedTransform[] = []
  let changed = training
  for (const transform of transforms) {
    const state = transform.fit(changed)
    changed = transform.apply(state, changed)
    fitted.push({ transform, state })
  }
  return { fitted, training: changed }
}
