import { rowOf } from '../core/matrix.js'
import { rankFractions } from '../core/statistics.js'
import { acrossAssets, lessMean } from './stage-compute.js'
import { stageName, type ComputedStage, type StageFamily } from './stage.js'
import { windowedFamily } from './windowed.js'

/** A family made of the momentum of all assets at one session. */
function ofMomentum(
  family: string,
  width: ComputedStage['width'],
  formula: string,
  compute: ComputedStage['compute'],
): StageFamily {
  return windowedFamily(
    family,
    1,
    63,
    (lookback) => ({
      inputs: [stageName('momentum', lookback)],
      lookback: 1,
      width,
      formula: `${formula}, m = momentum_lookback, j over the assets listed at t`,
      source: 'sectorcast',
      compute,
    }),
    'lookback',
  )
}

/** Lowest and highest of the values that are present; NaN both where there are none. */
function extremesOf(values: Float64Array): readonly [lowest: number, highest: number] {
  let [lowest, highest] = [NaN, NaN]
  for (const value of values) {
    if (Number.isNaN(value)) continue
    if (!(lowest <= value)) lowest = value
    if (!(highest >= value)) highest = value
  }
  return [lowest, highest]
}

/** Momentum against the other assets. */
export const momentumDifferentialStages: readonly StageFamily[] = [
  // Every sector's momentum less every other's: an antisymmetric matrix per session.
  ofMomentum('momentum_differential', 'pair', 'm[i] - m[j] for every ordered pair', ([momentum], out, rows) => {
    const n = momentum.cols
    for (let row = rows.from; row < rows.to; row++) {
      const values = rowOf(momentum, row)
      for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) out.data[(row * n + i) * n + j] = values[i] - values[j]
    }
  }),
  // The mean of a row of that matrix, without the matrix: of 500 stocks it would be a quarter of a million numbers a session.
  ofMomentum('momentum_differential_mean', 'asset', 'mean over j of (m[i] - m[j]) = m[i] - mean m[j]', lessMean),
  // 0 lowest ... 1 highest, a single asset 0.5.
  ofMomentum(
    'momentum_differential_rank',
    'asset',
    '(rank of m[i], 1 lowest, ties averaged - 1) / (number of j - 1)',
    acrossAssets((out, momenta) => {
      out.set(rankFractions(momenta))
    }),
  ),
  // Distance to the leader, 0 or below: the smallest of a sector's differentials. A single asset leads itself.
  ofMomentum(
    'momentum_differential_leader',
    'asset',
    'm[i] - max m[j]',
    acrossAssets((out, momenta) => {
      const [, highest] = extremesOf(momenta)
      for (let i = 0; i < out.length; i++) out[i] = momenta[i] - highest
    }),
  ),
  // Distance to the laggard, 0 or above: the largest of a sector's differentials.
  ofMomentum(
    'momentum_differential_laggard',
    'asset',
    'm[i] - min m[j]',
    acrossAssets((out, momenta) => {
      const [lowest] = extremesOf(momenta)
      for (let i = 0; i < out.length; i++) out[i] = momenta[i] - lowest
    }),
  ),
  // How far leader and laggard are apart: the largest differential of the session; 0 for a single asset.
  ofMomentum(
    'momentum_differential_spread',
    'session',
    'max m[j] - min m[j]',
    acrossAssets((out, momenta) => {
      const [lowest, highest] = extremesOf(momenta)
      out[0] = highest - lowest
    }),
  ),
]
