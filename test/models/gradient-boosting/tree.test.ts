import { describe, expect, it } from 'vitest'
import { addPredictions, createTree, sliceTree } from '../../../models/gradient-boosting/tree.js'

/** feature 1 <= 0.5 ? 10 : (feature 0 present ? 20 : 30); missing feature 1 goes right unless told otherwise. */
function handMade(missingLeft = 0): ReturnType<typeof createTree> {
  const tree = createTree(5)
  tree.feature.set([1, -1, 0, -1, -1])
  tree.threshold.set([0.5, 0, Infinity, 0, 0])
  tree.missingLeft[0] = missingLeft
  tree.left.set([1, -1, 3, -1, -1])
  tree.right.set([2, -1, 4, -1, -1])
  tree.value.set([0, 10, 0, 20, 30])
  return tree
}

describe('addPredictions', () => {
  const x = Float64Array.of(0, 0.5, 0, 0.6, NaN, 0.6, Infinity, 7, 0, NaN)

  it('sends a value at the threshold left, and adds to what is there', () => {
    const out = Float64Array.of(1, 1, 1, 1)
    addPredictions(handMade(), x, 2, Int32Array.of(0, 1, 2, 3), out)
    expect([...out]).toEqual([11, 21, 31, 21])
  })

  it('routes missing values as the node says', () => {
    const out = new Float64Array(2)
    addPredictions(handMade(0), x, 2, Int32Array.of(4), out)
    addPredictions(handMade(1), x, 2, Int32Array.of(4), out.subarray(1))
    expect([...out]).toEqual([20, 10])
  })

  it('adds the value of a tree that is one leaf to every row', () => {
    const leaf = createTree(1)
    leaf.value[0] = 2
    const out = new Float64Array(5)
    addPredictions(leaf, x, 2, Int32Array.of(0, 1, 2, 3, 4), out)
    expect([...out]).toEqual([2, 2, 2, 2, 2])
  })
})

describe('sliceTree', () => {
  it('copies nodes of every array', () => {
    const tree = handMade()
    const copy = sliceTree(tree, 0, 5)
    expect(copy).toEqual(tree)
    copy.value[1] = -1
    expect(tree.value[1]).toBe(10)
  })
})
