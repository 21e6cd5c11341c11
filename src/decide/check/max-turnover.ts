import { oneWayTurnover } from '../exposures.js'
import { requireOutcome, type CheckParams, type PreTradeCheck } from '../pre-trade-check.js'
import { requirePositive } from '../require-params.js'
import { ROUNDING } from './rounding.js'
import { percentAbove } from './told-apart.js'

export interface MaxTurnoverParams extends CheckParams {
  /** Largest one-way turnover of one decision: half of what is bought and sold, fraction of equity. */
  readonly most: number
}

/** Refuses to trade too much at once. Building a portfolio from cash is a turnover of half of it. */
export const maxTurnover: PreTradeCheck<MaxTurnoverParams> = {
  name: 'max-turnover',
  defaults: { most: 1, outcome: 'block' },
  check(params) {
    requirePositive('max-turnover: most', params.most, 10)
    requireOutcome('max-turnover', params)
  },
  faults({ held, weights }, { most }) {
    const turnover = oneWayTurnover(held, weights)
    return turnover > most + ROUNDING ? [`turnover ${percentAbove(turnover, most)}`] : []
  },
}
