import { ConfigError } from '../core/errors.js'
import { nearestName } from '../core/nearest.js'
import type { AnyDecisionRule } from './decision-rule.js'
import { equalWeight } from './equal-weight.js'
import { tilt } from './tilt.js'
import { topK } from './top-k.js'

/** Every decision rule there is. A new one is added here, and the audit and the experiments know it. */
export const decisionRules: readonly AnyDecisionRule[] = [topK, tilt, equalWeight]

/**
 * The rule of a name.
 * @throws ConfigError for an unknown one, naming the nearest
 */
export function decisionRuleOf(name: string): AnyDecisionRule {
  const names = decisionRules.map((rule) => rule.name)
  const rule = decisionRules.find((candidate) => candidate.name === name)
  if (rule === undefined)
    throw new ConfigError(`decision rule "${name}" is unknown, the nearest is "${nearestName(name, names) ?? ''}"`)
  return rule
}
