import { createRandom, shuffle } from '../../src/core/random.js'
import type { FitContext } from '../../src/forecast/model.js'
import type { InnerSplit } from '../../src/samples/inner-split.js'
import { adamStep, clipGradientNorm, createAdamMoments } from './adam.js'
import { backward } from './backward.js'
import { forward } from './forward.js'
import type { LstmParams } from './hyperparameters.js'
import { initialParameters, parameterCount, parametersOver, type LstmParameters, type LstmShape } from './parameters.js'
import { createWorkspace, gatherInputs, type LstmWorkspace } from './workspace.js'

/** Sequences and what to learn from them. */
export interface Sequences {
  /** [nSamples, window, nInputs] */
  readonly x: Float64Array
  /** [nSamples], standardised targets. */
  readonly targets: Float64Array
  readonly window: number
}

/**
 * Trains a network from seeded initial weights on seeded random batches. With validation samples, training ends once their
 * loss has not improved for `patience` epochs, and the weights of the best epoch are returned; without, those of the last.
 * @param split - sample numbers; `train` is not empty
 */
export function trainLstm(
  sequences: Sequences,
  shape: LstmShape,
  split: InnerSplit,
  params: LstmParams,
  context: FitContext,
): LstmParameters {
  const { x, targets, window } = sequences
  const parameters = initialParameters(shape, createRandom(context.seed, 'lstm', 'weights'))
  const gradients = parametersOver(shape, new Float64Array(parameterCount(shape)))
  const moments = createAdamMoments(parameters.flat.length)
  const decay = weightDecays(shape, params.weightDecay)
  const order = Int32Array.from(split.train)
  const random = createRandom(context.seed, 'lstm', 'order')
  const capacity = Math.min(params.batchSize, Math.max(order.length, split.validation.length))
  const workspace = createWorkspace(shape, window, capacity, 'train')
  const batchTargets = new Float64Array(capacity)
  const best = Float64Array.from(parameters.flat)
  let bestLoss = Infinity
  let sinceBest = 0

  for (let epoch = 1; epoch <= params.epochs && sinceBest < params.patience; epoch++) {
    shuffle(order, random)
    let trainingLoss = 0
    for (let start = 0; start < order.length; start += capacity) {
      const nRows = Math.min(capacity, order.length - start)
      gatherInputs(workspace, x, order, start, nRows)
      for (let row = 0; row < nRows; row++) batchTargets[row] = targets[order[start + row]]
      forward(parameters, workspace, nRows)
      trainingLoss += (backward(parameters, workspace, batchTargets, nRows, gradients) * nRows) / order.length
      clipGradientNorm(gradients.flat, params.clipNorm)
      adamStep(parameters.flat, gradients.flat, decay, moments, params.learningRate)
    }
    const progress = `lstm: epoch ${epoch} of ${params.epochs}, loss ${trainingLoss.toFixed(4)}`
    if (split.validation.length === 0) {
      context.progress?.(progress)
      continue
    }
    const loss = meanSquaredError(parameters, workspace, sequences, split.validation)
    context.progress?.(`${progress}, on validation ${loss.toFixed(4)}`)
    sinceBest++
    if (loss < bestLoss) {
      bestLoss = loss
      sinceBest = 0
      best.set(parameters.flat)
    }
  }
  return split.validation.length === 0 ? parameters : parametersOver(shape, best)
}

/** The decay of each parameter: `weightDecay` for weights, 0 for biases. */
function weightDecays(shape: LstmShape, weightDecay: number): Float64Array {
  const decays = parametersOver(shape, new Float64Array(parameterCount(shape)).fill(weightDecay))
  decays.biases.fill(0)
  decays.headBias.fill(0)
  return decays.flat
}

function meanSquaredError(
  parameters: LstmParameters,
  workspace: LstmWorkspace,
  { x, targets }: Sequences,
  indices: Int32Array,
): number {
  let squares = 0
  for (let start = 0; start < indices.length; start += workspace.capacity) {
    const nRows = Math.min(workspace.capacity, indices.length - start)
    gatherInputs(workspace, x, indices, start, nRows)
    forward(parameters, workspace, nRows)
    for (let row = 0; row < nRows; row++) squares += (workspace.outputs[row] - targets[indices[start + row]]) ** 2
  }
  return squares / indices.length
}
