import { ConfigError } from '../../core/errors.js'
import type { Selector } from '../decision-step.js'
import { requireWhole } from '../require-params.js'
import { sharePlaces } from './share-places.js'

export interface LongShortParams {
  /** Number of sectors held long: the strongest. */
  readonly long: number
  /** Number of sectors sold short: the weakest. */
  readonly short: number
  /** The shorts' part of the gross exposure, in (0, 1): 0.5 has as much short as long, 0.2 four times as much long. */
  readonly grossShort: number
}

/**
 * Chooses the strongest to be held and the weakest to be sold short. Ties for the last places of a side are shared. A sector that
 * is on both sides, where there are fewer of them than places, is on neither: with four sectors and three places on each side the
 * first is long and the last is short. Scores that are all equal, or one score alone, leave nothing: cash, as does any choice of
 * which one side is empty, since it would be a bet on the market.
 *
 * A long has a share of up to 1; the shares of the shorts are scaled so that they are the part `grossShort` of the sum of all sizes.
 */
export const longShort: Selector<LongShortParams> = {
  name: 'long-short',
  defaults: { long: 3, short: 3, grossShort: 0.5 },
  check({ long, short, grossShort }) {
    requireWhole('long-short: long', long, 1)
    requireWhole('long-short: short', short, 1)
    if (!(grossShort > 0 && grossShort < 1))
      throw new ConfigError(`long-short: grossShort "${grossShort}", expected above 0, below 1`)
  },
  select({ scores, assets }, { long, short, grossShort }) {
    const best = sharePlaces(scores, long).shares
    const worst = sharePlaces(
      scores.map((score) => -score),
      short,
    ).shares
    const net = best.map((share, i) => share - worst[i])
    const longs = net.reduce((sum, share) => sum + Math.max(0, share), 0)
    const shorts = net.reduce((sum, share) => sum + Math.max(0, -share), 0)
    if (longs === 0 || shorts === 0)
      return { shares: new Float64Array(scores.length), note: 'no two sides to the scores: cash' }
    const scale = (longs * grossShort) / ((1 - grossShort) * shorts)
    const shares = net.map((share) => (share < 0 ? share * scale : share))
    const named = (sign: number): string => assets.filter((_, i) => Math.sign(shares[i]) === sign).join(' ')
    return { shares, note: `long ${named(1)}, short ${named(-1)}` }
  },
}
