import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { levelsOf } from '../../src/features/plan-outputs.js'
import { planStages } from '../../src/features/plan.js'
import { stageOf } from '../../src/features/stage-families.js'
import { computeColumn, panelOfCloses } from './compute.js'

const column = (name: string, prices: readonly number[]): Float64Array =>
  computeColumn(name, panelOfCloses(prices.map((price) => [price]))).data

const PRICES = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 8, maxLength: 20 })

describe('log_price', () => {
  it('is a level, which a later split moves; the strength of its trend is none', () => {
    const plan = planStages(['log_price', 'trend_strength_5'], ['close'], stageOf)
    const levels = levelsOf(plan)
    expect([levels.has('log_price'), levels.has('trend_strength_5')]).toEqual([true, false])
    expect(column('log_price', [Math.E])[0]).toBe(1)
  })
})

describe('risk_adjusted_momentum', () => {
  it('is momentum in units of volatility', () => {
    // Log returns of log 2, 0, log 2 over the last three sessions: their sum is 2 log 2, their mean 2/3 log 2, and their sample
    // variance (1/9 + 4/9 + 1/9) / 2 = 1/3 of (log 2)^2. Momentum / volatility = 2 sqrt 3.
    const values = column('risk_adjusted_momentum_3_3', [1, 2, 2, 4])
    expect([...values.subarray(0, 3)]).toEqual([NaN, NaN, NaN])
    expect(values[3]).toBeCloseTo(2 * Math.sqrt(3), 13)
  })

  it('is missing, not infinite, where the price moved before the window of the volatility alone', () => {
    expect(column('risk_adjusted_momentum_3_2', [1, 2, 2, 2])[3]).toBeNaN()
  })
})

describe('frog_in_the_pan', () => {
  it('of a rise in many small steps is near -1, of a rise in one jump near 1', () => {
    // Four of four sessions rise: -1. One of four rises and three fall: 0.75 - 0.25 = 0.5.
    expect(column('frog_in_the_pan_4', [10, 11, 12, 13, 14])[4]).toBe(-1)
    expect(column('frog_in_the_pan_4', [10, 9, 20, 19, 18])[4]).toBe(0.5)
  })

  it('of a fall counts the other way, and sessions without a move for neither side', () => {
    // Falls: -(0.5 - 0) = -0.5 with two of four sessions falling and two without a move; -(0.25 - 0.75) = 0.5 in one jump.
    expect(column('frog_in_the_pan_4', [10, 9, 9, 8, 8])[4]).toBe(-0.5)
    expect(column('frog_in_the_pan_4', [10, 11, 2, 3, 4])[4]).toBe(0.5)
    expect(column('frog_in_the_pan_4', [10, 11, 11, 11, 10])[4]).toBe(0)
  })

  it('is 0 and not -0 where as many sessions rise as fall, or nothing moves', () => {
    expect(column('frog_in_the_pan_4', [10, 11, 10, 13, 12])[4]).toBe(0)
    expect(column('frog_in_the_pan_4', [10, 10, 10, 10, 10])[4]).toBe(0)
  })

  it('lies within -1 and 1', () => {
    fc.assert(
      fc.property(PRICES, (prices) => {
        for (const value of column('frog_in_the_pan_5', prices).subarray(5))
          expect(Math.abs(value)).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe('trend_strength', () => {
  it('of steady growth is its rate, R squared being 1', () => {
    const values = column('trend_strength_4', [1, 2, 4, 8, 16])
    expect([...values.subarray(0, 3)]).toEqual([NaN, NaN, NaN])
    expect(values[3]).toBeCloseTo(Math.LN2, 14)
    expect(values[4]).toBeCloseTo(Math.LN2, 14)
  })

  it('multiplies the slope by R squared', () => {
    // Logs of 0, 2, 1 (in units of log 2) on rows -1, 0, 1: slope (0 x -1 + 1 x 1) / 2 = 1/2; the variance explained is
    // 1/2^2 x 2 = 1/2 of a total of 1 + 1 + 0 = 2, so R squared is 1/4 and the strength 1/8 log 2.
    expect(column('trend_strength_3', [1, 4, 2])[2]).toBeCloseTo(Math.LN2 / 8, 14)
    // The mirror image falls as strongly.
    expect(column('trend_strength_3', [4, 1, 2])[2]).toBeCloseTo(-Math.LN2 / 8, 14)
  })

  it('of flat prices is missing', () => {
    expect(column('trend_strength_3', [0.1, 0.1, 0.1])[2]).toBeNaN()
  })

  it('needs three closes', () => {
    expect(() => stageOf('trend_strength_2')).toThrow('trend_strength: window is "2", expected a whole number from 3')
  })
})
