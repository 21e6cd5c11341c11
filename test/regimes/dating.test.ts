import { describe, expect, it } from 'vitest'
import { ShapeError } from '../../src/core/errors.js'
import { scoreDating } from '../../src/regimes/dating.js'

describe('scoreDating', () => {
  it('by hand: area, hits and lags of one recession', () => {
    const probabilities = Float64Array.of(0.1, 0.6, 0.2, 0.4, 0.7, 0.9, 0.8, 0.3, 0.1)
    const recession = Float64Array.of(0, 0, 0, 1, 1, 1, 0, 0, 0)
    const score = scoreDating(probabilities, recession)
    // Pairs won of 3 x 6: 0.4 beats 0.1 0.2 0.3 0.1, 0.7 beats all but 0.8, 0.9 beats all.
    expect(score.auc).toBeCloseTo((4 + 5 + 6) / 18, 12)
    expect(score.hitRate).toBeCloseTo(6 / 9, 12)
    expect(score.sensitivity).toBeCloseTo(2 / 3, 12)
    expect(score.specificity).toBeCloseTo(4 / 6, 12)
    expect(score.recessions).toEqual([{ first: 3, last: 5, lag: 1, clearLag: 1 }])
    expect(score.periods).toBe(9)
  })

  it('scores what was called, which need not be a probability above a half', () => {
    const probabilities = Float64Array.of(0.1, 0.4, NaN, 0.3, 0.45, 0.6, 0.45, NaN, 0.1)
    const recession = Float64Array.of(0, 0, 0, 1, 1, 1, 0, 0, 0)
    const called = [false, true, false, false, true, true, true, false, false]
    const score = scoreDating(probabilities, recession, called)
    expect(score.hitRate).toBeCloseTo(4 / 7, 12)
    expect(score.sensitivity).toBeCloseTo(2 / 3, 12)
    expect(score.specificity).toBeCloseTo(2 / 4, 12)
    // What is not known does not clear: after position 6 only 8 does.
    expect(score.recessions).toEqual([{ first: 3, last: 5, lag: 1, clearLag: 2 }])
    expect(score.auc).toBe(scoreDating(probabilities, recession).auc)
    expect(() => scoreDating(probabilities, recession, [true])).toThrow(
      new ShapeError('scoreDating: 1 called, expected 9, one a period'),
    )
  })

  it('ties count half', () => {
    expect(scoreDating(Float64Array.of(0.5, 0.5, 0.5), Float64Array.of(0, 1, 0)).auc).toBe(0.5)
  })

  it('says where a recession was missed, and where the probability never came down', () => {
    const recession = Float64Array.of(0, 1, 1, 0, 0, 1, 1)
    const { recessions } = scoreDating(Float64Array.of(0, 0.1, 0.2, 0.9, 0.9, 0.9, 0.9), recession)
    expect(recessions).toEqual([
      { first: 1, last: 2, lag: null, clearLag: null },
      { first: 5, last: 6, lag: 0, clearLag: null },
    ])
  })

  it('leaves out what is not known or not dated, and recessions that were under way before', () => {
    const probabilities = Float64Array.of(NaN, NaN, 0.9, 0.2, 0.1)
    const score = scoreDating(probabilities, Float64Array.of(0, 1, 1, 0, NaN))
    expect(score.periods).toBe(2)
    expect(score.auc).toBe(1)
    expect(score.recessions).toEqual([])
  })

  it('without periods, or of one kind only, there is nothing to say', () => {
    expect(scoreDating(new Float64Array(0), new Float64Array(0)).hitRate).toBeNaN()
    expect(scoreDating(Float64Array.of(0.3), Float64Array.of(0)).auc).toBeNaN()
    expect(() => scoreDating(new Float64Array(2), new Float64Array(1))).toThrow(ShapeError)
  })
})
