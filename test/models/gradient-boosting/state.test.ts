import { describe, expect, it } from 'vitest'
import { type GradientBoostingState, loadState, saveState } from '../../../models/gradient-boosting/state.js'
import { createTree, type Tree } from '../../../models/gradient-boosting/tree.js'
import { ArtifactError } from '../../../src/core/errors.js'
import { encodeRecord } from '../../../src/core/records.js'

function stump(): Tree {
  const tree = createTree(3)
  tree.feature[0] = 1
  tree.threshold[0] = Infinity
  tree.left[0] = 1
  tree.right[0] = 2
  tree.value.set([0, -0.25, 0.5])
  tree.gain[0] = 3
  return tree
}

const state: GradientBoostingState = {
  featureNames: ['a', 'ß, "b"'],
  base: 0.1,
  trees: [stump(), createTree(1), stump()],
}

describe('saveState and loadState', () => {
  it('give back the state', () => {
    expect(loadState(saveState(state))).toEqual(state)
    const empty = { featureNames: [], base: NaN, trees: [] }
    expect(loadState(saveState(empty))).toEqual(empty)
  })

  it('refuse every damaged byte and every truncation', () => {
    const bytes = saveState(state)
    for (let i = 0; i < bytes.length; i++) {
      const damaged = bytes.slice()
      damaged[i] ^= 0x10
      expect(() => loadState(damaged), `byte ${i}`).toThrow(ArtifactError)
      expect(() => loadState(bytes.subarray(0, i)), `first ${i} bytes`).toThrow(ArtifactError)
    }
  })

  it('refuse another kind of artifact', () => {
    expect(() => loadState(encodeRecord({ kind: 'ridge', header: {}, arrays: {} }))).toThrow(ArtifactError)
  })

  for (const [problem, change] of [
    ['a child before its parent', (tree: Tree) => (tree.left[0] = 0)],
    ['a child that does not exist', (tree: Tree) => (tree.right[0] = 3)],
    ['a leaf as feature -2', (tree: Tree) => (tree.feature[1] = -2)],
    ['a feature that does not exist', (tree: Tree) => (tree.feature[0] = 2)],
  ] as const)
    it(`refuse a tree with ${problem}`, () => {
      const tree = stump()
      change(tree)
      expect(() => loadState(saveState({ ...state, trees: [tree] }))).toThrow(ArtifactError)
    })

  it('refuse arrays that are absent, of another type or of different lengths', () => {
    const header = { featureNames: ['a'] }
    const arrays = { base: Float64Array.of(0), starts: Int32Array.of(0, 1), ...createTree(1) }
    expect(loadState(encodeRecord({ kind: 'gradient-boosting', header, arrays })).trees).toHaveLength(1)
    const { gain, ...withoutGain } = arrays
    for (const broken of [
      withoutGain,
      { ...arrays, gain: Float32Array.from(gain) },
      { ...arrays, value: new Float64Array(2) },
      { ...arrays, base: new Float64Array(0) },
      { ...arrays, starts: Int32Array.of(0, 2) },
      { ...arrays, starts: Int32Array.of(0, 0, 1) },
    ])
      expect(() => loadState(encodeRecord({ kind: 'gradient-boosting', header, arrays: broken }))).toThrow(
        ArtifactError,
      )
    for (const wrong of [null, {}, { featureNames: 'a' }, { featureNames: [1] }])
      expect(() => loadState(encodeRecord({ kind: 'gradient-boosting', header: wrong, arrays }))).toThrow(ArtifactError)
  })
})
