import type { DecisionRule } from './decision-rule.js'
import { selectTop } from './select-top.js'

/** Holds every sector that has a score in equal parts, whatever the score: what would have been easy. */
export const equalWeight: DecisionRule<Record<string, never>> = {
  name: 'equal-weight',
  defaults: {},
  check: () => undefined,
  decide({ scores }) {
    const chosen = selectTop(scores, scores.length)
    const weights = new Float64Array(scores.length)
    for (const i of chosen) weights[i] = 1 / chosen.length
    return { weights, reason: chosen.length === 0 ? 'no sector has a score: cash' : `all ${chosen.length} sectors` }
  },
}
