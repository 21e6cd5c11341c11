import { ShapeError } from '../core/errors.js'
import type { Matrix } from '../core/matrix.js'
import type { Window } from './windows.js'

/** What each asset brought to the return of a window. */
export interface WindowAttribution {
  /** Part of the window's compounded return that each asset earned; shape [nAssets] */
  readonly assets: Float64Array
  /** The rest: costs, interest on cash, and whatever else no asset earned. */
  readonly other: number
}

/**
 * Splits the compounded return of a window over the assets. A period's contributions are in units of the capital at its start;
 * each is carried as money, times the capital that the portfolio had made by then out of 1 at the window's start, so that the
 * parts and the rest sum to the window's return whatever its length (to rounding).
 * @param contributions - nPeriods x nAssets: weight held over the period times the asset's return, as fractions
 * @param returns - returns of the whole portfolio, of the same periods; shape [nPeriods]
 * @returns NaN throughout where the window holds a NaN
 * @throws ShapeError when the numbers of periods differ or the window lies outside
 * @see Feibel (2003), Investment Performance Measurement, on linking contributions by beginning capital
 */
export function attributeWindow(
  contributions: Matrix,
  returns: ArrayLike<number>,
  { start, end }: Pick<Window, 'start' | 'end'>,
): WindowAttribution {
  const { rows, cols, data } = contributions
  if (returns.length !== rows)
    throw new ShapeError(`attributeWindow: ${rows} periods of contributions, expected ${returns.length}`)
  if (!(start >= 0 && start <= end && end <= rows))
    throw new ShapeError(`attributeWindow: window ${start} to ${end}, expected one within 0 to ${rows}`)
  const assets = new Float64Array(cols)
  let other = 0
  let capital = 1
  for (let row = start; row < end; row++) {
    let explained = 0
    for (let col = 0; col < cols; col++) {
      assets[col] += capital * data[row * cols + col]
      explained += data[row * cols + col]
    }
    other += capital * (returns[row] - explained)
    capital *= 1 + returns[row]
  }
  return Number.isNaN(other) ? { assets: assets.fill(NaN), other } : { assets, other }
}
