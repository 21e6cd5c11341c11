import { requireOutcome, type CheckParams, type PreTradeCheck } from '../pre-trade-check.js'
import { requirePositive, requireWhole } from '../require-params.js'
import { ROUNDING } from './rounding.js'
import { percentAbove } from './told-apart.js'

export interface MaxParticipationParams extends CheckParams {
  /** Largest order as a part of the average volume of a session. */
  readonly most: number
  /** Sessions the volume is averaged over. */
  readonly sessions: number
}

/**
 * Refuses an order that is too large a part of what is traded: shares of the order over the mean volume of the latest sessions. An
 * asset whose volume or price is not known, or 0, can not be judged, and is refused as well.
 */
export const maxParticipation: PreTradeCheck<MaxParticipationParams> = {
  name: 'max-participation',
  defaults: { most: 0.05, sessions: 21, outcome: 'block' },
  check(params) {
    requirePositive('max-participation: most', params.most, 1)
    requireWhole('max-participation: sessions', params.sessions, 1)
    requireOutcome('max-participation', params)
  },
  faults({ assets, held, weights, prices, averageVolume, equity }, { most, sessions }) {
    const volumes = averageVolume(sessions)
    return assets.flatMap((asset, i) => {
      if (weights[i] === held[i]) return []
      const shares = (Math.abs(weights[i] - held[i]) * equity) / prices[i]
      const part = shares / volumes[i]
      if (!(volumes[i] > 0 && Number.isFinite(part))) return [`${asset} has no volume to go by`]
      return part > most + ROUNDING ? [`${asset} ${percentAbove(part, most, ' of the volume')}`] : []
    })
  },
}
