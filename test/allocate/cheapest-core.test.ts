import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  allowsShorts,
  cheapestCore,
  largestCore,
  type CheapestCoreOptions,
  type PricedTarget,
  type ShortLimits,
} from '../../src/allocate/cheapest-core.js'
import { coreSatellite } from '../../src/allocate/core-satellite.js'
import { ConfigError } from '../../src/core/errors.js'
import { createRandom, type Random } from '../../src/core/random.js'

interface Table {
  readonly targets: readonly PricedTarget[]
  readonly options: CheapestCoreOptions
}

interface GoldenCase {
  readonly capital: number
  readonly weights: readonly number[]
  readonly targets: readonly number[]
  readonly expenseRatios: readonly number[]
  readonly borrowRates: readonly number[]
  readonly coreExpenseRatio: number
  readonly proceedsRate: number
  readonly shorts: ShortLimits
  readonly expected: { readonly cost: number; readonly core: number } | null
}

const { cases } = JSON.parse(readFileSync('test/golden/allocate.json', 'utf8')) as { cases: GoldenCase[] }

function priced(benchmarkWeight: number, targetWeight: number, expenseRatio = 0.0027, borrowRate = 0): PricedTarget {
  return { symbol: 'A', benchmarkWeight, targetWeight, expenseRatio, borrowRate }
}

/** Cost of a core in plain doubles; Infinity where it breaks a limit. Written from the definition, beside the solver. */
function costAt({ targets, options }: Table, core: number): number {
  const { capital, coreExpenseRatio, proceedsRate, shorts } = options
  let [cost, short, count, held] = [core * coreExpenseRatio, 0, 0, core]
  for (const { benchmarkWeight, targetWeight, expenseRatio, borrowRate } of targets) {
    const own = targetWeight * capital - benchmarkWeight * core
    held += own
    cost += own > 0 ? own * expenseRatio : -own * (borrowRate - proceedsRate)
    if (own < -1e-9) [short, count] = [short - own, count + 1]
  }
  const isAllowed = short <= (shorts.total ?? Infinity) + 1e-7 && count <= (shorts.count ?? Infinity)
  return isAllowed && held <= capital + 1e-7 ? cost : Infinity
}

/** Weights that sum to a share of 1, in hundredths of a percent; some are 0. */
function randomWeights(random: Random, n: number, share: number): number[] {
  const parts = Array.from({ length: n }, () => (random.uniform() < 0.15 ? 0 : random.uniform()))
  const sum = parts.reduce((total, part) => total + part, 1e-9)
  return parts.map((part) => Math.floor((part / sum) * share * 10000) / 10000)
}

function randomTable(seed: number): Table {
  const random = createRandom(seed, 'core-satellite')
  const n = 1 + Math.floor(random.uniform() * 11)
  const [weights, targets] = [0, 1].map(() =>
    randomWeights(random, n, random.uniform() < 0.5 ? 1 : 0.6 + 0.4 * random.uniform()),
  )
  const limits: readonly ShortLimits[] = [
    { total: 0 },
    { total: 0 },
    {},
    { total: 3000 },
    { count: 2 },
    { total: 9000, count: 3 },
  ]
  return {
    targets: weights.map((weight, i) => ({
      ...priced(weight, targets[i], random.uniform() * 0.006, random.uniform() * 0.05),
      symbol: `S${i}`,
    })),
    options: {
      capital: 100000,
      coreExpenseRatio: random.uniform() * 0.004,
      proceedsRate: random.uniform() * 0.02,
      shorts: limits[Math.floor(random.uniform() * limits.length)],
    },
  }
}

const SEEDS = Array.from({ length: 1000 }, (_, i) => i)

describe('cheapestCore on 1,000 random tables', () => {
  it('no core of a fine grid is allowed and cheaper', () => {
    for (const seed of SEEDS) {
      const table = randomTable(seed)
      const best = cheapestCore(table.targets, table.options)
      const cost = best?.cost ?? Infinity
      for (let core = 0; core <= 100000; core += 250)
        if (costAt(table, core) < cost - 1e-6) throw new Error(`seed ${seed}: a core of ${core} is cheaper`)
      expect(Math.abs(cost - costAt(table, best?.core ?? 0)), `seed ${seed}`).toBeLessThan(1e-6)
    }
  })

  it('spends the capital exactly, meets every target and keeps to the limits', () => {
    for (const seed of SEEDS) {
      const { targets, options } = randomTable(seed)
      const best = cheapestCore(targets, options)
      if (best === undefined) throw new Error(`seed ${seed}: nothing is allowed`)
      const { core, satellites, cash, largest } = best
      expect(Math.abs([core, cash, ...satellites].reduce((sum, x) => sum + x, -options.capital))).toBeLessThan(1e-9)
      expect(cash).toBeGreaterThanOrEqual(0)
      expect(core).toBeLessThanOrEqual(largest)
      expect(largest).toBeLessThanOrEqual(options.capital)
      targets.forEach(({ benchmarkWeight, targetWeight }, i) => {
        const exposure = (satellites[i] + core * benchmarkWeight) / options.capital
        expect(Math.abs(exposure - targetWeight), `seed ${seed}`).toBeLessThan(1e-12)
      })
      if (options.shorts.total === 0) expect(Math.min(...satellites), `seed ${seed}`).toBeGreaterThanOrEqual(0)
      expect(satellites.filter((x) => x < 0).length).toBeLessThanOrEqual(options.shorts.count ?? Infinity)
    }
  })

  it('in whole lots no allowed lot is cheaper', () => {
    for (const seed of SEEDS.slice(0, 300)) {
      const table = randomTable(seed)
      const coreLot = 1234.5
      const best = cheapestCore(table.targets, { ...table.options, coreLot })
      expect(Number.isInteger((best?.core ?? NaN) / coreLot), `seed ${seed}`).toBe(true)
      for (let core = 0; core <= 100000; core += coreLot)
        if (costAt(table, core) < (best?.cost ?? Infinity) - 1e-6) throw new Error(`seed ${seed}: ${core} is cheaper`)
    }
  })
})

describe('cheapestCore', () => {
  it.each(cases.map((one, i) => [i, one] as const))('costs what the linear program finds, case %i', (_, one) => {
    const targets = one.weights.map((weight, i) =>
      priced(weight, one.targets[i], one.expenseRatios[i], one.borrowRates[i]),
    )
    const best = cheapestCore(targets, one)
    expect(best?.cost).toBeCloseTo(one.expected?.cost ?? NaN, 5)
  })

  it('a core cheaper than its parts is as large as it may be, a dearer one is none', () => {
    const targets = [priced(0.5, 0.4), priced(0.5, 0.6)]
    const options = { capital: 1000, proceedsRate: 0, shorts: { total: 0 } }
    expect(cheapestCore(targets, { ...options, coreExpenseRatio: 0.0009 })).toEqual({
      core: 800,
      satellites: [0, 200],
      cash: 0,
      largest: 800,
      cost: 800 * 0.0009 + 200 * 0.0027,
    })
    expect(cheapestCore(targets, { ...options, coreExpenseRatio: 0.003 })?.core).toBe(0)
  })

  it('of equally cheap cores it has the fewest positions', () => {
    const targets = [priced(0.5, 0.4), priced(0.5, 0.6)]
    const options = { capital: 1000, coreExpenseRatio: 0.0027, proceedsRate: 0, shorts: { total: 0 } }
    // 0 and 800 both cost 2.70 and have two positions; 400 has three.
    expect(cheapestCore(targets, options)?.core).toBe(800)
    // The core stands for 0.8 of itself in the table: at 0.8 of the fee 0 to 500 cost the same, with two positions and with three.
    const partial = [priced(0.4, 0.5), priced(0.4, 0.4)]
    expect(cheapestCore(partial, { ...options, coreExpenseRatio: 0.00216 })).toMatchObject({ core: 0, largest: 500 })
  })

  it('refuses a lot that is worth nothing', () => {
    const options = { capital: 1000, coreExpenseRatio: 0, proceedsRate: 0, shorts: {}, coreLot: 0 }
    expect(() => cheapestCore([priced(1, 0.9)], options)).toThrow(
      new ConfigError('coreLot: is 0, expected a number above 0'),
    )
  })

  it('finds nothing where a target is a short that is forbidden', () => {
    const targets = [priced(1, 0.9), priced(0, -0.1)]
    const options = { capital: 1000, coreExpenseRatio: 0, proceedsRate: 0 }
    expect(cheapestCore(targets, { ...options, shorts: { total: 0 } })).toBeUndefined()
    expect(cheapestCore(targets, { ...options, shorts: { total: 100 } })?.core).toBe(900)
  })
})

describe('largestCore', () => {
  it('without shorts is the least of target / weight, times the capital', () => {
    for (const seed of SEEDS.slice(0, 200)) {
      const { targets, options } = randomTable(seed)
      const ratios = targets.map(({ targetWeight, benchmarkWeight }) => targetWeight / benchmarkWeight)
      const [w, t] = (['benchmarkWeight', 'targetWeight'] as const).map((key) =>
        targets.reduce((sum, target) => sum + target[key], 0),
      )
      const outside = w > 1 - 1e-9 ? 1 : (1 - t) / (1 - w)
      const expected = Math.min(1, outside, ...ratios.filter((ratio) => !Number.isNaN(ratio))) * options.capital
      expect(largestCore(targets, options.capital, { total: 0 }), `seed ${seed}`).toBeCloseTo(expected, 6)
    }
  })

  it('grows with what may be sold short', () => {
    // 0.036 of the core is short from the first dollar on; from 82,456.14 on 0.171 more.
    const targets = [priced(0.793, 0.859), priced(0.171, 0.141), priced(0.036, 0)]
    expect(largestCore(targets, 100000, { total: 1800 })).toBe(50000)
    expect(largestCore(targets, 100000, { count: 1 })).toBe(14100 / 0.171)
    expect(largestCore(targets, 100000, { total: 4000 })).toBeCloseTo((4000 + 14100) / 0.207, 9)
    expect(largestCore(targets, 100000, {})).toBe(100000)
    expect(coreSatellite(targets, 100000, 50000).satellites).toEqual([46250, 5550, -1800])
  })
})

describe('allowsShorts', () => {
  it('limits money and number', () => {
    expect(allowsShorts({}, [-5, -5])).toBe(true)
    expect(allowsShorts({ total: 0 }, [0, 5])).toBe(true)
    expect(allowsShorts({ total: 9 }, [-5, -5, 20])).toBe(false)
    expect(allowsShorts({ total: 10 }, [-5, -5, 20])).toBe(true)
    expect(allowsShorts({ count: 1 }, [-5, -5])).toBe(false)
  })
})
