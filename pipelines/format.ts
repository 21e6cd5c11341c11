/** A number with fixed decimals; `n/a` when there is none. */
export function formatFixed(value: number, decimals: number): string {
  return Number.isFinite(value) ? value.toFixed(decimals) : 'n/a'
}

/** A fraction as percent; `n/a` when there is none. */
export function formatPercentage(fraction: number, decimals: number): string {
  return Number.isFinite(fraction) ? `${(fraction * 100).toFixed(decimals)}%` : 'n/a'
}
