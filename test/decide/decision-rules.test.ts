import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../src/core/errors.js'
import { decisionRuleOf, decisionRules } from '../../src/decide/decision-rules.js'

describe('decisionRules', () => {
  it('have distinct names, and defaults that pass their own check', () => {
    expect(new Set(decisionRules.map(({ name }) => name)).size).toBe(decisionRules.length)
    for (const rule of decisionRules) expect(() => rule.check(rule.defaults)).not.toThrow()
  })

  it('are found by name; an unknown one is refused with the nearest', () => {
    for (const rule of decisionRules) expect(decisionRuleOf(rule.name)).toBe(rule)
    expect(() => decisionRuleOf('top-3')).toThrow(
      new ConfigError('decision rule "top-3" is unknown, the nearest is "top-k"'),
    )
  })
})
