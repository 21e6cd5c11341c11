import type * as TensorFlow from '@tensorflow/tfjs'
import type { Random } from '../../src/core/random.js'

/** Weights and biases of one layer; the arrays are float32, as the tensor library computes. */
export interface Layer {
  readonly nInputs: number
  readonly nOutputs: number
  /** [nInputs, nOutputs], row-major */
  readonly weights: Float32Array
  /** [nOutputs] */
  readonly biases: Float32Array
}

/** Tensors of one layer: shapes [nInputs, nOutputs] and [nOutputs]. */
export interface LayerTensors<T extends TensorFlow.Tensor = TensorFlow.Tensor> {
  readonly weights: T
  readonly biases: T
}

/**
 * Layers at the start of training: weights uniform in +-sqrt(6 / (nInputs + nOutputs)), biases 0.
 * @param sizes - features, units of each hidden layer, 1
 * @see Glorot and Bengio (2010)
 */
export function initialLayers(sizes: readonly number[], random: Random): Layer[] {
  return sizes.slice(1).map((nOutputs, i) => {
    const nInputs = sizes[i]
    const bound = Math.sqrt(6 / (nInputs + nOutputs))
    const weights = Float32Array.from({ length: nInputs * nOutputs }, () => bound * (2 * random.uniform() - 1))
    return { nInputs, nOutputs, weights, biases: new Float32Array(nOutputs) }
  })
}

/** Tensors of the layers; the caller disposes them. */
export function tensorsOf(tf: typeof TensorFlow, layers: readonly Layer[]): LayerTensors[] {
  // The library keeps the arrays it is given but never writes to them: tensors do not change.
  return layers.map(({ nInputs, nOutputs, weights, biases }) => ({
    weights: tf.tensor2d(weights, [nInputs, nOutputs]),
    biases: tf.tensor1d(biases),
  }))
}

/**
 * Output of the network: tanh after each hidden layer, none after the last.
 * @param x - [nRows, nInputs]
 * @returns [nRows]
 */
export function outputsOf(
  tf: typeof TensorFlow,
  layers: readonly LayerTensors[],
  x: TensorFlow.Tensor2D,
): TensorFlow.Tensor1D {
  return tf.tidy(() => {
    let values: TensorFlow.Tensor = x
    for (const [i, { weights, biases }] of layers.entries()) {
      values = tf.add(tf.matMul(values, weights), biases)
      if (i < layers.length - 1) values = tf.tanh(values)
    }
    return values.reshape([x.shape[0]])
  })
}

/**
 * Mean squared error plus `l2` times the sum of the squared weights, and its gradient by every variable.
 * @param x - [nRows, nInputs]
 * @param y - [nRows]
 * @returns a scalar and the gradients by name of variable; the caller disposes them
 */
export function lossAndGradients(
  tf: typeof TensorFlow,
  layers: readonly LayerTensors<TensorFlow.Variable>[],
  x: TensorFlow.Tensor2D,
  y: TensorFlow.Tensor1D,
  l2: number,
): { readonly value: TensorFlow.Scalar; readonly grads: TensorFlow.NamedTensorMap } {
  const variables = layers.flatMap(({ weights, biases }) => [weights, biases])
  return tf.variableGrads(() => {
    const penalty = layers.map(({ weights }) => tf.sum(tf.square(weights))).reduce((a, b) => tf.add(a, b))
    const error = tf.mean(tf.square(tf.sub(outputsOf(tf, layers, x), y)))
    return tf.add(error, tf.mul(penalty, l2))
  }, variables)
}
