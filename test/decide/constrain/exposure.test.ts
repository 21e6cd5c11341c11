import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../../src/core/errors.js'
import { exposure, type ExposureParams } from '../../../src/decide/constrain/exposure.js'
import { contextOf } from '../decision-fixture.js'

const bound = (weights: number[], params: Partial<ExposureParams>): ReturnType<typeof exposure.constrain> =>
  exposure.constrain(contextOf({ scores: weights }), Float64Array.from(weights), { ...exposure.defaults, ...params })
const near = (weights: Float64Array, expected: readonly number[]): void => {
  for (const [i, weight] of expected.entries()) expect(weights[i]).toBeCloseTo(weight, 14)
}

describe('exposure', () => {
  it('scales everything down to the gross bound', () => {
    const { weights, note } = bound([1, -0.5, 0.5], { gross: 1, net: 10 })
    near(weights, [0.5, -0.25, 0.25])
    expect(note).toBe('exposure: gross 200.0% to 100.0%')
  })

  it('scales the larger side down to the net bound, and leaves the other', () => {
    // Longs 0.8, shorts 0.2: of a net of 0.6 no more than 0.1 may stay, so the longs come to 0.3.
    const { weights, note } = bound([0.6, 0.2, -0.2], { net: 0.1 })
    near(weights, [0.225, 0.075, -0.2])
    expect(note).toBe('exposure: net 60.0% to 10.0%')
    near(bound([0.1, -0.6, 0], { net: 0 }).weights, [0.1, -0.1, 0])
  })

  it('keeps the least cash', () => {
    near(bound([0.5, 0.5, 0], { leastCash: 0.2 }).weights, [0.4, 0.4, 0])
    near(bound([0.5, 0.5, -0.5], { gross: 2, leastCash: 0.8 }).weights, [0.35, 0.35, -0.5])
    near(bound([0.5, 0.5, 0], { leastCash: 1 }).weights, [0, 0, 0])
    near(bound([1, 0, 0], { net: 0 }).weights, [0, 0, 0])
  })

  it('within the bounds nothing is changed or said', () => {
    expect(bound([0.5, 0.5, 0], {})).toEqual({ weights: Float64Array.of(0.5, 0.5, 0), note: '' })
    expect(bound([0.5, -0.5, 0], { net: 0 }).note).toBe('')
  })

  it.each([
    [{ gross: 0 }, 'exposure: gross "0", expected above 0, at most 10'],
    [{ net: -1 }, 'exposure: net "-1", expected 0 to 10'],
    [{ leastCash: 1.5 }, 'exposure: leastCash "1.5", expected 0 to 1'],
  ])('refuses %o', (params, message) => {
    expect(() => exposure.check({ ...exposure.defaults, ...params })).toThrow(new ConfigError(message))
  })
})
