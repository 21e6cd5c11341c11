import { rowOf, type Matrix } from '../../core/matrix.js'
import { grossOf } from '../exposures.js'

/** Half of a portfolio is half of it however it is scaled. */
const ROUNDING = 1e-12

export interface PortfolioVolatilityOptions {
  readonly sessionsPerYear: number
  /** Sessions after which an observation counts half; 0: all count alike. */
  readonly halfLife: number
}

/** Volatility that weights would have had. */
export interface PortfolioVolatility {
  /** Annualised standard deviation, fraction; NaN with fewer than two sessions. */
  readonly volatility: number
  /** Sessions it was measured on. */
  readonly sessions: number
}

/**
 * Volatility of a portfolio that had the same weights in every session: the root of w' C w, with C the covariance of the sessions. A
 * position without a return in a session is taken to have done what the rest of the portfolio did; a session in which less than half
 * of the portfolio has a return is left out.
 * @param returns - nSessions x nAssets, simple returns, oldest first; what is not finite is missing
 * @param weights - [nAssets] fractions of equity, not all 0
 */
export function portfolioVolatility(
  returns: Matrix,
  weights: Float64Array,
  { sessionsPerYear, halfLife }: PortfolioVolatilityOptions,
): PortfolioVolatility {
  const gross = grossOf(weights)
  const own: number[] = []
  const counts: number[] = []
  for (let t = 0; t < returns.rows; t++) {
    const row = rowOf(returns, t)
    let known = 0
    let sum = 0
    for (let i = 0; i < weights.length; i++)
      if (weights[i] !== 0 && Number.isFinite(row[i])) {
        known += Math.abs(weights[i])
        sum += weights[i] * row[i]
      }
    if (known < (gross / 2) * (1 - ROUNDING)) continue
    own.push((sum * gross) / known)
    counts.push(halfLife > 0 ? 2 ** ((t + 1 - returns.rows) / halfLife) : 1)
  }
  return { volatility: Math.sqrt(weightedVariance(own, counts) * sessionsPerYear), sessions: own.length }
}

/** Unbiased variance of observations that count differently (reliability weights); NaN with fewer than two. */
function weightedVariance(values: readonly number[], counts: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0)
  const mean = values.reduce((sum, value, t) => sum + counts[t] * value, 0) / total
  const squares = values.reduce((sum, value, t) => sum + counts[t] * (value - mean) ** 2, 0)
  return squares / (total - counts.reduce((sum, count) => sum + count * count, 0) / total)
}
