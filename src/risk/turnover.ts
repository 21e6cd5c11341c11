import { ShapeError } from '../core/errors.js'
import { oneWayTurnover } from '../decide/exposures.js'
import { fraction, type Fraction } from './units.js'

/**
 * One-way turnover from one set of weights to another: half the sum of the absolute changes. Cash is not an asset here, so
 * that moving all from one asset to another is 1 and buying it from cash is 0.5, as in `annualTurnover` of a ledger.
 * @param before - [nAssets] fractions of equity held before, after they drifted with prices
 * @param after - [nAssets] fractions of equity wanted
 * @returns fraction, 0 or more; NaN when any weight is NaN
 * @throws ShapeError when the lengths differ
 */
export function turnover(before: ArrayLike<number>, after: ArrayLike<number>): Fraction {
  if (before.length !== after.length)
    throw new ShapeError(`turnover: ${after.length} weights after, expected ${before.length} as before`)
  return fraction(oneWayTurnover(before, after))
}
