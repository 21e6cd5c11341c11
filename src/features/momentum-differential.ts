import { matrixOver, rowOf } from '../core/matrix.js'
import { rankFractions } from '../core/statistics.js'
import { requireAtLeast, stageName, type Stage, type StageFamily } from './stage.js'

/** Every sector's momentum less every other's: an antisymmetric matrix per session. */
export const momentumDifferential: StageFamily = {
  family: 'momentum_differential',
  parameters: ['lookback'],
  example: [63],
  create(lookback: number): Stage {
    requireAtLeast('momentum_differential', 'lookback', lookback, 1)
    return {
      name: stageName('momentum_differential', lookback),
      inputs: [stageName('momentum', lookback)],
      lookback: 1,
      width: 'pair',
      formula: 'm[i] - m[j] for every ordered pair of assets, m = momentum_lookback',
      source: 'sectorcast',
      compute([momentum], out) {
        const n = momentum.cols
        for (let row = 0; row < momentum.rows; row++) {
          const values = rowOf(momentum, row)
          for (let i = 0; i < n; i++)
            for (let j = 0; j < n; j++) out.data[(row * n + i) * n + j] = values[i] - values[j]
        }
      },
    }
  },
}

/** Mean of a sector's differentials over the listed sectors: m_i - mean(m). */
export const momentumDifferentialMean: StageFamily = {
  family: 'momentum_differential_mean',
  parameters: ['lookback'],
  example: [63],
  create(lookback: number): Stage {
    requireAtLeast('momentum_differential_mean', 'lookback', lookback, 1)
    return {
      name: stageName('momentum_differential_mean', lookback),
      inputs: [stageName('momentum_differential', lookback)],
      lookback: 1,
      width: 'asset',
      formula: 'mean over j of (m[i] - m[j]), j over the assets listed at t, i among them',
      source: 'sectorcast',
      compute([pairs], out) {
        const n = out.cols
        for (let row = 0; row < out.rows; row++) {
          const differentials = matrixOver(n, n, rowOf(pairs, row))
          for (let i = 0; i < n; i++) {
            let sum = 0
            let count = 0
            for (const value of rowOf(differentials, i)) {
              if (Number.isNaN(value)) continue
              sum += value
              count++
            }
            out.data[row * n + i] = sum / count
          }
        }
      },
    }
  },
}

/** Rank of a sector's mean differential across the listed sectors, 0 lowest ... 1 highest, ties averaged. */
export const momentumDifferentialRank: StageFamily = {
  family: 'momentum_differential_rank',
  parameters: ['lookback'],
  example: [63],
  create(lookback: number): Stage {
    requireAtLeast('momentum_differential_rank', 'lookback', lookback, 1)
    return {
      name: stageName('momentum_differential_rank', lookback),
      inputs: [stageName('momentum_differential_mean', lookback)],
      lookback: 1,
      width: 'asset',
      formula: '(rank of momentum_differential_mean across assets - 1) / (listed assets - 1)',
      source: 'sectorcast',
      compute([means], out) {
        for (let row = 0; row < means.rows; row++) out.data.set(rankFractions(rowOf(means, row)), row * means.cols)
      },
    }
  },
}
