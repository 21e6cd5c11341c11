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

  it('steps by score go by what the strategies grew by since, at most 252 sessions', () => {
    const rising = matrixOver(400, 2, new Float64Array(800).fill(100))
    // The first asset rises to row 100, the second from row 120 on: by less than the first had, but later.
    for (let row = 1; row < 400; row++) {
      rising.data[2 * row] = rising.data[2 * row - 2] * (row <= 100 ? 1.01 : 1)
      rising.data[2 * row + 1] = rising.data[2 * row - 1] * (row > 120 ? 1.001 : 1)
    }
    const decided = [10, 110, 390]
    const all = (...weights: number[]): Weights =>
      decided.map((dateIndex) => ({ dateIndex, weights: Float64Array.from(weights), reason: '' }))
    const two = new Map([
      ['first', all(1, 0)],
      ['second', all(0, 1)],
    ])
    const partsBy = (...steps: Parameters<typeof policyOf>): number[][] =>
      combineStrategies({ open: rising, close: rising }, two, {
        allocator: policyOf(...steps),
        sessionsPerYear: 252,
        margin: { initial: 0.5, maintenance: 0.25 },
      }).allocations.map(({ weights }) => [...weights])
    // At the first decision nothing is known and they tie; at the last one the rise of the first lies more than 252 sessions back.
    expect(partsBy(['top-k', { k: 1 }])).toEqual([
      [0.5, 0.5],
      [1, 0],
      [0, 1],
    ])
    const [, early, late] = partsBy(['long-short', { long: 1, short: 1 }])
    expect([Math.sign(early[0]), Math.sign(early[1])]).toEqual([1, -1])
    expect([Math.sign(late[0]), Math.sign(late[1])]).toEqual([-1, 1])
  })

  it('refuses strategies that decide at different sessions', () => {
    const late = new Map([...both, ['late', always(1, 0).slice(1)] as const])
    expect(() => combineStrategies(market, late, { allocator: policyOf(['all']), sessionsPerYear: 252 })).toThrow(
      'combineStrategies: "late" decides at other sessions than "first"',
    )
  })
})
