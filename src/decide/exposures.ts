/** Sum of the sizes of all positions, fractions of equity. */
export function grossOf(weights: Float64Array): number {
  return weights.reduce((sum, weight) => sum + Math.abs(weight), 0)
}

/** Sum of all positions, fractions of equity: what is missing to 1 is cash. */
export function netOf(weights: Float64Array): number {
  return weights.reduce((sum, weight) => sum + weight, 0)
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
export function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(1)}%`
}
