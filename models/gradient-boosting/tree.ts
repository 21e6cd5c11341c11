/** A regression tree as flat arrays over its nodes. Node 0 is the root, and children come after their parent. */
export interface Tree {
  /** Feature that the node asks for; -1 for a leaf. */
  readonly feature: Int32Array
  /** In units of the feature: values at or below it go left. Infinity parts present from missing values. */
  readonly threshold: Float64Array
  /** 1 where a missing value goes left, else 0. */
  readonly missingLeft: Uint8Array
  /** Node to the left; -1 for a leaf. */
  readonly left: Int32Array
  /** Node to the right; -1 for a leaf. */
  readonly right: Int32Array
  /** What a leaf adds to the prediction, in units of y, learning rate included; 0 for other nodes. */
  readonly value: Float64Array
  /** What the split gained in the training rows, in squared units of y; 0 for a leaf. */
  readonly gain: Float64Array
}

/** A tree of the given number of nodes, all of them leaves of value 0. */
export function createTree(nNodes: number): Tree {
  return {
    feature: new Int32Array(nNodes).fill(-1),
    threshold: new Float64Array(nNodes),
    missingLeft: new Uint8Array(nNodes),
    left: new Int32Array(nNodes).fill(-1),
    right: new Int32Array(nNodes).fill(-1),
    value: new Float64Array(nNodes),
    gain: new Float64Array(nNodes),
  }
}

/** Copy of nodes start (inclusive) to end (exclusive); the indices of children stay as they are. */
export function sliceTree(tree: Tree, start: number, end: number): Tree {
  return {
    feature: tree.feature.slice(start, end),
    threshold: tree.threshold.slice(start, end),
    missingLeft: tree.missingLeft.slice(start, end),
    left: tree.left.slice(start, end),
    right: tree.right.slice(start, end),
    value: tree.value.slice(start, end),
    gain: tree.gain.slice(start, end),
  }
}

/**
 * Adds what a tree says to the predictions of the chosen rows.
 * @param x - features, row-major [any number of rows, nFeatures]; NaN = missing
 * @param rows - rows of x
 * @param out - [rows.length], in units of y; added to
 */
export function addPredictions(
  tree: Tree,
  x: Float64Array,
  nFeatures: number,
  rows: Int32Array,
  out: Float64Array,
): void {
  const { feature, threshold, missingLeft, left, right, value } = tree
  for (let k = 0; k < rows.length; k++) {
    const offset = rows[k] * nFeatures
    let node = 0
    while (feature[node] >= 0) {
      const asked = x[offset + feature[node]]
      // NaN compares false with everything: only then is the second condition looked at for a missing value.
      const goesLeft = asked <= threshold[node] || (missingLeft[node] === 1 && Number.isNaN(asked))
      node = goesLeft ? left[node] : right[node]
    }
    out[k] += value[node]
  }
}
