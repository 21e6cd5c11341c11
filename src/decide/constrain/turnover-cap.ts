import type { Constraint } from '../decision-step.js'
import { oneWayTurnover, percent } from '../exposures.js'
import { requireNumber } from '../require-params.js'

export interface TurnoverCapParams {
  /** Largest one-way turnover of a decision: half of what is bought and sold, fraction of equity. */
  readonly most: number
}

/**
 * Goes part of the way from what is held to the target, all assets by the same part, when the whole way would trade too much:
 * weight = held + (target - held) min(1, most / turnover). Building up from cash counts as everything else does, half of what is
 * bought: with 0.1 a portfolio is built in five decisions. It comes last of the constraints that may not be waited for: after a brake
 * it slows the brake down. With 0 nothing is ever traded.
 */
export const turnoverCap: Constraint<TurnoverCapParams> = {
  name: 'turnover-cap',
  defaults: { most: 0.25 },
  check({ most }) {
    requireNumber('turnover-cap: most', most, 0, 10)
  },
  constrain({ held }, given, { most }) {
    const wanted = oneWayTurnover(held, given)
    if (wanted <= most) return { weights: given.slice(), note: '' }
    const part = most / wanted
    const weights = given.map((target, i) => held[i] + (target - held[i]) * part)
    const note = `turnover ${percent(wanted)} to ${percent(most)}`
    return { weights, note, ...(most === 0 ? { kept: new Uint8Array(weights.length).fill(1) } : {}) }
  },
}
