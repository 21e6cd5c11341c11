import { describe, expect, it } from 'vitest'
import { loadTensorBackend } from '../../../models/tfjs/backend.js'
import { initialLayers, lossAndGradients, tensorsOf } from '../../../models/tfjs/network.js'
import { createRandom } from '../../../src/core/random.js'

const { tf } = await loadTensorBackend()

interface PlainLayer {
  readonly nInputs: number
  readonly nOutputs: number
  readonly weights: Float64Array
  readonly biases: Float64Array
}

/** The same loss in double precision, by plain loops. */
function plainLoss(layers: readonly PlainLayer[], x: Float64Array, y: Float64Array, l2: number): number {
  let penalty = 0
  for (const { weights } of layers) for (const weight of weights) penalty += weight * weight
  let squares = 0
  for (let row = 0; row < y.length; row++) {
    let values = [...x.subarray(row * layers[0].nInputs, (row + 1) * layers[0].nInputs)]
    for (const [depth, { nInputs, nOutputs, weights, biases }] of layers.entries())
      values = Array.from({ length: nOutputs }, (_, j) => {
        let sum = biases[j]
        for (let i = 0; i < nInputs; i++) sum += values[i] * weights[i * nOutputs + j]
        return depth < layers.length - 1 ? Math.tanh(sum) : sum
      })
    squares += (values[0] - y[row]) ** 2
  }
  return squares / y.length + l2 * penalty
}

describe('lossAndGradients', () => {
  for (const hidden of [[4], [5, 3], [1]])
    it(`equals central differences in double precision to 1e-5 of the largest gradient (float32 holds 7 digits): hidden ${hidden.join(', ')}`, () => {
      const random = createRandom(31, 'gradients')
      const layers = initialLayers([3, ...hidden, 1], random)
      for (const { biases } of layers) for (let j = 0; j < biases.length; j++) biases[j] = 0.3 * random.normal()
      const x = Float32Array.from({ length: 7 * 3 }, () => random.normal())
      const y = Float32Array.from({ length: 7 }, () => random.normal())
      const l2 = 0.01

      const { loss, gradients } = tf.tidy(() => {
        const variables = tensorsOf(tf, layers).map(({ weights, biases }) => ({
          weights: tf.variable(weights),
          biases: tf.variable(biases),
        }))
        const { value, grads } = lossAndGradients(tf, variables, tf.tensor2d(x, [7, 3]), tf.tensor1d(y), l2)
        const parts = variables.flatMap(({ weights, biases }) => [weights, biases])
        const result = {
          loss: value.dataSync()[0],
          gradients: parts.flatMap(({ name }) => [...grads[name].dataSync()]),
        }
        tf.dispose(parts)
        return result
      })

      const plain = layers.map((layer) => ({
        ...layer,
        weights: Float64Array.from(layer.weights),
        biases: Float64Array.from(layer.biases),
      }))
      const plainX = Float64Array.from(x)
      const plainY = Float64Array.from(y)
      expect(Math.abs(loss - plainLoss(plain, plainX, plainY, l2))).toBeLessThan(1e-6)
      const numeric: number[] = []
      const step = 1e-5
      for (const { weights, biases } of plain)
        for (const values of [weights, biases])
          for (let i = 0; i < values.length; i++) {
            const kept = values[i]
            values[i] = kept + step
            const above = plainLoss(plain, plainX, plainY, l2)
            values[i] = kept - step
            numeric.push((above - plainLoss(plain, plainX, plainY, l2)) / (2 * step))
            values[i] = kept
          }
      expect(gradients).toHaveLength(numeric.length)
      const largest = Math.max(...numeric.map(Math.abs))
      const worst = Math.max(...numeric.map((value, i) => Math.abs(value - gradients[i])))
      expect(worst / largest).toBeLessThan(1e-5)
    })
})
