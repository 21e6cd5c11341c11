import type { Matrix } from '../core/matrix.js'

/** Momentum rotations: every formation with every number of assets and every step between decisions. */
export interface Sweep {
  /** nDates x nAssets, above 0; NaN where an asset is not listed. */
  readonly closes: Matrix
  /**
   * Lookbacks in rows, one or several: the score of row t is the sum of the growths close[t] / close[t - lookback]. An asset has a
   * score where all of these closes exist.
   */
  readonly formations: readonly (readonly number[])[]
  /** Numbers of assets held, ascending, 1 ... nAssets. */
  readonly tops: readonly number[]
  /** Rows between decisions, 1 or more; the first decision is that of row 0. */
  readonly everies: readonly number[]
  /** Cost of a change of weights, as a fraction of it. */
  readonly costRate: number
}

/**
 * What is known of a rotation in the end: final equity of 1; least equity over its peak; sums over all rows of the returns and of
 * their squares; sum of the changes of weights, |weight - weight before|.
 */
export const SWEEP_COLUMNS = ['equity', 'worst', 'sum', 'squares', 'traded'] as const

/** Row of a rotation in a sweep's result: formations outermost, steps innermost. */
export function sweepRow({ tops, everies }: Sweep, formation: number, top: number, every: number): number {
  return (formation * tops.length + top) * everies.length + every
}

/** Rows of a sweep's result. */
export function sweepRows({ formations, tops, everies }: Sweep): number {
  return formations.length * tops.length * everies.length
}

/** Simple return of what is held from one close to the next: 0 where either is missing, because it is paid out at its last price. */
export function heldReturn(before: number, now: number): number {
  const change = now / before - 1
  return Number.isNaN(change) ? 0 : change
}
