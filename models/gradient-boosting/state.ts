import { ArtifactError } from '../../src/core/errors.js'
import { decodeRecord, encodeRecord, type RecordArray } from '../../src/core/records.js'
import { createTree, sliceTree, type Tree } from './tree.js'

/** A fitted forest: the prediction is `base` plus what every tree says. */
export interface GradientBoostingState {
  readonly featureNames: readonly string[]
  /** Mean of y over the rows learned from, in units of y; NaN when there were none, and so are all predictions then. */
  readonly base: number
  /** In the order of fitting; empty when there were no rows. */
  readonly trees: readonly Tree[]
}

const KIND = 'gradient-boosting'
type ArrayClass<T extends RecordArray> = new (length: number) => T
const COLUMNS = {
  feature: Int32Array,
  threshold: Float64Array,
  missingLeft: Uint8Array,
  left: Int32Array,
  right: Int32Array,
  value: Float64Array,
  gain: Float64Array,
} as const satisfies Record<keyof Tree, ArrayClass<RecordArray>>
const COLUMN_NAMES = Object.keys(COLUMNS) as (keyof Tree)[]

/** Bytes of a state: the trees' arrays end to end, and the node at which each tree starts. */
export function saveState(state: GradientBoostingState): Uint8Array {
  const starts = new Int32Array(state.trees.length + 1)
  state.trees.forEach((tree, i) => (starts[i + 1] = starts[i] + tree.feature.length))
  const nodes = createTree(starts[state.trees.length])
  for (const name of COLUMN_NAMES) state.trees.forEach((tree, i) => nodes[name].set(tree[name], starts[i]))
  // The base is an array because JSON has no NaN.
  const arrays = { base: Float64Array.of(state.base), starts, ...nodes }
  return encodeRecord({ kind: KIND, header: { featureNames: state.featureNames }, arrays })
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((name) => typeof name === 'string')
}

/** True when every walk from the root ends at a leaf and asks for known features only. */
function isWellFormed(tree: Tree, nFeatures: number): boolean {
  const nNodes = tree.feature.length
  const isChild = (child: number, parent: number): boolean => child > parent && child < nNodes
  for (let node = 0; node < nNodes; node++) {
    if (tree.feature[node] === -1) continue
    if (tree.feature[node] < 0 || tree.feature[node] >= nFeatures) return false
    if (!isChild(tree.left[node], node) || !isChild(tree.right[node], node)) return false
  }
  return nNodes > 0
}

/**
 * Reads a state back.
 * @throws ArtifactError when the bytes are damaged, of another kind, or describe trees that cannot be walked
 */
export function loadState(bytes: Uint8Array): GradientBoostingState {
  const { header, arrays } = decodeRecord(bytes, KIND)
  const broken = new ArtifactError(`${KIND} is damaged: its trees do not fit together`)
  function arrayOf<T extends RecordArray>(name: string, type: ArrayClass<T>, length?: number): T {
    const array = arrays[name]
    if (!(array instanceof type) || (length !== undefined && array.length !== length)) throw broken
    return array
  }
  const featureNames = (header as { featureNames?: unknown } | null)?.featureNames
  if (!isNames(featureNames)) throw broken
  const base = arrayOf('base', Float64Array, 1)[0]
  const starts = arrayOf('starts', Int32Array)
  const nNodes = arrayOf('feature', Int32Array).length
  for (const name of COLUMN_NAMES) arrayOf<RecordArray>(name, COLUMNS[name], nNodes)
  if (starts[0] !== 0 || starts[starts.length - 1] !== nNodes) throw broken

  const nodes = arrays as unknown as Tree
  const trees = Array.from({ length: starts.length - 1 }, (_, i) => sliceTree(nodes, starts[i], starts[i + 1]))
  if (!trees.every((tree) => isWellFormed(tree, featureNames.length))) throw broken
  return { featureNames, base, trees }
}
