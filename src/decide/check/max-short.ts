import { requireOutcome, type CheckParams, type PreTradeCheck } from '../pre-trade-check.js'
import { requireNumber } from '../require-params.js'
import { ROUNDING } from './rounding.js'
import { percentAbove } from './told-apart.js'

export interface MaxShortParams extends CheckParams {
  /** Largest sum of short positions, fraction of equity; 0: nothing may be sold short. */
  readonly most: number
}

/** Refuses to sell short, or more of it than there may be. */
export const maxShort: PreTradeCheck<MaxShortParams> = {
  name: 'max-short',
  defaults: { most: 0, outcome: 'block' },
  check(params) {
    requireNumber('max-short: most', params.most, 0, 10)
    requireOutcome('max-short', params)
  },
  faults({ weights }, { most }) {
    const short = weights.reduce((sum, weight) => sum + Math.max(0, -weight), 0)
    return short > most + ROUNDING ? [`short ${percentAbove(short, most)}`] : []
  },
}
