/**
 * The k assets with the highest scores, strongest first; ties go to the earlier column, NaN is never chosen.
 * @param scores - [nAssets]
 * @param k - how many, fewer where fewer have scores
 * @returns column indices
 */
export function selectTop(scores: ArrayLike<number>, k: number): number[] {
  const scored: number[] = []
  for (let i = 0; i < scores.length; i++) if (!Number.isNaN(scores[i])) scored.push(i)
  scored.sort((a, b) => scores[b] - scores[a] || a - b)
  return scored.slice(0, k)
}
