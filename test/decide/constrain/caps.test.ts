import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../../src/core/errors.js'
import { assetCap } from '../../../src/decide/constrain/asset-cap.js'
import { sectorCap } from '../../../src/decide/constrain/sector-cap.js'
import { contextOf } from '../decision-fixture.js'

const near = (weights: Float64Array, expected: readonly number[]): void => {
  expect(weights).toHaveLength(expected.length)
  for (const [i, weight] of expected.entries()) expect(weights[i]).toBeCloseTo(weight, 14)
}

describe('assetCap', () => {
  const context = contextOf({ scores: [1, 2, 3, 4] })
  const cap = (weights: number[], most: number, rest: 'cash' | 'others'): ReturnType<typeof assetCap.constrain> =>
    assetCap.constrain(context, Float64Array.from(weights), { most, rest })

  it('what is above goes to cash, longs and shorts alike', () => {
    const { weights, note } = cap([0.5, -0.4, 0.1, 0], 0.3, 'cash')
    near(weights, [0.3, -0.3, 0.1, 0])
    expect(note).toBe('at most 30.0% each: A from 50.0%, B from 40.0%')
  })

  it('or to the others in proportion, who are capped in turn', () => {
    // 0.3 to spare over 0.3 and 0.1: 0.225 and 0.075. B is then 0.525, above 0.3, and gives 0.225 on to C alone: 0.4, capped at 0.3.
    near(cap([0.6, 0.3, 0.1, 0], 0.3, 'others').weights, [0.3, 0.3, 0.3, 0])
    near(cap([0.5, 0.3, 0.2, 0], 0.4, 'others').weights, [0.4, 0.36, 0.24, 0])
  })

  it('longs go to longs and shorts to shorts, so that neutral stays neutral where there is room', () => {
    near(cap([0.5, -0.2, -0.3, 0], 0.3, 'others').weights, [0.3, -0.2, -0.3, 0])
    near(cap([0.4, 0.1, -0.35, -0.15], 0.3, 'others').weights, [0.3, 0.2, -0.3, -0.2])
  })

  it('what finds no room is cash', () => {
    near(cap([0.25, 0.25, 0.25, 0.25], 0.05, 'others').weights, [0.05, 0.05, 0.05, 0.05])
    near(cap([1, 0, 0, 0], 0.4, 'others').weights, [0.4, 0, 0, 0])
  })

  it('within the cap nothing is changed or said', () => {
    expect(cap([0.3, -0.3, 0.3, 0.1], 0.3, 'others')).toEqual({
      weights: Float64Array.of(0.3, -0.3, 0.3, 0.1),
      note: '',
    })
  })

  it.each([
    [{ most: 0, rest: 'cash' as const }, 'asset-cap: most "0", expected above 0, at most 10'],
    [{ most: NaN, rest: 'cash' as const }, 'asset-cap: most "NaN", expected above 0, at most 10'],
    [{ most: 1, rest: 'all' as 'cash' }, 'asset-cap: rest "all", expected "cash" or "others"'],
  ])('refuses %o', (params, message) => {
    expect(() => assetCap.check(params)).toThrow(new ConfigError(message))
  })
})

describe('sectorCap', () => {
  const context = contextOf({ scores: [1, 2, 3, 4], sectors: ['energy', 'energy', 'utilities', 'materials'] })
  const cap = (weights: number[], most: number, rest: 'cash' | 'others'): ReturnType<typeof sectorCap.constrain> =>
    sectorCap.constrain(context, Float64Array.from(weights), { most, rest })

  it('scales all assets of a sector by one factor', () => {
    const { weights, note } = cap([0.3, 0.1, 0.4, 0.2], 0.2, 'cash')
    near(weights, [0.15, 0.05, 0.2, 0.2])
    expect(note).toBe('at most 20.0% a sector: energy from 40.0%, utilities from 40.0%')
  })

  it('counts longs and shorts of a sector together', () => {
    near(cap([0.3, -0.3, 0, 0.4], 0.3, 'cash').weights, [0.15, -0.15, 0, 0.3])
  })

  it('gives the rest to sectors with room', () => {
    near(cap([0.3, 0.3, 0.2, 0.2], 0.4, 'others').weights, [0.2, 0.2, 0.3, 0.3])
  })
})
