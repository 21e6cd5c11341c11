import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../src/core/errors.js'
import { matrixOver } from '../../src/core/matrix.js'
import { checks } from '../../src/decide/checks.js'
import { decideRotation, type RotationOptions } from '../../src/decide/decide-rotation.js'
import { configured } from '../../src/decide/decision-step.js'
import { policyOf } from '../../src/decide/policy.js'
import type { Order } from '../../src/decide/pre-trade-check.js'
import { averageVolumeUntil, passPreTrade } from '../../src/decide/pre-trade.js'
import { tradedDecisions } from '../../src/decide/weights.js'
import { decisionOf } from './decision-fixture.js'

const assets = ['A', 'B', 'C']
const check = (name: string, params: object = {}): ReturnType<typeof configured<(typeof checks)[number]>> =>
  configured('check', checks, name, params)

/** An order of a portfolio of 1000 from A and B to A and C. */
const order: Order = {
  assets,
  held: Float64Array.of(0.5, 0.5, 0),
  weights: Float64Array.of(0.6, 0, 0.4),
  prices: Float64Array.of(10, 0.5, 20),
  quotes: Float64Array.of(20, 0.5, 40),
  averageVolume: () => Float64Array.of(100, 10_000, 1000),
  equity: 1000,
}
const faults = (name: string, params: object, changes: Partial<Order> = {}): readonly string[] => {
  const { step, params: all } = check(name, params)
  return step.faults({ ...order, ...changes }, all)
}

describe('checks before the trade', () => {
  it('restricted: nothing is opened or added to; keeping and closing are free', () => {
    expect(faults('restricted', { symbols: ['C', 'ELSEWHERE'] })).toEqual(['C'])
    expect(faults('restricted', { symbols: ['A'] })).toEqual(['A'])
    expect(faults('restricted', { symbols: ['B'] })).toEqual([])
    expect(faults('restricted', { symbols: ['A'] }, { weights: Float64Array.of(-0.1, 0, 0) })).toEqual(['A'])
    expect(faults('restricted', { symbols: ['A'] }, { weights: order.held })).toEqual([])
  })

  it('max-weight, max-gross, max-short: sizes', () => {
    expect(faults('max-weight', { most: 0.5 })).toEqual(['A 60.0% above 50.0%'])
    expect(faults('max-weight', { most: 0.6 })).toEqual([])
    expect(faults('max-gross', { most: 0.9 })).toEqual(['gross 100.0% above 90.0%'])
    expect(faults('max-gross', {})).toEqual([])
    const short = { weights: Float64Array.of(0.6, -0.2, 0.4) }
    expect(faults('max-gross', {}, short)).toEqual(['gross 120.0% above 100.0%'])
    expect(faults('max-short', {}, short)).toEqual(['short 20.0% above 0.0%'])
    expect(faults('max-short', { most: 0.2 }, short)).toEqual([])
    expect(faults('max-weight', { most: 0.1 }, short)).toContain('B -20.0% above 10.0%')
  })

  it('max-turnover: half of what is bought and sold', () => {
    expect(faults('max-turnover', { most: 0.4 })).toEqual(['turnover 50.0% above 40.0%'])
    expect(faults('max-turnover', { most: 0.5 })).toEqual([])
  })

  it('min-price: of what is traded', () => {
    expect(faults('min-price', { least: 1 })).toEqual(['B at 0.50 below 1.00'])
    expect(faults('min-price', { least: 1 }, { weights: Float64Array.of(0.5, 0.5, 0.4) })).toEqual([])
    expect(faults('min-price', {}, { quotes: Float64Array.of(10, NaN, 20) })).toEqual(['B has no price'])
  })

  it('min-price: by the price that was quoted, whatever it is adjusted to, and not by its last bits', () => {
    expect(faults('min-price', { least: 15 }, { prices: Float64Array.of(1, 1, 1) })).toEqual(['B at 0.50 below 15.00'])
    const quotes = Float64Array.of(18 - 1e-9, 17.9996, 18)
    expect(faults('min-price', { least: 18 }, { quotes })).toEqual(['B at 17.9996 below 18.0000'])
  })

  it('a fault is told in as many digits as tell it from the limit', () => {
    const huge = { averageVolume: () => Float64Array.of(1e6, 1e9, 1e9) }
    // 10 shares of a million.
    expect(faults('max-participation', { most: 5e-6 }, huge)).toEqual(['A 0.0010% of the volume above 0.0005%'])
    expect(faults('max-weight', { most: 0.59999 })).toEqual(['A 60.000% above 59.999%'])
  })

  it('max-participation: shares of the order over the average volume', () => {
    // A: 100 / 10 = 10 shares of 100; B: 500 / 0.5 = 1000 of 10 000; C: 400 / 20 = 20 of 1000.
    expect(faults('max-participation', { most: 0.05 })).toEqual([
      'A 10.0% of the volume above 5.0%',
      'B 10.0% of the volume above 5.0%',
    ])
    expect(faults('max-participation', { most: 0.1 })).toEqual([])
    // An order at the very limit is not blocked by the last bit of a double.
    expect(faults('max-participation', { most: 0.1 - 1e-12 })).toEqual([])
    for (const volume of [0, NaN])
      expect(
        faults('max-participation', { most: 1 }, { averageVolume: () => Float64Array.of(volume, 1e9, 1e9) }),
      ).toEqual(['A has no volume to go by'])
  })

  it.each(checks.map(({ name }) => name))('%s refuses an outcome that is none', (name) => {
    const { step, params } = check(name, { outcome: 'ignore' })
    expect(() => step.check(params)).toThrow(new ConfigError(`${name}: outcome "ignore", expected "block" or "warn"`))
    if (name !== 'restricted') expect(() => step.check(step.defaults)).not.toThrow()
  })

  it.each([
    ['restricted', {}, 'restricted: symbols are none, expected one or more'],
    ['restricted', { symbols: [1] }, 'restricted: symbols hold "1", expected symbols'],
    ['max-weight', { most: 0 }, 'max-weight: most "0", expected above 0, at most 10'],
    ['max-gross', { most: -1 }, 'max-gross: most "-1", expected above 0, at most 10'],
    ['max-short', { most: -1 }, 'max-short: most "-1", expected 0 to 10'],
    ['max-turnover', { most: 0 }, 'max-turnover: most "0", expected above 0, at most 10'],
    ['min-price', { least: -1 }, 'min-price: least "-1", expected 0 to 1000000000000'],
    ['max-participation', { most: 2 }, 'max-participation: most "2", expected above 0, at most 1'],
    ['max-participation', { sessions: 0 }, 'max-participation: sessions "0", expected a whole number, 1 or more'],
  ])('%s refuses %o', (name, params, message) => {
    const { step, params: all } = check(name, params)
    expect(() => step.check(all)).toThrow(new ConfigError(message))
  })
})

describe('averageVolumeUntil', () => {
  it('is the mean over the sessions that have a volume, and reads nothing later', () => {
    const volumes = matrixOver(4, 2, Float64Array.of(1, NaN, 3, NaN, NaN, NaN, 1e9, 1e9))
    expect([...averageVolumeUntil(volumes, 2)(9)]).toEqual([2, NaN])
    expect([...averageVolumeUntil(volumes, 1)(1)]).toEqual([3, NaN])
  })
})

describe('passPreTrade', () => {
  const decision = decisionOf({ scores: [3, 1, 2], held: [0.5, 0.5, 0] }, ['top-k', { k: 2 }])
  const sent = { ...order, weights: decision.weights }

  it('a decision that is blocked is replaced by what is held, and says so', () => {
    const passed = passPreTrade(decision, sent, [check('max-weight', { most: 0.4 }), check('max-gross')])
    expect([...passed.weights]).toEqual([0.5, 0.5, 0])
    expect(passed.holds).toBe(true)
    expect(passed.reason).toBe(
      'top 2: A C; blocked by max-weight (A 50.0% above 40.0%, C 50.0% above 40.0%): holding on',
    )
    expect(passed.checks).toEqual([
      { check: 'max-weight', outcome: 'block', faults: ['A 50.0% above 40.0%', 'C 50.0% above 40.0%'] },
      { check: 'max-gross', outcome: 'pass', faults: [] },
    ])
    // What was wanted stays in the trace.
    expect([...(passed.trace.at(-1)?.weights ?? [])]).toEqual([0.5, 0, 0.5])
  })

  it('a warning is a word in the reason', () => {
    const passed = passPreTrade(decision, sent, [check('restricted', { symbols: ['C'], outcome: 'warn' })])
    expect(passed).toMatchObject({ weights: decision.weights, reason: 'top 2: A C; warned by restricted (C)' })
    expect(passed.holds).toBeUndefined()
  })

  it('without checks it is the decision itself', () => {
    expect(passPreTrade(decision, sent, [])).toBe(decision)
  })
})

describe('a rotation with checks', () => {
  // A and B in turn have the better score; B turns illiquid at the third session.
  const scores = matrixOver(5, 2, Float64Array.of(2, 1, 1, 2, 1, 2, 2, 1, 1, 2))
  const closes = matrixOver(5, 2, Float64Array.of(10, 10, 11, 10, 12, 10, 13, 10, 14, 10))
  const volumes = matrixOver(5, 2, Float64Array.of(1e6, 1e6, 1e6, 0, 1e6, 0, 1e6, 0, 1e6, 1e6))
  const options: RotationOptions = {
    policy: policyOf(['top-k', { k: 1 }]),
    assets: ['A', 'B'],
    sectors: ['energy', 'utilities'],
    benchmarkWeights: Float64Array.of(1, 1),
    closes,
    sessionsPerYear: 252,
    costRate: 0,
    preTrade: { checks: [check('max-participation', { sessions: 1 })], volumes, capital: 1000 },
  }

  it('holds on where it is blocked, and positions drift on', () => {
    const decisions = decideRotation(scores, [0, 1, 2, 3, 4], options)
    expect(decisions.map(({ weights }) => [...weights])).toEqual([
      [1, 0],
      [1, 0],
      [1, 0],
      [1, 0],
      [0, 1],
    ])
    expect(decisions.map(({ holds = false }) => holds)).toEqual([false, true, true, false, false])
    expect(tradedDecisions(decisions).map(({ dateIndex }) => dateIndex)).toEqual([0, 3, 4])
    expect(decisions[1].reason).toBe('top 1: B; blocked by max-participation (B has no volume to go by): holding on')
  })

  it('a first decision that is blocked is cash', () => {
    const [first] = decideRotation(scores, [1], options)
    expect([...first.weights]).toEqual([0, 0])
    expect(tradedDecisions([first])).toEqual([first])
  })

  it('sizes orders by what the portfolio has become', () => {
    const tight = {
      ...options,
      policy: policyOf(['all']),
      preTrade: {
        checks: [check('max-participation', { most: 0.5, sessions: 1 })],
        volumes: matrixOver(5, 2, new Float64Array(10).fill(100)),
        capital: 1000,
      },
    }
    // Capital 1000: half of it is 50 shares of A or B, half of the volume.
    expect(decideRotation(scores, [0], tight)[0].holds).toBeUndefined()
    const rich = { ...tight, preTrade: { ...tight.preTrade, capital: 1001 } }
    expect(decideRotation(scores, [0], rich)[0].holds).toBe(true)
  })
})
