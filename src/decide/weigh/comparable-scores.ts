import { zScores } from '../../core/statistics.js'

/**
 * Z-scores of scores of any size: taken over the largest first, as squares of very large ones are infinite. NaN stays NaN, all equal gives 0.
 * @returns shape [n]
 */
export function comparableZScores(scores: Float64Array): Float64Array {
  const largest = scores.reduce((most, score) => (Number.isNaN(score) ? most : Math.max(most, Math.abs(score))), 0)
  return zScores(largest > 0 ? scores.map((score) => score / largest) : scores)
}
