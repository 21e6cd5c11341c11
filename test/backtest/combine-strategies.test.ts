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

  it('the score looks back 252 sessions, to the session', () => {
    // Each asset rises once; at the last decision the score goes back to the row before that of the first or not.
    const lastLeader = (rise: number): number[] => {
      const closes = matrixOver(301, 2, new Float64Array(602).fill(100))
      for (let row = 0; row <= 300; row++) {
        if (row >= rise) closes.data[2 * row] = 120
        if (row >= 200) closes.data[2 * row + 1] = 110
      }
      const held = (...weights: number[]): Weights =>
        [10, 300].map((dateIndex) => ({ dateIndex, weights: Float64Array.from(weights), reason: '' }))
      const strategies = new Map([
        ['early', held(1, 0)],
        ['late', held(0, 1)],
      ])
      const allocator = policyOf(['top-k', { k: 1 }])
      const { allocations } = combineStrategies({ open: closes, close: closes }, strategies, {
        allocator,
        sessionsPerYear: 252,
      })
      return [...allocations[1].weights]
    }
    // Row 300 less 252 is row 48: a rise in row 49 counts, one in row 48 is in the price that the score starts from.
    expect(lastLeader(49)).toEqual([1, 0])
    expect(lastLeader(48)).toEqual([0, 1])
  })

  const steady = policyOf(['all'], ['equal'], [['no-trade-band', { band: 0.2, to: 'target' }]])
  const options = { allocator: steady, sessionsPerYear: 252 }

  it('curves hold what strategies hold: a decision that holds on is no order, nor is an asset that is kept', () => {
    const given = (change: Partial<Weights[number]>): Weights =>
      rows.map((dateIndex, d) => ({
        dateIndex,
        weights: Float64Array.of(0.5, 0.5),
        reason: '',
        ...(d === 0 ? {} : change),
      }))
    const curveOf = (change: Partial<Weights[number]>): number[] => [
      ...combineStrategies(market, new Map([['only', given(change)]]), options).curves.data.subarray(10),
    ]
    const once = simulate(market, given({}).slice(0, 1), { fill: 'close', costBps: 0, capital: 1 }).equity
    expect(curveOf({ holds: true })).toEqual([...once])
    expect(curveOf({ kept: Uint8Array.of(1, 1) })).toEqual([...once])
    expect(curveOf({})).not.toEqual([...once])
  })

  it('leaves alone what the strategies leave alone, where their parts are left alone too', () => {
    const own = (...later: Partial<Weights[number]>[]): Weights =>
      rows.map((dateIndex, d) => ({ dateIndex, weights: Float64Array.of(0.5, 0.5), reason: '', ...later[d] }))
    const held = new Map([
      ['first', own({}, { holds: true }, { kept: Uint8Array.of(1, 0) })],
      ['second', own({}, { kept: Uint8Array.of(1, 1) }, { holds: true })],
    ])
    const { weights, allocations } = combineStrategies(market, held, options)
    expect(allocations.map(({ holds }) => holds ?? false)).toEqual([false, true, true])
    expect(weights.map(({ holds, kept }) => [holds ?? false, kept && [...kept]])).toEqual([
      [false, undefined],
      [true, [1, 1]],
      [false, [1, 0]],
    ])
    // Parts that are set anew are traded to.
    const anew = combineStrategies(market, held, { ...options, allocator: policyOf(['all']) }).weights
    expect(anew.every(({ holds, kept }) => holds === undefined && kept === undefined)).toBe(true)
  })

  it('leaves alone what the strategies leave alone that are in it: what one without a part trades is no matter', () => {
    const rising = matrixOver(N_DATES, 2, new Float64Array(2 * N_DATES).fill(100))
    for (let row = 0; row < N_DATES; row++) rising.data[2 * row] = 100 + row
    const first = always(1, 0).map((decision, d) => (d === 2 ? { ...decision, kept: Uint8Array.of(1, 0) } : decision))
    const second = rows.map((dateIndex, d) => ({ dateIndex, weights: Float64Array.of(0, 0.5 + 0.1 * d), reason: '' }))
    const decisionsOf = (leader: Weights): unknown[] => {
      const { weights, allocations } = combineStrategies(
        { open: rising, close: rising },
        new Map([
          ['first', leader],
          ['second', second],
        ]),
        {
          ...options,
          allocator: policyOf(['top-k', { k: 1 }], ['equal'], [['no-trade-band', { band: 0.2, to: 'target' }]]),
        },
      )
      expect(allocations.map(({ weights: parts }) => [...parts])).toEqual([
        [0.5, 0.5],
        [1, 0],
        [1, 0],
      ])
      return weights.map(({ holds, kept }) => [holds ?? false, kept && [...kept]])
    }
    expect(decisionsOf(first)).toEqual([
      [false, undefined],
      [false, undefined],
      [true, [1, 0]],
    ])
    // The leader itself trades its asset; of the other nothing is or was in the portfolio.
    expect(decisionsOf(always(1, 0))).toEqual([
      [false, undefined],
      [false, undefined],
      [false, undefined],
    ])
  })

  it('refuses strategies that decide at different sessions', () => {
    const late = new Map([...both, ['late', always(1, 0).slice(1)] as const])
    expect(() => combineStrategies(market, late, { allocator: policyOf(['all']), sessionsPerYear: 252 })).toThrow(
      'combineStrategies: "late" decides at other sessions than "first"',
    )
  })
})
