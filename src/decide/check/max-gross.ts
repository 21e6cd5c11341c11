import { grossOf } from '../exposures.js'
import { requireOutcome, type CheckParams, type PreTradeCheck } from '../pre-trade-check.js'
import { requirePositive } from '../require-params.js'
import { ROUNDING } from './rounding.js'
import { percentAbove } from './told-apart.js'

export interface MaxGrossParams extends CheckParams {
  /** Largest sum of sizes, longs plus shorts, fraction of equity. */
  readonly most: number
}

/** Refuses more exposure than there may be. */
export const maxGross: PreTradeCheck<MaxGrossParams> = {
  name: 'max-gross',
  defaults: { most: 1, outcome: 'block' },
  check(params) {
    requirePositive('max-gross: most', params.most, 10)
    requireOutcome('max-gross', params)
  },
  faults({ weights }, { most }) {
    const gross = grossOf(weights)
    return gross > most + ROUNDING ? [`gross ${percentAbove(gross, most)}`] : []
  },
}
