import { describe, expect, it } from 'vitest'
import { matrixOver } from '../../src/core/matrix.js'
import { decideAt, decideRotation, type RotationOptions } from '../../src/decide/decide-rotation.js'
import type { DecisionInput } from '../../src/decide/decision-rule.js'
import { topK } from '../../src/decide/top-k.js'

const scores = matrixOver(3, 3, Float64Array.of(1, 2, NaN, 9, 8, 7, NaN, NaN, NaN))
const base = { params: { k: 1 }, assets: ['A', 'B', 'C'], benchmarkWeights: Float64Array.of(2, 1, 1) }
const options: RotationOptions = { ...base, rule: topK }

function seen(row: readonly number[], benchmarkWeights = base.benchmarkWeights): DecisionInput {
  const inputs: DecisionInput[] = []
  const rule: RotationOptions['rule'] = {
    ...topK,
    decide(input) {
      inputs.push(input)
      return { weights: new Float64Array(3), reason: '' }
    },
  }
  decideAt(Float64Array.from(row), { ...base, benchmarkWeights, rule })
  return inputs[0]
}

describe('decideAt', () => {
  it('shows the rule benchmark weights over the scored assets, summing to 1', () => {
    expect([...seen([1, 2, 3]).benchmarkWeights]).toEqual([0.5, 0.25, 0.25])
    expect([...seen([NaN, 2, 3]).benchmarkWeights]).toEqual([0, 0.5, 0.5])
    expect([...seen([NaN, NaN, NaN]).benchmarkWeights]).toEqual([0, 0, 0])
    expect(seen([1, 2, 3]).assets).toEqual(['A', 'B', 'C'])
  })

  it('leaves scores and weights as they were', () => {
    seen([NaN, 2, 3])
    expect([...base.benchmarkWeights]).toEqual([2, 1, 1])
  })
})

describe('decideRotation', () => {
  it('decides at the rows given, each from its own scores', () => {
    const weights = decideRotation(scores, [0, 1, 2], options)
    expect(weights.map(({ dateIndex }) => dateIndex)).toEqual([0, 1, 2])
    expect(weights.map((decision) => [...decision.weights])).toEqual([
      [0, 1, 0],
      [1, 0, 0],
      [0, 0, 0],
    ])
    expect(weights.map(({ reason }) => reason)).toEqual(['top 1: B', 'top 1: A', 'no sector has a score: cash'])
  })

  it('a decision does not depend on other rows of scores', () => {
    const data = scores.data.slice()
    data.fill(100, 6)
    data.fill(NaN, 0, 3)
    const [changed] = decideRotation(matrixOver(3, 3, data), [1], options)
    expect(changed).toEqual(decideRotation(scores, [1], options)[0])
  })
})
