import { type BinnedFeatures, MISSING_CODE } from './binning.js'
import { buildHistogram, HISTOGRAM_STRIDE, subtractHistogram } from './histogram.js'
import { findSplit, type NodeSums, type Split, type SplitRules } from './split.js'
import { createTree, sliceTree, type Tree } from './tree.js'

/** How a tree grows. */
export interface GrowthRules extends SplitRules {
  /** Most leaves, 1 or more. */
  readonly maxLeaves: number
  /** Factor on the value of every leaf. */
  readonly learningRate: number
}

/** A node that is a leaf so far: rows start (inclusive) to end (exclusive) of the partition. */
interface Leaf {
  readonly node: number
  readonly start: number
  readonly end: number
  readonly sums: NodeSums
  /** Best split and the histogram it was found in; both absent once the leaf is known to stay one. */
  readonly split: Split | undefined
  readonly histogram: Float64Array | undefined
}

/** Memory that the trees of one fit share. */
export interface Workspace {
  readonly binned: BinnedFeatures
  /** Per feature, bins for present values. */
  readonly nBins: Int32Array
  /** Gradients of one node in the order of its rows. */
  readonly gathered: Float64Array
  /** Rows that go right while a node is parted. */
  readonly scratch: Int32Array
  /** Histograms that no leaf holds at present. */
  readonly histograms: Float64Array[]
}

/** Memory for growing trees over the given rows. */
export function createWorkspace(binned: BinnedFeatures): Workspace {
  return {
    binned,
    nBins: Int32Array.from(binned.edges, (edges) => edges.length + 1),
    gathered: new Float64Array(binned.nRows),
    scratch: new Int32Array(binned.nRows),
    histograms: [],
  }
}

/** Moves the rows that go left to the front, both sides in their old order, and returns where the right side starts. */
function partition(workspace: Workspace, rows: Int32Array, start: number, end: number, split: Split): number {
  const { binned, scratch } = workspace
  const codes = binned.codes.subarray(split.feature * binned.nRows, (split.feature + 1) * binned.nRows)
  let left = start
  let right = 0
  for (let i = start; i < end; i++) {
    const row = rows[i]
    const code = codes[row]
    if (code === MISSING_CODE ? split.missingLeft : code <= split.bin) rows[left++] = row
    else scratch[right++] = row
  }
  rows.set(scratch.subarray(0, right), left)
  return left
}

/** Position of the leaf whose split gains most, the older one in a tie; -1 when none can be split. */
function nextToSplit(leaves: readonly Leaf[]): number {
  let next = -1
  let gain = -Infinity
  leaves.forEach(({ split }, i) => {
    if (split === undefined || split.gain <= gain) return
    next = i
    gain = split.gain
  })
  return next
}

/** Makes a leaf of the tree a question with two children: `firstChild` on the left, the one after it on the right. */
function writeSplit(tree: Tree, node: number, split: Split, edges: Float64Array, firstChild: number): void {
  tree.feature[node] = split.feature
  // The last bin has no upper edge: such a split parts what is present from what is missing.
  tree.threshold[node] = edges[split.bin] ?? Infinity
  tree.missingLeft[node] = split.missingLeft ? 1 : 0
  tree.left[node] = firstChild
  tree.right[node] = firstChild + 1
  tree.gain[node] = split.gain
}

/**
 * Grows one tree leaf by leaf: the leaf whose best split gains most is split next, until there are `maxLeaves` or no split
 * satisfies the rules.
 * @param gradients - [nRows], prediction - y of each training row
 * @param rows - training rows to learn from, ascending; left in the order of the leaves
 * @param features - features to learn from, ascending
 */
export function growTree(
  workspace: Workspace,
  gradients: Float64Array,
  rows: Int32Array,
  features: Int32Array,
  rules: GrowthRules,
): Tree {
  const { binned, histograms, nBins, gathered } = workspace
  const maxLeaves = Math.max(1, Math.min(rules.maxLeaves, Math.floor(rows.length / rules.minSamplesLeaf)))
  const tree = createTree(2 * maxLeaves - 1)
  let nNodes = 1

  const isLargeEnough = (sums: NodeSums): boolean => sums.count >= 2 * rules.minSamplesLeaf

  function histogramOf(start: number, end: number): Float64Array {
    const histogram = histograms.pop() ?? new Float64Array(binned.nFeatures * HISTOGRAM_STRIDE)
    for (let i = start; i < end; i++) gathered[i - start] = gradients[rows[i]]
    buildHistogram(binned, rows.subarray(start, end), gathered, features, histogram)
    return histogram
  }

  /** A leaf with its best split; a histogram that finds none goes back to the pool. */
  function createLeaf(node: number, start: number, end: number, sums: NodeSums, histogram?: Float64Array): Leaf {
    const split = histogram && isLargeEnough(sums) ? findSplit(histogram, features, nBins, sums, rules) : undefined
    if (histogram && !split) histograms.push(histogram)
    return { node, start, end, sums, split, histogram: split && histogram }
  }

  /** The two leaves that replace a leaf. The smaller one's rows are summed; the larger one is what remains of the parent. */
  function splitLeaf(leaf: Leaf, split: Split, histogram: Float64Array, isLast: boolean): [Leaf, Leaf] {
    const { start, end, sums } = leaf
    const node = nNodes
    nNodes += 2
    writeSplit(tree, leaf.node, split, binned.edges[split.feature], node)
    const middle = partition(workspace, rows, start, end, split)
    const left = split.left
    const right = { gradient: sums.gradient - left.gradient, count: sums.count - left.count }
    if (isLast || (!isLargeEnough(left) && !isLargeEnough(right))) {
      histograms.push(histogram)
      return [createLeaf(node, start, middle, left), createLeaf(node + 1, middle, end, right)]
    }
    const isLeftSmaller = left.count < right.count
    const smaller = isLeftSmaller ? histogramOf(start, middle) : histogramOf(middle, end)
    subtractHistogram(histogram, smaller, features)
    return [
      createLeaf(node, start, middle, left, isLeftSmaller ? smaller : histogram),
      createLeaf(node + 1, middle, end, right, isLeftSmaller ? histogram : smaller),
    ]
  }

  let gradient = 0
  for (const row of rows) gradient += gradients[row]
  const root = { gradient, count: rows.length }
  const leaves = [createLeaf(0, 0, rows.length, root, maxLeaves > 1 ? histogramOf(0, rows.length) : undefined)]
  while (leaves.length < maxLeaves) {
    const next = nextToSplit(leaves)
    if (next < 0) break
    const [leaf] = leaves.splice(next, 1)
    if (!leaf.split || !leaf.histogram) throw new Error('bug: a leaf without a split was chosen')
    leaves.push(...splitLeaf(leaf, leaf.split, leaf.histogram, leaves.length + 2 === maxLeaves))
  }

  for (const { node, sums, histogram } of leaves) {
    tree.value[node] = (-rules.learningRate * sums.gradient) / (sums.count + rules.l2)
    if (histogram) histograms.push(histogram)
  }
  return sliceTree(tree, 0, nNodes)
}
