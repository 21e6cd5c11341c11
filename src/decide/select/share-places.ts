import { selectTop } from './select-top.js'

/** Who got a place. */
export interface Places {
  /** [nAssets] 1 for a place, a fraction where several share the last ones, 0 for none; they sum to the places there are. */
  readonly shares: Float64Array
  /** Columns with a share, strongest first. */
  readonly chosen: readonly number[]
  /** How many share the last places; 0 where nobody has to. */
  readonly tied: number
}

/**
 * Gives places to the highest scores. Equal scores share the last places in equal parts: to prefer one of them would be to decide by
 * the order of columns.
 * @param scores - [nAssets]; NaN gets none
 * @param places - how many, fewer where fewer have scores
 */
export function sharePlaces(scores: Float64Array, places: number): Places {
  const shares = new Float64Array(scores.length)
  const order = selectTop(scores, scores.length)
  const given = Math.min(places, order.length)
  if (given <= 0) return { shares, chosen: [], tied: 0 }
  const lowest = scores[order[given - 1]]
  const above = order.filter((i) => scores[i] > lowest)
  const last = order.filter((i) => scores[i] === lowest)
  for (const i of above) shares[i] = 1
  for (const i of last) shares[i] = (given - above.length) / last.length
  const chosen = [...above, ...last]
  return { shares, chosen, tied: chosen.length > given ? last.length : 0 }
}

/** What a note says of those that share the last places. */
export function tieNote(tied: number): string {
  return tied > 0 ? ` (${tied} tie)` : ''
}
