import { describe, expect, it } from 'vitest'
import {
  INITIAL_FORGET_BIAS,
  initialParameters,
  parameterCount,
  parametersOver,
} from '../../../models/lstm/parameters.js'
import { ShapeError } from '../../../src/core/errors.js'
import { createRandom } from '../../../src/core/random.js'

const SHAPE = { nInputs: 3, hidden: 4 }

describe('LSTM parameters', () => {
  it('are views that cover the flat array once, in the order of the layout', () => {
    const flat = Float64Array.from({ length: parameterCount(SHAPE) }, (_, i) => i)
    const { inputWeights, hiddenWeights, biases, headWeights, headBias } = parametersOver(SHAPE, flat)
    const parts = [inputWeights, hiddenWeights, biases, headWeights, headBias]
    expect(parts.map((part) => part.length)).toEqual([48, 64, 16, 4, 1])
    expect(parts.flatMap((part) => [...part])).toEqual([...flat])
    biases[0] = -1
    expect(flat[48 + 64]).toBe(-1)
  })

  it('do not fit an array of another length', () => {
    expect(() => parametersOver(SHAPE, new Float64Array(5))).toThrow(ShapeError)
  })

  it('start uniform within 1 / sqrt(hidden), with biases of 0 but for the forget gate', () => {
    const { inputWeights, hiddenWeights, headWeights, biases, headBias } = initialParameters(SHAPE, createRandom(1))
    const weights = [...inputWeights, ...hiddenWeights, ...headWeights]
    expect(Math.max(...weights)).toBeLessThanOrEqual(0.5)
    expect(Math.max(...weights)).toBeGreaterThan(0.45)
    expect(Math.min(...weights)).toBeGreaterThanOrEqual(-0.5)
    expect(Math.min(...weights)).toBeLessThan(-0.45)
    expect([...biases]).toEqual([0, INITIAL_FORGET_BIAS, 0, 0].flatMap((bias) => [bias, bias, bias, bias]))
    expect(headBias[0]).toBe(0)
  })
})
