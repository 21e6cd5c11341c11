import type { Samples } from '../samples/samples.js'

/** What a model may use beside its samples: nothing else reaches it. */
export interface FitContext {
  /** Seed of this fit; the same seed gives the same bytes. */
  readonly seed: number
  /** Told about progress inside a long fit, in words a person can read. */
  readonly progress?: (message: string) => void
}

/**
 * A forecaster: functions over plain state, so that state can be cloned, shared between threads and written.
 * `fit` sees training samples alone: their labels all end before the first test session.
 */
export interface Model<State, Params> {
  /** Name in experiments, reports and artifacts. */
  readonly name: string
  /** What the fold does to the features first: `standard` centres and scales by training rows and turns NaN into 0. */
  readonly scaling: 'none' | 'standard'
  /** Complete parameters used where an experiment says nothing. */
  readonly defaults: Params
  /**
   * @param featureNames - features that will be computed, where they are known
   * @throws ConfigError naming the first parameter that is out of range or names no feature, and what was expected
   */
  check(params: Params, featureNames?: readonly string[]): void
  /** Sessions of features that one sample holds, 1 or more. */
  window(params: Params): number
  /**
   * Learns from samples whose y is present.
   * @throws ConfigError when the parameters do not fit the samples (an unknown feature, for example)
   */
  fit(samples: Samples, params: Params, context: FitContext): State
  /** Scores, shape [nSamples], in units of y; NaN where the model has no opinion. */
  predict(state: State, samples: Samples): Float64Array
  /** Bytes that `load` turns back into a state with identical predictions. */
  save(state: State): Uint8Array
  /** @throws ArtifactError when the bytes are damaged or belong to another model */
  load(bytes: Uint8Array): State
}

/** A model whose state and parameters are opaque to the caller. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- one list holds models of different state types
export type AnyModel = Model<any, any>
