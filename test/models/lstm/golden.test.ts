import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { adamStep, clipGradientNorm, createAdamMoments } from '../../../models/lstm/adam.js'
import { backward } from '../../../models/lstm/backward.js'
import { forward } from '../../../models/lstm/forward.js'
import { parametersOver } from '../../../models/lstm/parameters.js'
import { createWorkspace, gatherInputs } from '../../../models/lstm/workspace.js'

interface Sized {
  readonly nSamples: number
  readonly window: number
  readonly nInputs: number
  readonly hidden: number
  readonly x: number[]
  readonly y: number[]
}

interface Golden {
  readonly passes: readonly (Sized & {
    readonly parameters: number[]
    readonly outputs: number[]
    readonly loss: number
    readonly gradients: number[]
  })[]
  readonly trainings: readonly (Sized & {
    readonly learningRate: number
    readonly weightDecay: number
    readonly clipNorm: number
    readonly batches: number[][]
    readonly firstParameters: number[]
    readonly losses: number[]
    readonly gradientNorms: number[]
    readonly lastParameters: number[]
  })[]
}

const golden = JSON.parse(readFileSync(new URL('../../golden/lstm.json', import.meta.url), 'utf8')) as Golden

function largestDifference(actual: ArrayLike<number>, expected: readonly number[]): number {
  expect(actual.length, 'same length').toBe(expected.length)
  return expected.reduce((largest, value, i) => Math.max(largest, Math.abs(actual[i] - value)), 0)
}

describe('LSTM against PyTorch in double precision', () => {
  for (const pass of golden.passes) {
    const { nSamples, window, nInputs, hidden } = pass
    it(`has the same outputs, loss and gradients to 1e-12 for ${nSamples} x ${window} x ${nInputs}, hidden ${hidden}`, () => {
      const parameters = parametersOver(pass, Float64Array.from(pass.parameters))
      const gradients = parametersOver(pass, new Float64Array(parameters.flat.length))
      const workspace = createWorkspace(pass, window, nSamples, 'train')
      gatherInputs(
        workspace,
        Float64Array.from(pass.x),
        Int32Array.from(pass.y, (_, i) => i),
        0,
        nSamples,
      )
      forward(parameters, workspace, nSamples)
      expect(largestDifference(workspace.outputs, pass.outputs)).toBeLessThan(1e-12)
      const loss = backward(parameters, workspace, Float64Array.from(pass.y), nSamples, gradients)
      expect(Math.abs(loss - pass.loss)).toBeLessThan(1e-12)
      expect(largestDifference(gradients.flat, pass.gradients)).toBeLessThan(1e-12)
    })
  }

  for (const training of golden.trainings) {
    const { weightDecay, clipNorm } = training
    it(`has the same first ten losses to 1e-9 with weight decay ${weightDecay} and gradient norm up to ${clipNorm}`, () => {
      const x = Float64Array.from(training.x)
      const parameters = parametersOver(training, Float64Array.from(training.firstParameters))
      const gradients = parametersOver(training, new Float64Array(parameters.flat.length))
      const decay = parametersOver(training, new Float64Array(parameters.flat.length).fill(weightDecay))
      decay.biases.fill(0)
      decay.headBias.fill(0)
      const moments = createAdamMoments(parameters.flat.length)
      const workspace = createWorkspace(training, training.window, 8, 'train')
      const losses: number[] = []
      const norms: number[] = []
      for (const batch of training.batches) {
        gatherInputs(workspace, x, Int32Array.from(batch), 0, batch.length)
        forward(parameters, workspace, batch.length)
        const targets = Float64Array.from(batch, (i) => training.y[i])
        losses.push(backward(parameters, workspace, targets, batch.length, gradients))
        norms.push(clipGradientNorm(gradients.flat, clipNorm))
        adamStep(parameters.flat, gradients.flat, decay.flat, moments, training.learningRate)
      }
      expect(losses).toHaveLength(10)
      expect(largestDifference(losses, training.losses)).toBeLessThan(1e-9)
      expect(largestDifference(norms, training.gradientNorms)).toBeLessThan(1e-9)
      expect(largestDifference(parameters.flat, training.lastParameters)).toBeLessThan(1e-9)
    })
  }
})
