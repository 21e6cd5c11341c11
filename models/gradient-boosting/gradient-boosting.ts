import { ShapeError } from '../../src/core/errors.js'
import { createRandom } from '../../src/core/random.js'
import type { FitContext, Model } from '../../src/forecast/model.js'
import { innerSplit, type InnerSplit } from '../../src/samples/inner-split.js'
import { type Samples, selectSamples } from '../../src/samples/samples.js'
import { binFeatures } from './binning.js'
import { createWorkspace, growTree } from './grower.js'
import { checkParameters, GRADIENT_BOOSTING_DEFAULTS, type GradientBoostingParams } from './parameters.js'
import { type GradientBoostingState, loadState, saveState } from './state.js'
import { firstIndices, subsample } from './subsample.js'
import { addPredictions, type Tree } from './tree.js'

/** Mean of y over the chosen rows; exact when all are equal, so that equal values leave no rounding for a tree to find. */
function meanOf(y: Float64Array, rows: Int32Array): number {
  const origin = y[rows[0]]
  let sum = 0
  for (const row of rows) sum += y[row] - origin
  return origin + sum / rows.length
}

function meanSquaredError(y: Float64Array, rows: Int32Array, predictions: Float64Array): number {
  let sum = 0
  for (let k = 0; k < rows.length; k++) sum += (predictions[k] - y[rows[k]]) ** 2
  return sum / rows.length
}

/** The purged inner split, or all rows and no validation where early stopping is off or would be judged by too few rows. */
function splitForStopping(samples: Samples, params: GradientBoostingParams): InnerSplit {
  if (params.validationFraction > 0) {
    const split = innerSplit(samples, params.validationFraction)
    // Without two leaves' rows there is nothing to learn, and a mean over less than a leaf's rows says nothing.
    if (split.train.length >= 2 * params.minSamplesLeaf && split.validation.length >= params.minSamplesLeaf)
      return split
  }
  return { train: firstIndices(samples.nSamples), validation: new Int32Array(0) }
}

/**
 * Boosting for squared loss: each tree learns the gradient, prediction - y, that the trees before it left. The number of trees
 * is the one with the least squared error in the inner validation, at least one, since a constant forecast ranks nothing; these trees are kept as they are, without a second fit on
 * all rows. Nothing but the rows before the validation's purge has then reached bins, base and trees.
 */
function boost(samples: Samples, params: GradientBoostingParams, context: FitContext): GradientBoostingState {
  const { x, y, featureNames } = samples
  const nFeatures = featureNames.length
  const { train, validation } = splitForStopping(samples, params)
  const base = meanOf(y, train)
  const predictions = new Float64Array(train.length).fill(base)
  const validationPredictions = new Float64Array(validation.length).fill(base)
  const gradients = new Float64Array(train.length)
  const workspace = createWorkspace(binFeatures(x, nFeatures, train, params.maxBins))
  const rowRandom = createRandom(context.seed, 'gradient-boosting', 'rows')
  const featureRandom = createRandom(context.seed, 'gradient-boosting', 'features')

  const trees: Tree[] = []
  let best = { trees: 0, error: Infinity }
  while (trees.length < params.trees) {
    for (let k = 0; k < train.length; k++) gradients[k] = predictions[k] - y[train[k]]
    const rows = subsample(train.length, params.rowFraction, rowRandom)
    const features = subsample(nFeatures, params.featureFraction, featureRandom)
    const tree = growTree(workspace, gradients, rows, features, params)
    addPredictions(tree, x, nFeatures, train, predictions)
    trees.push(tree)
    if (validation.length === 0) continue

    addPredictions(tree, x, nFeatures, validation, validationPredictions)
    const error = meanSquaredError(y, validation, validationPredictions)
    if (error < best.error) best = { trees: trees.length, error }
    if (trees.length - best.trees >= params.earlyStoppingRounds) break
  }
  const kept = validation.length === 0 ? trees.length : best.trees
  context.progress?.(`gradient-boosting: kept ${kept} of ${trees.length} trees`)
  return { featureNames, base, trees: trees.slice(0, kept) }
}

function fit(samples: Samples, params: GradientBoostingParams, context: FitContext): GradientBoostingState {
  checkParameters(params)
  if (samples.window !== 1)
    throw new ShapeError(`gradientBoosting: samples hold ${samples.window} sessions, expected 1`)
  const known: number[] = []
  for (let i = 0; i < samples.nSamples; i++) if (Number.isFinite(samples.y[i])) known.push(i)
  if (known.length === 0) return { featureNames: samples.featureNames, base: NaN, trees: [] }
  return boost(known.length === samples.nSamples ? samples : selectSamples(samples, known), params, context)
}

function predict(state: GradientBoostingState, samples: Samples): Float64Array {
  const nFeatures = state.featureNames.length
  if (samples.window !== 1 || samples.featureNames.join() !== state.featureNames.join())
    throw new ShapeError(
      `gradientBoosting: samples hold ${samples.window} sessions of "${samples.featureNames.join(', ')}", ` +
        `expected 1 of "${state.featureNames.join(', ')}"`,
    )
  const out = new Float64Array(samples.nSamples).fill(state.base)
  const rows = firstIndices(samples.nSamples)
  for (const tree of state.trees) addPredictions(tree, samples.x, nFeatures, rows, out)
  return out
}

/**
 * How much each feature contributed: its share of the gain of all splits.
 * @returns shape [nFeatures] in the order of the state's `featureNames`, summing to 1; all 0 when there is no split
 */
export function featureImportance(state: GradientBoostingState): Float64Array {
  const importance = new Float64Array(state.featureNames.length)
  let total = 0
  for (const { feature, gain } of state.trees)
    for (let node = 0; node < feature.length; node++) {
      if (feature[node] < 0) continue
      importance[feature[node]] += gain[node]
      total += gain[node]
    }
  return total > 0 ? importance.map((gain) => gain / total) : importance
}

/**
 * Gradient-boosted regression trees on histograms, squared loss. Samples hold one session each; a missing feature (NaN) is
 * routed by every split to the side where the training rows gained more. Rows whose y is not finite are not learned from.
 * @see Friedman (2001), "Greedy function approximation"; Ke et al. (2017), "LightGBM" (histograms, leaf-wise growth)
 */
export const gradientBoosting: Model<GradientBoostingState, GradientBoostingParams> = {
  name: 'gradient-boosting',
  scaling: 'none',
  defaults: GRADIENT_BOOSTING_DEFAULTS,
  check: checkParameters,
  window: () => 1,
  fit,
  predict,
  save: saveState,
  load: loadState,
}
