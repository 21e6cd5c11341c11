import type * as TensorFlow from '@tensorflow/tfjs'
import { createRandom, shuffle } from '../../src/core/random.js'
import type { FitContext } from '../../src/forecast/model.js'
import type { InnerSplit } from '../../src/samples/inner-split.js'
import type { MlpParams } from './hyperparameters.js'
import { initialLayers, lossAndGradients, outputsOf, tensorsOf, type Layer, type LayerTensors } from './network.js'

/** Rows of features and what to learn from them. */
export interface LabelledRows {
  /** [nSamples, nFeatures]; NaN counts as 0. */
  readonly x: Float64Array
  readonly nFeatures: number
  /** [nSamples], standardised targets. */
  readonly targets: Float64Array
}

/** Rows per pass of a prediction. */
const PREDICTION_ROWS = 1024

/**
 * Trains a network from seeded initial weights on seeded random batches by Adam. With validation samples, training ends once
 * their error has not improved for `patience` epochs, and the weights of the best epoch are returned; without, the last ones.
 * Every tensor made here is disposed.
 * @param split - sample numbers; `train` is not empty
 */
export function trainMlp(
  tf: typeof TensorFlow,
  rows: LabelledRows,
  split: InnerSplit,
  params: MlpParams,
  context: FitContext,
): readonly Layer[] {
  const shapes = initialLayers([rows.nFeatures, ...params.hidden, 1], createRandom(context.seed, 'mlp', 'weights'))
  const random = createRandom(context.seed, 'mlp', 'order')
  const order = Int32Array.from(split.train)
  const layers = tensorsOf(tf, shapes).map((tensors) => variablesOf(tf, tensors))
  const optimizer = tf.train.adam(params.learningRate)
  try {
    let best: readonly Layer[] = shapes
    let bestError = Infinity
    let sinceBest = 0
    for (let epoch = 1; epoch <= params.epochs && sinceBest < params.patience; epoch++) {
      shuffle(order, random)
      let trainingLoss = 0
      for (let start = 0; start < order.length; start += params.batchSize) {
        const batch = order.subarray(start, start + params.batchSize)
        const loss = tf.tidy(() => {
          const y = tf.tensor1d(Float32Array.from(batch, (i) => rows.targets[i]))
          const { value, grads } = lossAndGradients(tf, layers, gather(tf, rows, batch), y, params.l2)
          optimizer.applyGradients(Object.entries(grads).map(([name, tensor]) => ({ name, tensor })))
          return value.dataSync()[0]
        })
        trainingLoss += (loss * batch.length) / order.length
      }
      const progress = `mlp: epoch ${epoch} of ${params.epochs}, loss ${trainingLoss.toFixed(4)}`
      if (split.validation.length === 0) {
        context.progress?.(progress)
        best = copyOf(shapes, layers)
        continue
      }
      const outputs = outputsAt(tf, layers, rows, split.validation)
      const error = outputs.reduce((sum, output, k) => sum + (output - rows.targets[split.validation[k]]) ** 2, 0)
      const meanError = error / outputs.length
      context.progress?.(`${progress}, on validation ${meanError.toFixed(4)}`)
      sinceBest++
      if (meanError < bestError) {
        bestError = meanError
        sinceBest = 0
        best = copyOf(shapes, layers)
      }
    }
    return best
  } finally {
    optimizer.dispose()
    disposeLayers(layers)
  }
}

/**
 * Outputs of the network for chosen rows, a fixed number at a time.
 * @param indices - sample numbers
 * @returns [indices.length]
 */
export function outputsAt(
  tf: typeof TensorFlow,
  layers: readonly LayerTensors[],
  rows: Pick<LabelledRows, 'x' | 'nFeatures'>,
  indices: Int32Array,
): Float64Array {
  const outputs = new Float64Array(indices.length)
  for (let start = 0; start < indices.length; start += PREDICTION_ROWS) {
    const batch = indices.subarray(start, start + PREDICTION_ROWS)
    outputs.set(
      tf.tidy(() => outputsOf(tf, layers, gather(tf, rows, batch)).dataSync()),
      start,
    )
  }
  return outputs
}

/** Frees the tensors of all layers. */
export function disposeLayers(layers: readonly LayerTensors[]): void {
  for (const { weights, biases } of layers) {
    weights.dispose()
    biases.dispose()
  }
}

function variablesOf(tf: typeof TensorFlow, { weights, biases }: LayerTensors): LayerTensors<TensorFlow.Variable> {
  const variables = { weights: tf.variable(weights), biases: tf.variable(biases) }
  disposeLayers([{ weights, biases }])
  return variables
}

function gather(
  tf: typeof TensorFlow,
  { x, nFeatures }: Pick<LabelledRows, 'x' | 'nFeatures'>,
  indices: Int32Array,
): TensorFlow.Tensor2D {
  const values = new Float32Array(indices.length * nFeatures)
  for (const [row, i] of indices.entries())
    for (let j = 0; j < nFeatures; j++) {
      const value = x[i * nFeatures + j]
      values[row * nFeatures + j] = Number.isNaN(value) ? 0 : value
    }
  return tf.tensor2d(values, [indices.length, nFeatures])
}

function copyOf(shapes: readonly Layer[], layers: readonly LayerTensors[]): Layer[] {
  return layers.map(({ weights, biases }, i) => ({
    ...shapes[i],
    weights: Float32Array.from(weights.dataSync()),
    biases: Float32Array.from(biases.dataSync()),
  }))
}
