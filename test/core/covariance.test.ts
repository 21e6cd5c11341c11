import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ewmaCovariance, sampleCovariance } from '../../src/core/covariance.js'
import { shrunkCovariance } from '../../src/core/covariance-shrinkage.js'
import { matrixOver, type Matrix } from '../../src/core/matrix.js'
import { nonlinearCovariance } from '../../src/core/nonlinear-shrinkage.js'
import { createRandom } from '../../src/core/random.js'
import { symmetricEigen } from '../../src/core/symmetric-eigen.js'

function randomReturns(seed: number, rows: number, n: number): Matrix {
  const random = createRandom(seed, 'returns')
  return matrixOver(
    rows,
    n,
    Float64Array.from({ length: rows * n }, (_, k) => 0.01 * (1 + (k % n)) * random.normal()),
  )
}

describe('sampleCovariance and ewmaCovariance', () => {
  const returns = matrixOver(3, 2, Float64Array.of(1, 2, 2, 0, 3, 4))

  it('by hand', () => {
    expect([...sampleCovariance(returns)]).toEqual([1, 1, 1, 4])
    // Half-life of one row: weights 1/7, 2/7, 4/7; means 17/7 and 18/7.
    const [a, ab, ba, b] = ewmaCovariance(returns, 1)
    expect(a).toBeCloseTo((1 + 8 + 36) / 7 - (17 / 7) ** 2, 14)
    expect(ab).toBeCloseTo((2 + 0 + 48) / 7 - (17 * 18) / 49, 14)
    expect(ba).toBe(ab)
    expect(b).toBeCloseTo((4 + 0 + 64) / 7 - (18 / 7) ** 2, 14)
  })

  it('with an endless half-life all rows count the same', () => {
    const n = returns.rows
    const sample = sampleCovariance(returns)
    for (const [k, value] of ewmaCovariance(returns, 1e12).entries())
      expect(value).toBeCloseTo((sample[k] * (n - 1)) / n, 10)
  })
})

describe('shrinkage', () => {
  it.each(['identity', 'constant-correlation', 'single-factor'] as const)(
    '%s: between sample and target, the variances of the sample where the target has them, larger with fewer rows',
    (target) => {
      fc.assert(
        fc.property(fc.nat(1e6), fc.integer({ min: 3, max: 8 }), (seed, n) => {
          const { covariance, intensity } = shrunkCovariance(randomReturns(seed, 40, n), target)
          expect(intensity >= 0 && intensity <= 1).toBe(true)
          for (let i = 0; i < n; i++)
            for (let j = 0; j < n; j++) expect(covariance[i * n + j]).toBe(covariance[j * n + i])
          const sample = sampleCovariance(randomReturns(seed, 40, n))
          if (target !== 'identity')
            for (let i = 0; i < n; i++) expect(covariance[i * n + i]).toBeCloseTo((sample[i * n + i] * 39) / 40, 12)
        }),
        { numRuns: 30 },
      )
      // Three columns depend on each other, so that no target is the truth.
      const dependent = (rows: number): Matrix => {
        const { data, ...shape } = randomReturns(3, rows, 6)
        return { ...shape, data: data.map((x, k) => (k % 6 < 3 ? x + 2 * data[k - (k % 6)] : x)) }
      }
      expect(shrunkCovariance(dependent(20), target).intensity).toBeGreaterThan(
        shrunkCovariance(dependent(4000), target).intensity,
      )
    },
  )

  it('scales with the square of the returns, and one column alone is its variance', () => {
    const returns = randomReturns(1, 50, 4)
    const doubled = { ...returns, data: returns.data.map((x) => 2 * x) }
    for (const target of ['identity', 'constant-correlation', 'single-factor'] as const) {
      const { covariance, intensity } = shrunkCovariance(returns, target)
      expect(shrunkCovariance(doubled, target).intensity).toBeCloseTo(intensity, 12)
      for (const [k, value] of shrunkCovariance(doubled, target).covariance.entries())
        expect(value).toBeCloseTo(4 * covariance[k], 15)
      const one = matrixOver(3, 1, Float64Array.of(1, 2, 3))
      expect(shrunkCovariance(one, target).covariance[0]).toBeCloseTo(2 / 3, 14)
    }
  })

  it('nonlinear: of independent columns with one variance, eigenvalues are nearer to each other than those of the sample', () => {
    const random = createRandom(5, 'white')
    for (const [rows, n] of [
      [100, 50],
      [30, 60],
    ]) {
      const returns = matrixOver(
        rows,
        n,
        Float64Array.from({ length: rows * n }, () => random.normal()),
      )
      const { values } = symmetricEigen(nonlinearCovariance(returns), n)
      const sample = symmetricEigen(sampleCovariance(returns), n).values
      expect(values[n - 1]).toBeGreaterThan(0.3)
      expect(values[0]).toBeLessThan(0.75 * sample[0])
    }
  })

  it('nonlinear: copies of a column leave it finite', () => {
    const { data } = randomReturns(2, 40, 1)
    const copies = matrixOver(
      40,
      3,
      Float64Array.from({ length: 120 }, (_, k) => data[Math.floor(k / 3)]),
    )
    expect(nonlinearCovariance(copies).every(Number.isFinite)).toBe(true)
  })
})
