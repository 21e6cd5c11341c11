import { createMatrix, rowOf, type Matrix } from '../core/matrix.js'
import { rankFractions, standardDeviation } from '../core/statistics.js'

/** Name of the ensemble in reports and artifacts. */
export const ENSEMBLE = 'mean'

/** Mean ranks closer than one over this are the same: ranks of fewer than a thousand sectors never come so close. */
const TIE_RESOLUTION = 1e12

/**
 * Mean of the models' ranks: per session each model's scores become ranks in [-0.5, 0.5] across the assets it scored.
 * @param scores - one nDates x nAssets matrix per model
 * @returns nDates x nAssets in [-0.5, 0.5]; NaN where no model has a score
 */
export function meanOfRanks(scores: readonly Matrix[]): Matrix {
  return acrossModels(scores, (fractions) => {
    let sum = 0
    for (const fraction of fractions) sum += fraction - 0.5
    // Sums of the same ranks in another order differ in the last bits: without rounding a tie would be broken by chance.
    return Math.round((sum / fractions.length) * TIE_RESOLUTION) / TIE_RESOLUTION + 0
  })
}

/**
 * Agreement between the models on where an asset ranks: 1 - 2 x the population deviation of its rank fractions, so 1 where
 * all models agree and 0 where half of them put it first and half last. A single model has nothing to agree with: 0.
 * @param scores - one nDates x nAssets matrix per model
 * @returns nDates x nAssets in [0, 1]; NaN where no model has a score
 */
export function agreement(scores: readonly Matrix[]): Matrix {
  return acrossModels(scores, (fractions) =>
    fractions.length < 2 ? 0 : Math.max(0, 1 - 2 * standardDeviation(fractions, 0)),
  )
}

function acrossModels(scores: readonly Matrix[], combine: (fractions: readonly number[]) => number): Matrix {
  const { rows, cols } = scores[0]
  const out = createMatrix(rows, cols)
  for (let row = 0; row < rows; row++) {
    const fractions = scores.map((matrix) => rankFractions(rowOf(matrix, row)))
    for (let col = 0; col < cols; col++) {
      const present = fractions.map((values) => values[col]).filter((value) => !Number.isNaN(value))
      if (present.length > 0) out.data[row * cols + col] = combine(present)
    }
  }
  return out
}
