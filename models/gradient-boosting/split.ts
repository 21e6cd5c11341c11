import { MISSING_CODE } from './binning.js'
import { HISTOGRAM_STRIDE } from './histogram.js'

/** What a split must satisfy. */
export interface SplitRules {
  /** Added to the number of rows in every denominator, 0 or more. */
  readonly l2: number
  /** Fewest rows on either side, 1 or more. */
  readonly minSamplesLeaf: number
  /** The sum of squared errors must fall by more than this, 0 or more. */
  readonly minGain: number
}

/** Rows of a node and the sum of their gradients. */
export interface NodeSums {
  readonly gradient: number
  readonly count: number
}

/** A way to part a node: rows with a code of at most `bin` go left, missing ones as `missingLeft` says. */
export interface Split {
  readonly gain: number
  readonly feature: number
  readonly bin: number
  readonly missingLeft: boolean
  readonly left: NodeSums
}

/** By how much the best constant lowers the (regularised) sum of squared errors of rows with these sums. */
function score(gradient: number, count: number, l2: number): number {
  return (gradient * gradient) / (count + l2)
}

/** The best split of one feature with missing values on one side, or `best` where none gains more. */
function scan(
  histogram: Float64Array,
  feature: number,
  missingLeft: boolean,
  lastBin: number,
  node: NodeSums,
  rules: SplitRules,
  best: Split | undefined,
): Split | undefined {
  const offset = feature * HISTOGRAM_STRIDE
  const missing = offset + 2 * MISSING_CODE
  const parentScore = score(node.gradient, node.count, rules.l2)
  let leftGradient = missingLeft ? histogram[missing] : 0
  let leftCount = missingLeft ? histogram[missing + 1] : 0
  let gain = best?.gain ?? rules.minGain
  let bin = -1
  let gradient = 0
  let count = 0
  for (let candidate = 0; candidate <= lastBin; candidate++) {
    const binCount = histogram[offset + 2 * candidate + 1]
    // A bin without rows parts nothing that the bin before it did not, and may hold rounding left by a subtraction.
    if (binCount === 0) continue
    leftGradient += histogram[offset + 2 * candidate]
    leftCount += binCount
    if (leftCount < rules.minSamplesLeaf) continue
    const rightCount = node.count - leftCount
    if (rightCount < rules.minSamplesLeaf) break
    const childScores =
      score(leftGradient, leftCount, rules.l2) + score(node.gradient - leftGradient, rightCount, rules.l2)
    if (childScores - parentScore > gain) {
      gain = childScores - parentScore
      bin = candidate
      gradient = leftGradient
      count = leftCount
    }
  }
  return bin < 0 ? best : { gain, feature, bin, missingLeft, left: { gradient, count } }
}

/**
 * The split of a node that lowers the squared loss most. Each feature with missing values is scanned twice, with them on the
 * right and on the left; "all present values against the missing ones" is among the first scan's candidates. Where the node
 * has no missing values, those met later follow the larger side. The first of equal gains wins, in the order of features, then
 * missing right before left, then bins ascending.
 * @param histogram - of the node, as `buildHistogram` makes it
 * @param features - features to consider, ascending
 * @param nBins - per feature, bins for present values
 * @param node - sums over all rows of the node
 * @returns undefined when no split satisfies the rules
 * @see Chen and Guestrin (2016), "XGBoost", equation 7 and algorithm 3 (missing values)
 */
export function findSplit(
  histogram: Float64Array,
  features: Int32Array,
  nBins: Int32Array,
  node: NodeSums,
  rules: SplitRules,
): Split | undefined {
  let best: Split | undefined
  for (const feature of features) {
    const lastBin = nBins[feature] - 1
    const nMissing = histogram[feature * HISTOGRAM_STRIDE + 2 * MISSING_CODE + 1]
    best = scan(histogram, feature, false, lastBin, node, rules, best)
    if (nMissing > 0) best = scan(histogram, feature, true, lastBin, node, rules, best)
    else if (best?.feature === feature) best = { ...best, missingLeft: 2 * best.left.count > node.count }
  }
  return best
}
