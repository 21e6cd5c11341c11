import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { costRate } from '../../src/backtest/costs.js'
import { targetValues } from '../../src/backtest/target-values.js'

const amounts = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 5, maxLength: 5 })
const flags = fc.array(fc.boolean(), { minLength: 5, maxLength: 5 })
const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0)

describe('target values', () => {
  it('what is wanted, what is left in cash and the cost add up to what was owned, to 1e-12 of it', () => {
    fc.assert(
      fc.property(amounts, amounts, flags, fc.integer({ min: 0, max: 1000 }), (owned, wishes, open, costBps) => {
        const values = Float64Array.from(owned)
        const cash = 1000
        const weights = Float64Array.from(wishes, (wish) => wish / Math.max(1, sum(wishes)))
        const tradable = Uint8Array.from(open, Number)
        const rate = costRate(costBps)
        const targets = targetValues({ cash, values, tradable }, weights, rate)
        const before = cash + sum(values)
        const after = before - rate * sum(targets.map((target, i) => Math.abs(target - values[i])))
        const stuck = sum(values.filter((_, i) => tradable[i] === 0))
        const wanted = sum(weights.filter((_, i) => tradable[i] === 1))
        const scale = wanted * after > after - stuck ? (after - stuck) / wanted : after
        targets.forEach((target, i) => {
          const expected = tradable[i] === 1 ? weights[i] * scale : values[i]
          expect(Math.abs(target - expected)).toBeLessThanOrEqual(1e-12 * before)
        })
        expect(sum(targets)).toBeLessThanOrEqual(after * (1 + 1e-12))
      }),
    )
  })

  it('a basis point is a ten-thousandth', () => {
    expect(costRate(5)).toBe(0.0005)
    expect(costRate(0)).toBe(0)
    expect(() => costRate(1001)).toThrow('costRate: costBps "1001", expected 0 to 1000 basis points of traded value')
  })
})
