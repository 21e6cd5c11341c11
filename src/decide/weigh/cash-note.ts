/**
 * What is to be said where the largest weights leave part of a side in cash; empty where they do not.
 * @param weights - [n] of one side, summing to 1 at most
 */
export function cashNote(weights: Float64Array): string {
  const cash = 1 - weights.reduce((sum, weight) => sum + weight, 0)
  return cash > 1e-9 ? `too few assets for their largest weights, ${(100 * cash).toFixed(1)}% of the side in cash` : ''
}
