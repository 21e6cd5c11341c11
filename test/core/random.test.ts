import { describe, expect, it } from 'vitest'
import { createRandom, deriveSeed, shuffle } from '../../src/core/random.js'
import { mean, standardDeviation } from '../../src/core/statistics.js'

const draws = (n: number, next: () => number): Float64Array => Float64Array.from({ length: n }, next)

describe('createRandom', () => {
  it('the same seed and labels give the same stream, whatever other streams do', () => {
    const first = createRandom(7, 'fit', 3)
    const other = createRandom(7, 'fit', 4)
    const values = draws(20, () => {
      other.normal()
      return first.uniform()
    })
    const again = createRandom(7, 'fit', 3)
    expect(draws(20, () => again.uniform())).toEqual(values)
  })

  it('keeps its numbers from version to version', () => {
    const random = createRandom(42, 'pinned')
    expect([random.uniform(), random.uniform(), random.integer(1000), random.normal()]).toMatchInlineSnapshot(`
      [
        0.7962038742844015,
        0.47173922695219517,
        47,
        -0.3306848802231674,
      ]
    `)
  })

  it('streams of neighbouring seeds and labels are not alike', () => {
    const streams = [createRandom(1), createRandom(2), createRandom(1, 'a'), createRandom(1, 'b'), createRandom(1, 0)]
    const firsts = streams.map((stream) => stream.uniform())
    expect(new Set(firsts).size).toBe(firsts.length)
    const [a, b] = [createRandom(1, 'x'), createRandom(2, 'x')]
    let equal = 0
    for (let i = 0; i < 1000; i++) if (a.integer(10) === b.integer(10)) equal++
    expect(Math.abs(equal - 100), 'five standard deviations').toBeLessThan(48)
  })

  it('uniform numbers fill [0, 1) evenly', () => {
    const random = createRandom(3, 'uniform')
    const counts = new Int32Array(16)
    for (let i = 0; i < 160_000; i++) {
      const value = random.uniform()
      if (!(value >= 0 && value < 1)) throw new Error(`out of range: ${value}`)
      counts[Math.floor(value * 16)]++
    }
    let chiSquare = 0
    for (const count of counts) chiSquare += (count - 10_000) ** 2 / 10_000
    expect(chiSquare, '99.9 % quantile with 15 degrees of freedom').toBeLessThan(37.7)
  })

  it('normal numbers have the moments of the standard normal', () => {
    const random = createRandom(4, 'normal')
    const values = draws(100_000, () => random.normal())
    expect(Math.abs(mean(values))).toBeLessThan(0.016)
    expect(Math.abs(standardDeviation(values) - 1)).toBeLessThan(0.012)
    expect(Math.abs(mean(values.map((value) => value ** 3)))).toBeLessThan(0.07)
    expect(Math.abs(mean(values.map((value) => value ** 4)) - 3)).toBeLessThan(0.16)
    expect(values.filter((value) => Math.abs(value) > 1.959964).length / 100_000).toBeCloseTo(0.05, 2)
  })

  it('neighbouring draws are not correlated', () => {
    const random = createRandom(5, 'pairs')
    const values = draws(50_000, () => random.normal())
    expect(Math.abs(mean(values.slice(1).map((value, i) => value * values[i])))).toBeLessThan(5 / Math.sqrt(50_000))
  })

  it('integers reach every value of their range and no other', () => {
    const random = createRandom(6, 'integer')
    const seen = new Set(draws(1000, () => random.integer(7)))
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(random.integer(1)).toBe(0)
  })
})

describe('deriveSeed', () => {
  it('is a 32-bit whole number that depends on every label and on their borders', () => {
    const seeds = [
      deriveSeed(1),
      deriveSeed(2),
      deriveSeed(-1),
      deriveSeed(1, 'ab'),
      deriveSeed(1, 'a', 'b'),
      deriveSeed(1, 'b', 'a'),
      deriveSeed(12),
      deriveSeed(1, 2),
    ]
    expect(new Set(seeds).size).toBe(seeds.length)
    for (const seed of seeds) expect(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32).toBe(true)
  })

  it('tells thousands of folds apart', () => {
    const seeds = Array.from({ length: 5000 }, (_, fold) => deriveSeed(1, 'fit', 'ridge', fold))
    expect(new Set(seeds).size).toBeGreaterThanOrEqual(4999)
  })
})

describe('shuffle', () => {
  it('keeps the items, works in place and is decided by the stream', () => {
    const items = Int32Array.from({ length: 50 }, (_, i) => i)
    const shuffled = shuffle(items, createRandom(1))
    expect(shuffled).toBe(items)
    expect([...items]).not.toEqual(Array.from({ length: 50 }, (_, i) => i))
    expect(Array.from(items).sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i))
    expect(
      shuffle(
        Int32Array.from({ length: 50 }, (_, i) => i),
        createRandom(1),
      ),
    ).toEqual(items)
    expect(shuffle([], createRandom(1))).toEqual([])
  })

  it('gives every order of three about equally often', () => {
    const random = createRandom(2, 'orders')
    const counts = new Map<string, number>()
    for (let i = 0; i < 12_000; i++) {
      const order = shuffle([0, 1, 2], random).join('')
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    expect(counts.size).toBe(6)
    for (const count of counts.values()) expect(Math.abs(count - 2000), 'five standard deviations').toBeLessThan(205)
  })
})
