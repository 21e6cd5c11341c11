import { ConfigError } from '../../core/errors.js'
import type { Constraint } from '../decision-step.js'
import { percent, scaled } from '../exposures.js'
import { requireNumber, requireWhole } from '../require-params.js'

export interface DrawdownBrakeParams {
  /** Loss from the peak up to which nothing is done, fraction. */
  readonly start: number
  /** Loss at which the least is held, above `start`. */
  readonly stop: number
  /** Part of the weights that is kept at the worst, fraction. */
  readonly least: number
  /** Sessions within which the peak is looked for. */
  readonly window: number
}

/**
 * Takes exposure back as the decisions' own equity falls: all of it up to a loss of `start` from the peak, `least` from `stop` on, in
 * proportion between. Equity that lies in cash does not recover, so the peak is that of the latest `window` sessions alone: while
 * nothing is held the loss shrinks as the old peak goes out of sight, and after `window` sessions at the latest everything is
 * held again. A brake on the highest close of all time would never let go. For the same reason no bound holds for ever: each
 * window may lose up to `stop`, and beyond it by what happens between two decisions.
 * @see Grossman and Zhou (1993), "Optimal Investment Strategies for Controlling Drawdowns", Mathematical Finance 3: exposure in
 *   proportion to the cushion; Yang and Zhong (2012), "Optimal Portfolio Strategy to Control Maximum Drawdown": the peak of a
 *   rolling window
 */
export const drawdownBrake: Constraint<DrawdownBrakeParams> = {
  name: 'drawdown-brake',
  defaults: { start: 0.05, stop: 0.15, least: 0, window: 252 },
  check({ start, stop, least, window }) {
    requireNumber('drawdown-brake: start', start, 0, 1)
    requireNumber('drawdown-brake: stop', stop, 0, 1)
    if (!(stop > start)) throw new ConfigError(`drawdown-brake: stop "${stop}", expected above start (${start})`)
    requireNumber('drawdown-brake: least', least, 0, 1)
    requireWhole('drawdown-brake: window', window, 2)
  },
  constrain({ drawdown }, given, { start, stop, least, window }) {
    const loss = -drawdown(window)
    const braked = Math.min(1, Math.max(0, (loss - start) / (stop - start)))
    const factor = 1 - braked * (1 - least)
    const note = `drawdown ${percent(loss)}, times ${factor.toFixed(2)}`
    return { weights: scaled(given, factor), note: factor === 1 ? '' : note }
  },
}
