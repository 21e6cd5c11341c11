import { ConfigError } from '../core/errors.js'
import type { DecisionRule } from './decision-rule.js'
import { selectTop } from './select-top.js'

export interface TopKParams {
  /** Number of sectors held, in equal parts. */
  readonly k: number
}

/** Holds the k sectors with the highest scores, in equal parts. */
export const topK: DecisionRule<TopKParams> = {
  name: 'top-k',
  defaults: { k: 3 },
  check({ k }) {
    if (!Number.isSafeInteger(k) || k < 1) throw new ConfigError(`top-k: k "${k}", expected a whole number, 1 or more`)
  },
  decide({ scores, assets }, { k }) {
    const chosen = selectTop(scores, k)
    const weights = new Float64Array(scores.length)
    for (const i of chosen) weights[i] = 1 / chosen.length
    const reason =
      chosen.length === 0 ? 'no sector has a score: cash' : `top ${k}: ${chosen.map((i) => assets[i]).join(' ')}`
    return { weights, reason }
  },
}
