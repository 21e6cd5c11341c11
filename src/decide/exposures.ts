/** Sum of the sizes of all positions, fractions of equity. */
export function grossOf(weights: Float64Array): number {
  return weights.reduce((sum, weight) => sum + Math.abs(weight), 0)
}

/** Sum of all positions, fractions of equity: what is missing to 1 is cash. */
export function netOf(weights: Float64Array): number {
  return weights.reduce((sum, weight) => sum + weight, 0)
}

/** Rounding that a sum of weights may carry. */
export const WEIGHT_ROUNDING = 1e-9

/** Whether weights go short or sum to more than 1: only then may cash fall below 0. */
export function isFinanced(weights: Float64Array): boolean {
  return weights.some((weight) => weight < 0) || netOf(weights) > 1 + WEIGHT_ROUNDING
}

/** One-way turnover between two portfolios: half of what is bought and sold. Cash is no asset: all of it bought from cash is 0.5. */
export function oneWayTurnover(from: ArrayLike<number>, to: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < from.length; i++) sum += Math.abs(to[i] - from[i])
  return sum / 2
}

/** All weights times one factor of 0 or more. */
export function scaled(weights: Float64Array, factor: number): Float64Array {
  // Adding 0 makes a zero of a short an ordinary one.
  return weights.map((weight) => weight * factor + 0)
}

/** A fraction as a note has it: "12.3%". */
export function percent(fraction: number, digits = 1): string {
  return `${(100 * fraction).toFixed(digits)}%`
}
