import { ranks } from '../../core/statistics.js'
import type { Weigher } from '../decision-step.js'
import { requireChoice, requirePositive } from '../require-params.js'
import { comparableZScores } from './comparable-scores.js'
import { sidesOf } from './sides.js'

interface ScoreProportionalParams {
  /**
   * What weights are in proportion to: the `rank` of the score among the chosen (1 = weakest), what it has above the floor
   * (`positive`), or the exponential of its z-score over the temperature (`softmax`).
   */
  readonly transform: string
  /** Of `positive`: scores up to it get nothing. */
  readonly floor: number
  /** Of `softmax`, above 0: the smaller, the more the best score takes. */
  readonly temperature: number
}

/** As good as equal parts. */
const MOST_TEMPERATURE = 1e6

/** What a weight is in proportion to, of scores that are the better the larger. */
const TRANSFORMS: Readonly<Record<string, (scores: Float64Array, floor: number, temperature: number) => Float64Array>> =
  {
    rank: ranks,
    positive: (scores, floor) => {
      // Taken over the largest, since scores may be too large to be added up.
      const largest = scores.reduce((most, score) => Math.max(most, Math.abs(score)), Math.abs(floor))
      return largest > 0 ? scores.map((score) => Math.max(0, score / largest - floor / largest)) : scores.map(() => 0)
    },
    softmax: (scores, _, temperature) => {
      const z = comparableZScores(scores)
      const highest = Math.max(...z)
      return z.map((value) => Math.exp((value - highest) / temperature))
    },
  }

/**
 * In proportion to the score, times the share. Shorts are weighed among themselves by the score turned over (the floor with it); each side
 * is as large as its part of the shares, so that both sum to 1 in size. A side of which no score is above the floor stays in cash; equal scores get
 * equal parts by every transform, if they are above it.
 */
export const scoreProportional: Weigher<ScoreProportionalParams> = {
  name: 'score-proportional',
  defaults: { transform: 'rank', floor: 0, temperature: 1 },
  check({ transform, temperature }) {
    requireChoice('score-proportional: transform', transform, Object.keys(TRANSFORMS))
    requirePositive('score-proportional: temperature', temperature, MOST_TEMPERATURE)
  },
  weigh({ scores }, { shares }, { transform, floor, temperature }) {
    const weights = new Float64Array(shares.length)
    const notes = sidesOf(shares).map(({ sign, members, part }) => {
      const convictions = Float64Array.from(members, (i) => sign * scores[i])
      const sizes = TRANSFORMS[transform](convictions, sign * floor, temperature).map(
        (size, k) => size * Math.abs(shares[members[k]]),
      )
      const total = sizes.reduce((sum, size) => sum + size, 0)
      if (!(total > 0)) return `no score ${sign > 0 ? 'above' : 'below'} ${floor}: cash`
      for (const [k, i] of members.entries()) weights[i] = sign * part * (sizes[k] / total)
      return ''
    })
    return { weights, note: notes.filter((note) => note !== '').join('; ') }
  },
}
