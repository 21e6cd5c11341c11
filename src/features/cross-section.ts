import { inverseNormal } from '../core/normal.js'
import {
  MAD_TO_DEVIATION,
  mean,
  median,
  medianDeviation,
  quantileOfSorted,
  standardDeviation,
} from '../core/statistics.js'
import { appliedFamily } from './family.js'
import { neutraliseStages } from './neutralise.js'
import { acrossAssets, amongPresent, lessMean } from './stage-compute.js'
import { appliedName, type ComputedStage, type StageFamily } from './stage.js'
import { windowedAppliedFamily } from './windowed.js'

type Compute = ComputedStage['compute']

/** A transform of the values of one session, without parameters. */
function transformFamily(
  family: string,
  formula: string,
  source: string,
  compute: Compute,
  inputs: (x: string) => readonly string[] = (x) => [x],
): StageFamily {
  return appliedFamily(family, ['momentum_126'], (x) => ({
    inputs: inputs(x),
    lookback: 1,
    width: 'inputs',
    isLevel: 'mixed',
    formula,
    source,
    compute,
  }))
}

/** 1 / n ... 1 over the n values present; a single value has the rank 1. */
const rank = transformFamily(
  'rank',
  'rank of x across the assets present, ties averaged, / their number',
  'fractional rank, ties averaged',
  ([x], out, rows, kernels) => {
    kernels.rank(x, out, rows)
  },
)

/** Ranks as quantiles of the standard normal distribution, at Hazen's positions; a single value and equal values give 0. */
const gaussianRank = transformFamily(
  'gaussian_rank',
  'inverse normal CDF of (rank - 0.5) / n, rank 1 ... n of x across the assets present, ties averaged',
  'Hazen (1914), Transactions ASCE 77; Beasley, Erickson and Allison (2009), Behavior Genetics 39(5)',
  amongPresent((ranks) => {
    const n = ranks.length
    // Whole and half ranks, which the fractions hold but for rounding: the middle is exactly 0.
    return (fraction) => inverseNormal((Math.round(2 * n * fraction) / 2 - 0.5) / n)
  }),
  (x) => [appliedName('rank', [], [x])],
)

/** In population deviations from the mean; equal values, and a single one, give 0. */
const z = transformFamily(
  'z',
  '(x - mean) / population deviation, both across the assets present',
  'elementary statistics',
  amongPresent((present) => {
    const centre = mean(present)
    const deviation = standardDeviation(present, 0)
    return (value) => (deviation > 0 ? (value - centre) / deviation : 0)
  }),
)

/** Equal values, and a single one, give 0. */
const demean = transformFamily('demean', 'x - mean of x across the assets present', 'elementary statistics', lessMean)

/** Missing where the MAD is 0, more than half of the values being equal or a single one present: there is no unit to measure in. */
const robustCrossZ = transformFamily(
  'robust_cross_z',
  '(x - median) / (1.4826 MAD), both across the assets present',
  'Iglewicz and Hoaglin (1993), How to Detect and Handle Outliers',
  amongPresent((present) => {
    const centre = median(present)
    const deviation = MAD_TO_DEVIATION * medianDeviation(present, centre)
    return (value) => (deviation > 0 ? (value - centre) / deviation : NaN)
  }),
)

/** What lies beyond the quantiles becomes the quantile. */
const winsorise = windowedAppliedFamily(
  'winsorise',
  [1, 49],
  5,
  ['momentum_126'],
  (percent, x) => ({
    inputs: [x],
    lookback: 1,
    width: 'inputs',
    isLevel: 'mixed',
    formula: 'x within its percent and 100 - percent quantiles (type 7) across the assets present',
    source:
      'Tukey (1962), Annals of Mathematical Statistics 33(1); Hyndman and Fan (1996), American Statistician 50(4)',
    compute: amongPresent((present) => {
      const sorted = present.sort()
      const low = quantileOfSorted(sorted, percent / 100)
      const high = quantileOfSorted(sorted, 1 - percent / 100)
      return (value) => Math.max(low, Math.min(high, value))
    }),
  }),
  'percent',
)

/** Values of one session less the mean of their group, over those present. */
const lessGroupMean = acrossAssets((out, row, groups) => {
  const groupMeans = new Map<number, { readonly first: number; sum: number; count: number }>()
  for (let i = 0; i < row.length; i++) {
    if (Number.isNaN(row[i])) continue
    const group = groupMeans.get(groups[i]) ?? { first: row[i], sum: 0, count: 0 }
    groupMeans.set(groups[i], group)
    // Sums of distances from the group's first value: equal values have exactly that mean.
    group.sum += row[i] - group.first
    group.count++
  }
  for (let i = 0; i < row.length; i++) {
    const group = groupMeans.get(groups[i])
    if (group !== undefined) out[i] = row[i] - (group.first + group.sum / group.count)
  }
})

/** An asset against its own sector; 0 where nobody else of it is present. */
const sectorDemean = transformFamily(
  'sector_demean',
  'x - mean of x across the assets present of the same sector',
  'Asness, Porter and Stevens (2000), Predicting Stock Returns Using Industry-Relative Firm Characteristics',
  lessGroupMean,
  (x) => [x, 'sector'],
)

/** An asset among the others of a session. A column with one value per session is a session with a single asset. */
export const crossSectionStages: readonly StageFamily[] = [
  rank,
  gaussianRank,
  z,
  demean,
  robustCrossZ,
  winsorise,
  sectorDemean,
  ...neutraliseStages,
]
