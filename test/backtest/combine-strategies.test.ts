import { describe, expect, it } from 'vitest'
import { combineStrategies } from '../../src/backtest/combine-strategies.js'
import { simulate } from '../../src/backtest/simulate.js'
import { matrixOver } from '../../src/core/matrix.js'
import { createRandom } from '../../src/core/random.js'
import { policyOf } from '../../src/decide/policy.js'
import type { Weights } from '../../src/decide/weights.js'

const N_DATES = 200
const random = createRandom(5, 'prices')
const prices = new Float64Array(N_DATES * 2).fill(100)
for (let i = 2; i < prices.length; i++) prices[i] = prices[i - 2] * Math.exp(0.01 * (1 + (i % 2)) * random.normal())
const close = matrixOver(N_DATES, 2, prices)
const market = { open: close, close }
const rows = [10, 80, 150]
const always = (...weights: number[]): Weights =>
  rows.map((dateIndex) => ({ dateIndex, weights: Float64Array.from(weights), reason: '' }))
const both = new Map([
  ['first', always(1, 0)],
  ['second', always(0, 0.5)],
])

describe('combineStrategies', () => {
  it('adds the strategies up by their parts', () => {
    const { weights, allocations } = combineStrategies(market, both, {
      allocator: policyOf(['all']),
      sessionsPerYear: 252,
    })
    expect(allocations.map(({ weights: parts }) => [...parts])).toEqual(rows.map(() => [0.5, 0.5]))
    expect(weights.map(({ weights: row }) => [...row])).toEqual(rows.map(() => [0.5, 0.25]))
    expect(weights[0].reason).toBe('50% first; 50% second; all 2 sectors')
  })

  it('a strategy alone is itself', () => {
    const { weights, curves } = combineStrategies(market, new Map([['first', always(1, 0)]]), {
      allocator: policyOf(['all']),
      sessionsPerYear: 252,
    })
    expect(weights.map(({ weights: row }) => [...row])).toEqual(rows.map(() => [1, 0]))
    const { equity } = simulate(market, always(1, 0), { fill: 'close', costBps: 0, capital: 1 })
    expect([...curves.data.subarray(10)]).toEqual([...equity])
    expect(curves.data.subarray(0, 10).every(Number.isNaN)).toBe(true)
  })

  it('parts are decided on what was known: prices after a decision do not change it', () => {
    const options = { allocator: policyOf(['all'], ['inverse-volatility', { lookback: 60 }]), sessionsPerYear: 252 }
    const honest = combineStrategies(market, both, options).allocations
    // The second asset moves twice as much, but only half of it is held.
    expect(honest[2].weights[0]).toBeGreaterThan(0.3)
    const changed = matrixOver(N_DATES, 2, prices.slice())
    for (let i = 2 * 151; i < changed.data.length; i++) changed.data[i] *= 1 + (i % 7)
    const other = combineStrategies({ open: changed, close: changed }, both, options).allocations
    expect(other.map(({ weights }) => [...weights])).toEqual(honest.map(({ weights }) => [...weights]))
  })

  it('refuses strategies that decide at different sessions', () => {
    const late = new Map([...both, ['late', always(1, 0).slice(1)] as const])
    expect(() => combineStrategies(market, late, { allocator: policyOf(['all']), sessionsPerYear: 252 })).toThrow(
      'combineStrategies: "late" decides at other sessions than "first"',
    )
  })
})
