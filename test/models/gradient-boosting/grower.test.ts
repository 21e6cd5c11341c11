import { describe, expect, it } from 'vitest'
import { binFeatures } from '../../../models/gradient-boosting/binning.js'
import { createWorkspace, type GrowthRules, growTree } from '../../../models/gradient-boosting/grower.js'
import { firstIndices } from '../../../models/gradient-boosting/subsample.js'
import { addPredictions, type Tree } from '../../../models/gradient-boosting/tree.js'
import { createRandom } from '../../../src/core/random.js'

const RULES: GrowthRules = { maxLeaves: 15, learningRate: 1, l2: 0, minSamplesLeaf: 1, minGain: 0 }

/** A tree for the gradients -y, and the order in which it leaves the rows. */
function grow(x: readonly number[][], y: readonly number[], rules: Partial<GrowthRules>): [Tree, Int32Array] {
  const rows = firstIndices(y.length)
  const nFeatures = x[0].length
  const workspace = createWorkspace(binFeatures(Float64Array.from(x.flat()), nFeatures, rows, 255))
  const gradients = Float64Array.from(y, (value) => -value)
  const tree = growTree(workspace, gradients, rows, firstIndices(nFeatures), { ...RULES, ...rules })
  return [tree, rows]
}

function predictionsOf(tree: Tree, x: readonly number[][]): number[] {
  const out = new Float64Array(x.length)
  addPredictions(tree, Float64Array.from(x.flat()), x[0].length, firstIndices(x.length), out)
  return [...out]
}

describe('growTree', () => {
  it('grows the two leaves that are computed by hand', () => {
    // Gradients -(1, 2, 9, 12) split between 2 and 4: scores 9 / (2 + 1) + 441 / (2 + 1) - 576 / (4 + 1) = 34.8.
    const [tree] = grow([[1], [2], [4], [5]], [1, 2, 9, 12], { maxLeaves: 2, l2: 1, learningRate: 0.5 })
    expect([...tree.feature]).toEqual([0, -1, -1])
    expect([...tree.left]).toEqual([1, -1, -1])
    expect([...tree.right]).toEqual([2, -1, -1])
    expect(tree.threshold[0]).toBe(3)
    expect(tree.gain[0]).toBeCloseTo(34.8, 12)
    expect([...tree.value]).toEqual([0, (0.5 * 3) / 3, (0.5 * 21) / 3])
  })

  it('splits the leaf that gains most next, not the next level', () => {
    // After 0 | rest, the right side holds a second large step and the left one a small one.
    const x = [[0], [1], [2], [3], [4], [5]]
    const [tree] = grow(x, [0, 1, 100, 100, 200, 200], { maxLeaves: 3 })
    expect(predictionsOf(tree, x)).toEqual([0.5, 0.5, 100, 100, 200, 200])
  })

  it('splits the older of two leaves that gain the same', () => {
    const x = [[0], [1], [2], [3]]
    const [tree] = grow(x, [0, 1, 10, 11], { maxLeaves: 3 })
    expect(predictionsOf(tree, x)).toEqual([0, 1, 10.5, 10.5])
  })

  it('leaves the rows of each leaf together and in their old order', () => {
    const x = [[3], [0], [2], [NaN], [1], [3]]
    const [, rows] = grow(x, [9, 1, 9, 1, 1, 9], { maxLeaves: 2 })
    expect([...rows]).toEqual([1, 3, 4, 0, 2, 5])
  })

  it('stays one leaf when there is nothing to split', () => {
    for (const x of [
      [[1], [1], [1]],
      [[NaN], [NaN], [NaN]],
    ])
      expect(grow(x, [1, 2, 3], {})[0].value).toEqual(Float64Array.of(2))
    expect(grow([[1], [2], [3]], [1, 2, 3], { minSamplesLeaf: 2 })[0].feature).toHaveLength(1)
    expect(grow([[1], [2], [3]], [1, 2, 3], { maxLeaves: 1 })[0].feature).toHaveLength(1)
    expect(grow([[1]], [7], {})[0].value).toEqual(Float64Array.of(7))
  })

  it('gives every leaf the mean of its rows, at least minSamplesLeaf of them, in at most maxLeaves', () => {
    const random = createRandom(5, 'grower')
    const x = Array.from({ length: 400 }, () => [random.normal(), random.uniform() < 0.2 ? NaN : random.normal()])
    const y = x.map(([a, b]) => a * a + (Number.isNaN(b) ? 1 : b) + random.normal())
    const [tree] = grow(x, y, { maxLeaves: 12, minSamplesLeaf: 13 })
    const groups = new Map<number, number[]>()
    predictionsOf(tree, x).forEach((value, i) => groups.set(value, [...(groups.get(value) ?? []), y[i]]))
    expect(groups.size).toBe(12)
    for (const [value, members] of groups) {
      expect(members.length).toBeGreaterThanOrEqual(13)
      expect(value).toBeCloseTo(members.reduce((sum, v) => sum + v, 0) / members.length, 10)
    }
  })

  it('reports gains that add up to the fall of the sum of squared errors', () => {
    const random = createRandom(6, 'grower')
    const x = Array.from({ length: 200 }, () => [random.normal(), random.normal()])
    const y = x.map(([a, b]) => a * b + random.normal())
    const centre = y.reduce((sum, v) => sum + v, 0) / y.length
    const centred = y.map((v) => v - centre)
    const [tree] = grow(x, centred, { maxLeaves: 9 })
    const before = centred.reduce((sum, v) => sum + v * v, 0)
    const after = predictionsOf(tree, x).reduce((sum, value, i) => sum + (value - centred[i]) ** 2, 0)
    expect(tree.gain.reduce((sum, v) => sum + v, 0)).toBeCloseTo(before - after, 9)
  })

  it('grows the same tree again in the same memory', () => {
    const random = createRandom(8, 'grower')
    const n = 300
    const x = Float64Array.from({ length: 3 * n }, () => random.normal())
    const workspace = createWorkspace(binFeatures(x, 3, firstIndices(n), 255))
    const gradients = Float64Array.from({ length: n }, () => random.normal())
    const squares = gradients.map((gradient) => gradient * gradient)
    const rules = { ...RULES, minSamplesLeaf: 20 }
    const first = growTree(workspace, gradients, firstIndices(n), firstIndices(3), rules)
    const memory = new Set(workspace.histograms)
    growTree(workspace, squares, firstIndices(n), Int32Array.of(1), { ...rules, maxLeaves: 4 })
    expect(growTree(workspace, gradients, firstIndices(n), firstIndices(3), rules)).toEqual(first)
    expect(workspace.histograms).toHaveLength(memory.size)
    expect(workspace.histograms.every((histogram) => memory.has(histogram))).toBe(true)
  })

  it('makes no histogram for leaves that stay leaves', () => {
    const workspace = createWorkspace(binFeatures(Float64Array.of(1, 2, 3, 4, 5, 6), 1, firstIndices(6), 255))
    const gradients = Float64Array.of(1, 2, 3, 4, 5, 6)
    growTree(workspace, gradients, firstIndices(6), firstIndices(1), { ...RULES, maxLeaves: 2 })
    expect(workspace.histograms).toHaveLength(1)
    growTree(workspace, gradients, firstIndices(6), firstIndices(1), { ...RULES, minSamplesLeaf: 3 })
    expect(workspace.histograms).toHaveLength(1)
  })
})
