import type { Performance } from './performance.js'

/**
 * Simple returns from close to close. Who invests can lose no more than everything: the return of the session in which all is lost
 * is -1, however much is owed beyond that, and 0 from then on, so that what is compounded of them ends at -100%.
 * @returns fractions, -1 or more, shape [nSessions - 1]: element i belongs to row startIndex + i + 1; NaN where either close is
 */
export function returnsOf({ equity }: Pick<Performance, 'equity'>): Float64Array {
  const out = new Float64Array(Math.max(0, equity.length - 1))
  for (let i = 0; i < out.length; i++) {
    if (equity[i] <= 0) break
    out[i] = equity[i + 1] <= 0 ? -1 : equity[i + 1] / equity[i] - 1
  }
  return out
}

/** @returns element of the first close with nothing left, -1 where there is none */
export function ruinOf({ equity }: Pick<Performance, 'equity'>): number {
  return equity.findIndex((value) => value <= 0)
}
