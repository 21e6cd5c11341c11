import type { Constraint } from '../decision-step.js'
import { percent, scaled } from '../exposures.js'
import { requireNumber } from '../require-params.js'

export interface TurbulenceBrakeParams {
  /** Part of the weights that is given up when turbulence is certain, fraction. */
  readonly strength: number
}

/**
 * Scales the portfolio by 1 - strength x P, P being the probability of a turbulent market at this close. Where nobody tells the
 * probability nothing is done, and the note says so.
 */
export const turbulenceBrake: Constraint<TurbulenceBrakeParams> = {
  name: 'turbulence-brake',
  defaults: { strength: 1 },
  check({ strength }) {
    requireNumber('turbulence-brake: strength', strength, 0, 1)
  },
  constrain({ turbulence = NaN }, given, { strength }) {
    if (Number.isNaN(turbulence)) return { weights: given.slice(), note: 'turbulence unknown' }
    const factor = 1 - strength * Math.min(1, Math.max(0, turbulence))
    const note = `turbulence ${percent(turbulence)}, times ${factor.toFixed(2)}`
    return { weights: scaled(given, factor), note: factor === 1 ? '' : note }
  },
}
