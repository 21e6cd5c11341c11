/** An asset with a score and the place it takes. */
export interface Ranked {
  readonly asset: string
  readonly score: number
  /** 1 is the strongest; equal scores share the better place, and the places behind them stay empty. */
  readonly rank: number
}

/**
 * The place of each score, as {@link Ranked} has it.
 * @param scores - [nAssets]
 * @returns [nAssets] 1 or more; NaN where the score is NaN
 */
export function competitionRanks(scores: Float64Array): Float64Array {
  return scores.map((own) => {
    if (Number.isNaN(own)) return NaN
    let stronger = 0
    for (const score of scores) if (score > own) stronger++
    return stronger + 1
  })
}

/** Every asset with a score, strongest first, ties in the order of columns. */
export function rankingOf(assets: readonly string[], scores: Float64Array): Ranked[] {
  const ranks = competitionRanks(scores)
  return assets
    .map((asset, i) => ({ asset, score: scores[i], rank: ranks[i] }))
    .filter(({ rank }) => !Number.isNaN(rank))
    .sort((a, b) => a.rank - b.rank)
}
