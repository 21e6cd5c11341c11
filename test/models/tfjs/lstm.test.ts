import { describe, expect, it } from 'vitest'
import { forward } from '../../../models/lstm/forward.js'
import { initialParameters } from '../../../models/lstm/parameters.js'
import { createWorkspace, gatherInputs } from '../../../models/lstm/workspace.js'
import { loadTensorBackend } from '../../../models/tfjs/backend.js'
import { createRandom } from '../../../src/core/random.js'

const { tf } = await loadTensorBackend()

describe('the LSTM of this project and that of TensorFlow.js', () => {
  for (const { nSamples, window, nInputs, hidden } of [
    { nSamples: 6, window: 20, nInputs: 5, hidden: 8 },
    { nSamples: 3, window: 1, nInputs: 2, hidden: 1 },
  ])
    it(`give the same outputs to 1e-5, one being float32: ${nSamples} x ${window} x ${nInputs}, hidden ${hidden}`, () => {
      const random = createRandom(21, 'lstm')
      const parameters = initialParameters({ nInputs, hidden }, random)
      for (let i = 0; i < parameters.flat.length; i++) parameters.flat[i] += 0.2 * random.normal()
      const x = Float64Array.from({ length: nSamples * window * nInputs }, () => random.normal())
      const workspace = createWorkspace(parameters, window, nSamples, 'predict')
      gatherInputs(
        workspace,
        x,
        Int32Array.from({ length: nSamples }, (_, i) => i),
        0,
        nSamples,
      )
      forward(parameters, workspace, nSamples)

      const outputs = tf.tidy(() => {
        const layer = tf.layers.lstm({
          units: hidden,
          activation: 'tanh',
          recurrentActivation: 'sigmoid',
          kernelInitializer: 'zeros',
          recurrentInitializer: 'zeros',
        })
        const sequences = tf.tensor3d(Float32Array.from(x), [nSamples, window, nInputs])
        // The first use makes the layer's weights, which can then be replaced.
        layer.apply(sequences)
        // Its gates i, f, c, o are i, f, g, o here: the candidate has another letter.
        layer.setWeights([
          tf.tensor2d(Float32Array.from(parameters.inputWeights), [nInputs, 4 * hidden]),
          tf.tensor2d(Float32Array.from(parameters.hiddenWeights), [hidden, 4 * hidden]),
          tf.tensor1d(Float32Array.from(parameters.biases)),
        ])
        const last = layer.apply(sequences)
        const head = tf.tensor2d(Float32Array.from(parameters.headWeights), [hidden, 1])
        const result = [...tf.matMul(last as ReturnType<typeof tf.tensor2d>, head).dataSync()]
        layer.dispose()
        return result
      })
      expect(outputs).toHaveLength(nSamples)
      for (let row = 0; row < nSamples; row++)
        expect(Math.abs(outputs[row] + parameters.headBias[0] - workspace.outputs[row])).toBeLessThan(1e-5)
      expect(Math.max(...outputs) - Math.min(...outputs), 'the outputs are not all the same').toBeGreaterThan(0.01)
    })
})
