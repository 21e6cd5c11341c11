import { requireOutcome, type CheckParams, type PreTradeCheck } from '../pre-trade-check.js'
import { requirePositive } from '../require-params.js'
import { ROUNDING } from './rounding.js'
import { percentAbove } from './told-apart.js'

export interface MaxWeightParams extends CheckParams {
  /** Largest size of one position, long or short, fraction of equity. */
  readonly most: number
}

/** Refuses a position that is too large. */
export const maxWeight: PreTradeCheck<MaxWeightParams> = {
  name: 'max-weight',
  defaults: { most: 0.4, outcome: 'block' },
  check(params) {
    requirePositive('max-weight: most', params.most, 10)
    requireOutcome('max-weight', params)
  },
  faults({ assets, weights }, { most }) {
    return assets.flatMap((asset, i) =>
      Math.abs(weights[i]) > most + ROUNDING ? [`${asset} ${percentAbove(weights[i], most)}`] : [],
    )
  },
}
