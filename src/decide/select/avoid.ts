import type { Selector } from '../decision-step.js'
import { requireWhole } from '../require-params.js'
import { sharePlaces, tieNote } from './share-places.js'

export interface AvoidParams {
  /** Number of sectors that are not held. */
  readonly k: number
}

/**
 * Chooses every sector with a score but the k weakest: where forecasts tell losers better than winners. Sectors that tie for the
 * last place to be held share it, so that scores that are all equal are held in equal weight.
 */
export const avoid: Selector<AvoidParams> = {
  name: 'avoid',
  defaults: { k: 3 },
  check({ k }) {
    requireWhole('avoid: k', k, 1)
  },
  select({ scores, assets }, { k }) {
    const scored = [...scores.keys()].filter((i) => !Number.isNaN(scores[i]))
    const { shares, chosen, tied } = sharePlaces(scores, scored.length - k)
    if (chosen.length === 0) return { shares, note: `no more than ${k} sectors have a score: cash` }
    const avoided = scored.filter((i) => shares[i] === 0).map((i) => assets[i])
    return { shares, note: `all but ${avoided.length === 0 ? 'a share' : avoided.join(' ')}${tieNote(tied)}` }
  },
}
