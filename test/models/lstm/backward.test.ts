import { describe, expect, it } from 'vitest'
import { backward } from '../../../models/lstm/backward.js'
import { forward } from '../../../models/lstm/forward.js'
import { initialParameters, parametersOver } from '../../../models/lstm/parameters.js'
import { createWorkspace, gatherInputs } from '../../../models/lstm/workspace.js'
import { createRandom } from '../../../src/core/random.js'

const SHAPES = [
  { nSamples: 5, window: 6, nInputs: 3, hidden: 4 },
  { nSamples: 3, window: 1, nInputs: 2, hidden: 3 },
  { nSamples: 4, window: 5, nInputs: 1, hidden: 1 },
  { nSamples: 1, window: 1, nInputs: 1, hidden: 1 },
  { nSamples: 2, window: 12, nInputs: 7, hidden: 5 },
]

describe('backward', () => {
  for (const shape of SHAPES) {
    const { nSamples, window, nInputs, hidden } = shape
    it(`equals central differences to a relative 1e-6 for every parameter: ${nSamples} x ${window} x ${nInputs}, hidden ${hidden}`, () => {
      const random = createRandom(11, 'gradients')
      const parameters = initialParameters(shape, random)
      for (let i = 0; i < parameters.flat.length; i++) parameters.flat[i] += 0.1 * random.normal()
      const gradients = parametersOver(shape, new Float64Array(parameters.flat.length).fill(NaN))
      const workspace = createWorkspace(shape, window, nSamples, 'train')
      const x = Float64Array.from({ length: nSamples * window * nInputs }, () => random.normal())
      const targets = Float64Array.from({ length: nSamples }, () => random.normal())
      gatherInputs(
        workspace,
        x,
        Int32Array.from(targets, (_, i) => i),
        0,
        nSamples,
      )
      const lossAt = (i: number, value: number): number => {
        const kept = parameters.flat[i]
        parameters.flat[i] = value
        forward(parameters, workspace, nSamples)
        parameters.flat[i] = kept
        return targets.reduce((sum, target, row) => sum + (workspace.outputs[row] - target) ** 2 / nSamples, 0)
      }
      forward(parameters, workspace, nSamples)
      const loss = backward(parameters, workspace, targets, nSamples, gradients)
      expect(Math.abs(loss - lossAt(0, parameters.flat[0]))).toBeLessThan(1e-14)

      // A step of the cube root of the rounding error balances truncation against cancellation; the largest gradient
      // sets the scale below which a relative error would compare rounding with rounding.
      const step = 1e-5
      const scale = Math.max(...gradients.flat.map(Math.abs))
      let worst = 0
      for (let i = 0; i < parameters.flat.length; i++) {
        const at = parameters.flat[i]
        const numeric = (lossAt(i, at + step) - lossAt(i, at - step)) / (2 * step)
        const size = Math.max(Math.abs(numeric), Math.abs(gradients.flat[i]), 1e-3 * scale)
        worst = Math.max(worst, Math.abs(gradients.flat[i] - numeric) / size)
      }
      expect(worst).toBeLessThan(1e-6)
    })
  }

  it('leaves no trace of a larger batch that used the workspace before', () => {
    const shape = { nInputs: 2, hidden: 3 }
    const random = createRandom(12, 'gradients')
    const parameters = initialParameters(shape, random)
    const x = Float64Array.from({ length: 5 * 4 * 2 }, () => random.normal())
    const targets = Float64Array.from({ length: 5 }, () => random.normal())
    const gradientOf = (warmUp: boolean): number[] => {
      const workspace = createWorkspace(shape, 4, 5, 'train')
      const gradients = parametersOver(shape, new Float64Array(parameters.flat.length))
      for (const nRows of warmUp ? [5, 2] : [2]) {
        gatherInputs(workspace, x, Int32Array.of(0, 1, 2, 3, 4), 0, nRows)
        forward(parameters, workspace, nRows)
        backward(parameters, workspace, targets, nRows, gradients)
      }
      return [...gradients.flat]
    }
    expect(gradientOf(true)).toEqual(gradientOf(false))
  })
})
