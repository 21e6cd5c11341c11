import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../src/core/errors.js'
import { stageOf } from '../../src/features/stage-families.js'
import { computeColumn, panelOfCloses } from './compute.js'

/** A transform of closes of a single session. */
function across(transform: string, closes: readonly number[], sectors?: readonly string[]): number[] {
  const panel = panelOfCloses([closes])
  return [...computeColumn(`${transform}(close)`, sectors === undefined ? panel : { ...panel, sectors }).data]
}

function expectNear(actual: readonly number[], expected: readonly number[], digits = 13): void {
  expect(actual.length).toBe(expected.length)
  for (const [i, value] of expected.entries())
    if (Number.isNaN(value)) expect(actual[i]).toBeNaN()
    else expect(actual[i]).toBeCloseTo(value, digits)
}

const price = fc.oneof(fc.integer({ min: 1, max: 6 }), fc.constant(NaN))
const session = fc.array(price, { minLength: 1, maxLength: 9 })
const FAMILIES = ['rank', 'gaussian_rank', 'z', 'demean', 'robust_cross_z', 'winsorise_10', 'sector_demean']

describe('transforms of a session', () => {
  it.each(FAMILIES)('%s: what is not listed stays missing and does not count', (family) => {
    fc.assert(
      fc.property(session, (closes) => {
        const all = across(
          family,
          closes,
          closes.map(() => 's'),
        )
        const listed = closes.filter((close) => !Number.isNaN(close))
        for (const [i, close] of closes.entries()) if (Number.isNaN(close)) expect(all[i]).toBeNaN()
        if (listed.length === 0) return
        const alone = across(
          family,
          listed,
          listed.map(() => 's'),
        )
        expect(all.filter((_, i) => !Number.isNaN(closes[i]))).toEqual(alone)
      }),
    )
  })

  it('sessions do not know of each other', () => {
    const rows = [
      [1, 5, 2],
      [7, 3, 3],
    ]
    for (const family of FAMILIES) {
      const both = computeColumn(`${family}(close)`, panelOfCloses(rows)).data
      for (const [row, closes] of rows.entries())
        expect([...both.subarray(row * 3, row * 3 + 3)]).toEqual(across(family, closes))
    }
  })

  it('a value per session is a session with a single asset', () => {
    const panel = panelOfCloses([[1], [2]], [10, 11])
    expect([...computeColumn('rank(benchmark.close)', panel).data]).toEqual([1, 1])
    expect([...computeColumn('sector_demean(benchmark.close)', panel).data]).toEqual([0, 0])
  })
})

describe('rank and gaussian_rank', () => {
  it('rank is the average rank over the number present', () => {
    // 3 2 3 - 1: ranks 3.5, 2, 3.5, none, 1 of four.
    expect(across('rank', [3, 2, 3, NaN, 1])).toEqual([3.5 / 4, 2 / 4, 3.5 / 4, NaN, 1 / 4])
  })

  it('gaussian_rank is the normal quantile of (rank - 0.5) / n', () => {
    // (0.5, 1.5, 2.5, 3.5) / 4 = 0.125, 0.375, 0.625, 0.875: quantiles from a table of the normal distribution.
    const [outer, inner] = [1.1503493803760079, 0.31863936396437514]
    expectNear(across('gaussian_rank', [40, 10, 30, NaN, 20]), [outer, -outer, inner, NaN, -inner], 14)
  })

  it('equal values are in the middle, exactly, however many', () => {
    for (let n = 1; n <= 50; n++)
      expect(new Set(across('gaussian_rank', Array<number>(n).fill(0.1)))).toEqual(new Set([0]))
  })
})

describe('z, demean and robust_cross_z', () => {
  it('z: mean 3, population deviation sqrt(((-2)^2 + 0 + 2^2) / 3)', () => {
    const unit = Math.sqrt(8 / 3)
    expectNear(across('z', [1, NaN, 3, 5]), [-2 / unit, NaN, 0, 2 / unit])
    expect(across('z', [0.1, 0.1, 0.1])).toEqual([0, 0, 0])
  })

  it('demean: less the mean of those present; of equal values exactly 0', () => {
    expect(across('demean', [1, NaN, 3, 8])).toEqual([-3, NaN, -1, 4])
    expect(across('demean', [0.1, 0.1, 0.1])).toEqual([0, 0, 0])
  })

  it('robust_cross_z: median 3, absolute distances 2 1 0 1 97, MAD 1', () => {
    const unit = 1.482602218505602
    expectNear(across('robust_cross_z', [1, 2, 3, 4, 100]), [-2 / unit, -1 / unit, 0, 1 / unit, 97 / unit])
  })

  it('robust_cross_z is missing where more than half of the values are equal, or one is present', () => {
    expect(across('robust_cross_z', [2, 2, 2, 9])).toEqual([NaN, NaN, NaN, NaN])
    expect(across('robust_cross_z', [NaN, 7])).toEqual([NaN, NaN])
  })
})

describe('winsorise', () => {
  it('pulls what lies beyond the quantiles to them', () => {
    // Five values: the quantiles of 10 and 90% lie 0.4 steps from the ends, at 1 + 0.4 x 1 and 4 + 0.6 x 96.
    expectNear(across('winsorise_10', [100, 1, NaN, 3, 2, 4]), [61.6, 1.4, NaN, 3, 2, 4])
  })

  it('refuses percentages beyond 1 ... 49', () => {
    for (const percent of [0, 50])
      expect(() => stageOf(`winsorise_${percent}(close)`)).toThrow(
        `winsorise: percent is "${percent}", expected a whole number from 1 to 49`,
      )
  })
})

describe('sector_demean', () => {
  it('takes the mean of those present of the own sector', () => {
    // Sector a: 1, 3, none, mean 2. Sector b: 10, 20, 60, mean 30. Sector c has nobody else.
    const sectors = ['a', 'b', 'a', 'b', 'c', 'b', 'a']
    expect(across('sector_demean', [1, 10, 3, 20, 5, 60, NaN], sectors)).toEqual([-1, -20, 1, -10, 0, 30, NaN])
  })

  it('refuses pairs, which belong to no sector', () => {
    const panel = panelOfCloses([[1, 2], [2, 3]]) // prettier-ignore
    expect(() => computeColumn('sector_demean(momentum_differential_1)', panel)).toThrow(ConfigError)
  })
})
