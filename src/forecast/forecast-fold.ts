import { ConfigError } from '../core/errors.js'
import { deriveSeed } from '../core/random.js'
import type { FeaturePanel } from '../features/run-stages.js'
import { buildSamples } from '../samples/build-samples.js'
import { applyTransforms, fitTransforms, type FittedTransform, type FoldTransform } from '../samples/fold-transform.js'
import { standardScaler, type Scaler } from '../samples/scaler.js'
import type { Target } from '../samples/target.js'
import type { Fold } from '../samples/walk-forward.js'
import type { AnyModel } from './model.js'

/** What a fit needs beside the data. */
export interface FitOptions {
  readonly params: unknown
  readonly seed: number
  /** Train on every `trainStride`-th session. */
  readonly trainStride: number
  /** What is done to the features before the scaler, in order; nothing when absent. */
  readonly transforms?: readonly FoldTransform[]
  readonly progress?: (message: string) => void
}

/** A fitted model with the transforms and the scaler it saw; without a scaler the model takes features as they are. */
export interface FittedModel {
  readonly state: unknown
  readonly transforms?: readonly FittedTransform[]
  readonly scaler?: Scaler
}

/**
 * Fits a model on rows trainStart ... whose labels end before `labelLimit`: transforms and scaler first, on these rows alone.
 * @throws ConfigError when no row qualifies
 */
export function fitModel(
  model: AnyModel,
  features: FeaturePanel,
  target: Target,
  rows: { readonly trainStart: number; readonly labelLimit: number },
  options: FitOptions,
): FittedModel {
  const end = Math.max(rows.trainStart, rows.labelLimit - target.horizon)
  const samples = buildSamples(features, target, model.window(options.params), {
    start: rows.trainStart,
    end,
    stride: options.trainStride,
    labelled: true,
  })
  if (samples.nSamples === 0)
    throw new ConfigError(
      `walkForward: no labelled row lies before the first test session for "${model.name}"; begin testing later`,
    )
  const context = {
    seed: options.seed,
    ...(options.progress === undefined ? {} : { progress: options.progress }),
  }
  const { fitted: transforms, training } = fitTransforms(options.transforms ?? [], samples)
  if (model.scaling === 'none') return { state: model.fit(training, options.params, context), transforms }
  const { centre, scale } = standardScaler.fit(training)
  const scaler = { centre, scale }
  return { state: model.fit(standardScaler.apply(scaler, training), options.params, context), transforms, scaler }
}

/**
 * Scores of panel rows start ... end-1 by a fitted model.
 * @returns [(end - start) * nAssets], NaN where an asset is not seasoned
 */
export function predictRows(
  model: AnyModel,
  fitted: FittedModel,
  params: unknown,
  features: FeaturePanel,
  target: Target,
  range: { readonly start: number; readonly end: number },
): Float64Array {
  const nAssets = features.assets.length
  const samples = buildSamples(features, target, model.window(params), range)
  const scores = new Float64Array((range.end - range.start) * nAssets).fill(NaN)
  // The future must be out of reach of a model by construction, not by trust.
  const unlabelled = { ...samples, y: new Float64Array(samples.nSamples).fill(NaN) }
  const transformed = applyTransforms(fitted.transforms ?? [], unlabelled)
  const input = fitted.scaler === undefined ? transformed : standardScaler.apply(fitted.scaler, transformed)
  const predictions = model.predict(fitted.state, input)
  for (let i = 0; i < samples.nSamples; i++)
    scores[(samples.dateIndex[i] - range.start) * nAssets + samples.assetIndex[i]] = predictions[i]
  return scores
}

/** Seed of one fit: depends on the experiment's seed, the model and the fold alone, not on the order of work. */
export function fitSeed(seed: number, model: string, fold: number | 'all'): number {
  return deriveSeed(seed, 'fit', model, fold)
}

/**
 * One fold, start to end: transform, scale, fit, predict.
 * @returns scores of the test rows, [(testEnd - testStart) * nAssets]
 */
export function forecastFold(
  model: AnyModel,
  features: FeaturePanel,
  target: Target,
  fold: Fold,
  options: FitOptions,
): Float64Array {
  const fitted = fitModel(model, features, target, fold, options)
  return predictRows(model, fitted, options.params, features, target, { start: fold.testStart, end: fold.testEnd })
}
