import { ConfigError } from '../../core/errors.js'
import { rankFractions } from '../../core/statistics.js'
import type { Weigher } from '../decision-step.js'

export interface TiltParams {
  /** Largest over- or underweight, as a fraction of the portfolio: the strongest gets +strength, the weakest -strength. */
  readonly strength: number
}

/**
 * Over- and underweights around the benchmark weights, in proportion to the rank of the score. Long only: an underweight stops
 * at weight 0, and the overweights shrink by the same amount, so that the tilts always sum to 0.
 */
export const tilt: Weigher<TiltParams> = {
  name: 'tilt',
  defaults: { strength: 0.1 },
  check({ strength }) {
    if (!(strength > 0 && strength <= 1))
      throw new ConfigError(`tilt: strength "${strength}", expected above 0, at most 1`)
  },
  weigh({ scores, benchmarkWeights, assets }, _, { strength }) {
    const fractions = rankFractions(scores)
    const wanted = fractions.map((fraction) => (Number.isNaN(fraction) ? 0 : 2 * strength * (fraction - 0.5)))
    let released = 0
    let overweight = 0
    for (const [i, change] of wanted.entries()) {
      if (change < 0) released += Math.min(-change, benchmarkWeights[i])
      else overweight += change
    }
    const weights = benchmarkWeights.map((weight, i) => {
      if (wanted[i] < 0) return Math.max(0, weight + wanted[i])
      return weight + (overweight > 0 ? (wanted[i] / overweight) * released : 0)
    })
    const over = assets.filter((_asset, i) => weights[i] > benchmarkWeights[i])
    const under = assets.filter((_asset, i) => weights[i] < benchmarkWeights[i])
    const note = over.length === 0 ? 'benchmark weights' : `over ${over.join(' ')}; under ${under.join(' ')}`
    return { weights, note }
  },
}
