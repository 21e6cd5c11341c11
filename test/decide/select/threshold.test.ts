import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../../src/core/errors.js'
import type { Decision } from '../../../src/decide/policy.js'
import { threshold } from '../../../src/decide/select/threshold.js'
import { decisionOf } from '../decision-fixture.js'

const decide = (scores: number[], params: object, held?: number[]): Decision =>
  decisionOf({ scores, ...(held === undefined ? {} : { held }) }, ['threshold', params])

describe('threshold', () => {
  it('holds whoever scores above enter, in equal parts', () => {
    const { weights, reason } = decide([0.2, 0.5, -1, 0.3], { enter: 0.2 })
    expect([...weights]).toEqual([0, 0.5, 0, 0.5])
    expect(reason).toBe('above 0.2: B D')
  })

  it('one that is held stays above exit, one that is not has to get above enter', () => {
    const { weights, reason } = decide([0.1, 0.1, 0.5], { enter: 0.3, exit: 0 }, [0.5, 0, 0])
    expect([...weights]).toEqual([0.5, 0, 0.5])
    expect(reason).toBe('above 0.3: C A, keeping A above 0')
    expect([...decide([0, 0.1, 0.5], { enter: 0.3, exit: 0 }, [0.5, 0, 0]).weights]).toEqual([0, 0, 1])
  })

  it('of more than most the strongest are held, and ties share', () => {
    expect([...decide([3, 2, 1], { most: 2 }).weights]).toEqual([0.5, 0.5, 0])
    const { weights, reason } = decide([3, 1, 1], { most: 2 })
    expect([...weights]).toEqual([0.5, 0.25, 0.25])
    expect(reason).toBe('above 0: A B C (2 tie)')
  })

  it('where nobody scores enough it stays in cash', () => {
    expect(decide([-1, NaN, 0], {})).toMatchObject({ weights: new Float64Array(3), reason: 'no score above 0: cash' })
  })

  it.each([
    [{ enter: NaN, exit: 0, most: 0 }, 'threshold: enter "NaN", expected a finite number'],
    [{ enter: 0, exit: 0.1, most: 0 }, 'threshold: exit "0.1", expected at most enter (0)'],
    [{ enter: 0, exit: NaN, most: 0 }, 'threshold: exit "NaN", expected at most enter (0)'],
    [{ enter: 0, exit: 0, most: 1.5 }, 'threshold: most "1.5", expected a whole number, 0 or more'],
  ])('refuses %o', (params, message) => {
    expect(() => threshold.check(params)).toThrow(new ConfigError(message))
  })
})
