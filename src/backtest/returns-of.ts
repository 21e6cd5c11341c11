import type { Performance } from './performance.js'

/**
 * Simple returns from close to close.
 * @returns fractions, shape [nSessions - 1]: element i belongs to row startIndex + i + 1; NaN or infinite only once all is lost
 */
export function returnsOf({ equity }: Pick<Performance, 'equity'>): Float64Array {
  const out = new Float64Array(Math.max(0, equity.length - 1))
  for (let i = 0; i < out.length; i++) out[i] = equity[i + 1] / equity[i] - 1
  return out
}
