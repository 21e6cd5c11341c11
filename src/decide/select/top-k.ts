import { ConfigError } from '../../core/errors.js'
import type { Selector } from '../decision-step.js'
import { selectTop } from './select-top.js'

export interface TopKParams {
  /** Number of sectors held. */
  readonly k: number
}

/**
 * Chooses the k sectors with the highest scores. Sectors that tie for the last places share them: scores that are all equal say
 * nothing, and are held in equal weight rather than by the order of columns.
 */
export const topK: Selector<TopKParams> = {
  name: 'top-k',
  defaults: { k: 3 },
  check({ k }) {
    if (!Number.isSafeInteger(k) || k < 1) throw new ConfigError(`top-k: k "${k}", expected a whole number, 1 or more`)
  },
  select({ scores, assets }, { k }) {
    const order = selectTop(scores, scores.length)
    const shares = new Float64Array(scores.length)
    if (order.length === 0) return { shares, note: 'no sector has a score: cash' }
    const places = Math.min(k, order.length)
    const lowest = scores[order[places - 1]]
    const above = order.filter((i) => scores[i] > lowest)
    const tied = order.filter((i) => scores[i] === lowest)
    for (const i of above) shares[i] = 1
    for (const i of tied) shares[i] = (places - above.length) / tied.length
    const chosen = [...above, ...tied]
    const shared = chosen.length > places ? ` (${tied.length} tie)` : ''
    return { shares, note: `top ${k}: ${chosen.map((i) => assets[i]).join(' ')}${shared}` }
  },
}
