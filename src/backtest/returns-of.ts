import type { Performance } from './performance.js'

/** Simple daily returns of the equity, as fractions; shape [nSessions - 1]. */
export function returnsOf({ equity }: Performance): Float64Array {
  return Float64Array.from({ length: Math.max(0, equity.length - 1) }, (_, i) => equity[i + 1] / equity[i] - 1)
}
