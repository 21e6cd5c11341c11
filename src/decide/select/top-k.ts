import { ConfigError } from '../../core/errors.js'
import type { Selector } from '../decision-step.js'
import { competitionRanks } from '../ranking.js'
import { requireWhole } from '../require-params.js'
import { selectTop } from './select-top.js'
import { sharePlaces, tieNote } from './share-places.js'

export interface TopKParams {
  /** Number of sectors held. */
  readonly k: number
  /** A sector that is held long stays while its rank is at most this, k or more; 0: each decision begins anew. */
  readonly keep: number
}

/**
 * Chooses the k sectors with the highest scores. Sectors that tie for the last places share them: scores that are all equal say
 * nothing, and are held in equal weight rather than by the order of columns.
 *
 * With `keep` there is hysteresis, against trading for a difference of a rank: first those stay that are held and rank within
 * `keep` (equal scores have the better rank; of more than k the strongest), then the strongest of the others take the places left.
 */
export const topK: Selector<TopKParams> = {
  name: 'top-k',
  defaults: { k: 3, keep: 0 },
  check({ k, keep }) {
    requireWhole('top-k: k', k, 1)
    requireWhole('top-k: keep', keep, 0)
    if (keep !== 0 && keep < k) throw new ConfigError(`top-k: keep "${keep}", expected 0, or k (${k}) or more`)
  },
  select({ scores, assets, held }, { k, keep }) {
    const ranks = competitionRanks(scores)
    const stays = scores.map((_, i) => (held[i] > 0 && ranks[i] <= keep ? 1 : 0))
    const among = (wanted: 0 | 1): Float64Array => scores.map((score, i) => (stays[i] === wanted ? score : NaN))
    const kept = sharePlaces(among(1), k)
    const fresh = sharePlaces(among(0), k - Math.min(k, stays.filter((value) => value === 1).length))
    const shares = kept.shares.map((share, i) => share + fresh.shares[i])
    const chosen = selectTop(scores, scores.length).filter((i) => shares[i] > 0)
    if (chosen.length === 0) return { shares, note: 'no sector has a score: cash' }
    const late = chosen.filter((i) => stays[i] === 1 && ranks[i] > k)
    const keeping = late.length === 0 ? '' : `, keeping ${late.map((i) => `${assets[i]} at ${ranks[i]}`).join(', ')}`
    const names = chosen.map((i) => assets[i]).join(' ')
    return { shares, note: `top ${k}: ${names}${tieNote(kept.tied + fresh.tied)}${keeping}` }
  },
}
