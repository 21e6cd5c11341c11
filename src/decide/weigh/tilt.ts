import { ConfigError } from '../../core/errors.js'
import { rankFractions } from '../../core/statistics.js'
import { waterFill } from '../../core/water-fill.js'
import type { Weigher } from '../decision-step.js'
import { requireChoice, requirePositive } from '../require-params.js'
import { comparableZScores } from './comparable-scores.js'

export interface TiltParams {
  /** Largest over- or underweight, as a fraction of the portfolio: the strongest gets +strength, the weakest -strength. */
  readonly strength: number
  /** What tilts are in proportion to: the `rank` of the score, or its `z`-score, the largest of which in size is given `strength`. */
  readonly transform: string
  /** No underweight goes below this weight. */
  readonly least: number
  /** No overweight goes above this weight. */
  readonly most: number
}

/** Views in [-1, 1] that sum to 0, NaN where there is no score. */
const TRANSFORMS: Readonly<Record<string, (scores: Float64Array) => Float64Array>> = {
  rank: (scores) => rankFractions(scores).map((fraction) => 2 * (fraction - 0.5)),
  z: (scores) => {
    const z = comparableZScores(scores)
    const largest = z.reduce((most, value) => (Number.isNaN(value) ? most : Math.max(most, Math.abs(value))), 0)
    return largest > 0 ? z.map((value) => value / largest) : z
  },
}

/**
 * Over- and underweights around the benchmark weights, in proportion to the score among the chosen assets (times the size of their share). What is
 * not chosen keeps its benchmark weight; a short share asks for nothing else than its score does, so that a long-short selection overweights the
 * best, underweights the worst and leaves the others alone. The tilts always sum to 0: an underweight stops at weight `least` (0) and an overweight
 * at `most`, and the other side shrinks by as much. A benchmark weight that is beyond a bound is not moved further from it, nor back to it.
 */
export const tilt: Weigher<TiltParams> = {
  name: 'tilt',
  defaults: { strength: 0.1, transform: 'rank', least: 0, most: 1 },
  check({ strength, transform, least, most }) {
    requirePositive('tilt: strength', strength, 1)
    requireChoice('tilt: transform', transform, Object.keys(TRANSFORMS))
    if (!(least >= 0 && least < 1)) throw new ConfigError(`tilt: least "${least}", expected at least 0, below 1`)
    if (!(most > least && most <= 1))
      throw new ConfigError(`tilt: most "${most}", expected above least (${least}), at most 1`)
  },
  weigh({ scores, benchmarkWeights, assets }, { shares }, { strength, transform, least, most }) {
    const views = TRANSFORMS[transform](scores.map((score, i) => (shares[i] === 0 ? NaN : score)))
    const wanted = views.map((view, i) => (Number.isNaN(view) ? 0 : strength * view * Math.abs(shares[i])))
    const unders = wanted.map((change, i) => Math.min(Math.max(0, -change), Math.max(0, benchmarkWeights[i] - least)))
    const overs = wanted.map((change) => Math.max(0, change))
    // What the underweights release never exceeds the whole, so without a bound below 1 there is room for it anywhere.
    const rooms = overs.map((change, i) =>
      most < 1 ? Math.min(change, Math.max(0, most - benchmarkWeights[i])) : Infinity,
    )
    const released = unders.reduce((sum, change) => sum + change, 0)
    const taken = overs.reduce((sum, change, i) => sum + Math.min(change, rooms[i]), 0)
    // Beyond rounding: by rank and without bounds both sides are equal, and underweights are exact.
    const shrink = released > taken * (1 + 1e-12) ? taken / released : 1
    const added = waterFill(released * shrink, overs, rooms)
    const weights = benchmarkWeights.map((weight, i) => weight - unders[i] * shrink + added[i])
    const over = assets.filter((_asset, i) => weights[i] > benchmarkWeights[i])
    const under = assets.filter((_asset, i) => weights[i] < benchmarkWeights[i])
    const note = over.length === 0 ? 'benchmark weights' : `over ${over.join(' ')}; under ${under.join(' ')}`
    return { weights, note }
  },
}
