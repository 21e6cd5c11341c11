import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../../src/core/errors.js'
import { avoid } from '../../../src/decide/select/avoid.js'
import { decisionOf } from '../decision-fixture.js'

describe('avoid', () => {
  it('holds all but the k weakest', () => {
    const { weights, reason } = decisionOf({ scores: [1, 5, NaN, 3, 4] }, ['avoid', { k: 2 }])
    expect([...weights]).toEqual([0, 0.5, 0, 0, 0.5])
    expect(reason).toBe('all but A D')
  })

  it('those that tie for the last place share it', () => {
    const { weights, reason } = decisionOf({ scores: [9, 5, 5, 1] }, ['avoid', { k: 2 }])
    expect([...weights]).toEqual([0.5, 0.25, 0.25, 0])
    expect(reason).toBe('all but D (2 tie)')
    expect(decisionOf({ scores: [2, 2, 2, 2] }, ['avoid']).reason).toBe('all but a share (4 tie)')
  })

  it('where there are no more than k it stays in cash', () => {
    expect(decisionOf({ scores: [1, 2, NaN] }, ['avoid', { k: 2 }])).toMatchObject({
      weights: new Float64Array(3),
      reason: 'no more than 2 sectors have a score: cash',
    })
  })

  it('refuses to avoid nobody', () => {
    expect(() => avoid.check({ k: 0 })).toThrow(new ConfigError('avoid: k "0", expected a whole number, 1 or more'))
  })
})
