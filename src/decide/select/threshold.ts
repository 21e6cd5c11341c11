import { ConfigError } from '../../core/errors.js'
import type { Selector } from '../decision-step.js'
import { requireWhole } from '../require-params.js'
import { sharePlaces, tieNote } from './share-places.js'

export interface ThresholdParams {
  /** A score above this gets in. The ensemble's scores are mean ranks from -0.5 to 0.5, 0 being the middle. */
  readonly enter: number
  /** A sector that is held long stays while its score is above this, at most `enter`. */
  readonly exit: number
  /** How many at most, the strongest, held or not; 0: no limit. */
  readonly most: number
}

/**
 * Chooses the sectors whose scores say enough: above `enter` to get in, above `exit` to stay. Where nobody's does, cash. Sectors that
 * tie for the last of `most` places share them.
 */
export const threshold: Selector<ThresholdParams> = {
  name: 'threshold',
  defaults: { enter: 0, exit: 0, most: 0 },
  check({ enter, exit, most }) {
    if (!Number.isFinite(enter)) throw new ConfigError(`threshold: enter "${enter}", expected a finite number`)
    if (!(exit <= enter)) throw new ConfigError(`threshold: exit "${exit}", expected at most enter (${enter})`)
    requireWhole('threshold: most', most, 0)
  },
  select({ scores, assets, held }, { enter, exit, most }) {
    const wanted = scores.map((score, i) => (score > (held[i] > 0 ? exit : enter) ? score : NaN))
    const { shares, chosen, tied } = sharePlaces(wanted, most === 0 ? scores.length : most)
    if (chosen.length === 0) return { shares, note: `no score above ${enter}: cash` }
    const stays = chosen.filter((i) => scores[i] <= enter).map((i) => assets[i])
    const keeping = stays.length === 0 ? '' : `, keeping ${stays.join(' ')} above ${exit}`
    return { shares, note: `above ${enter}: ${chosen.map((i) => assets[i]).join(' ')}${tieNote(tied)}${keeping}` }
  },
}
