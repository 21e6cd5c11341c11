import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ShapeError } from '../../src/core/errors.js'
import { solvePositiveDefinite } from '../../src/core/linear-algebra.js'
import { createRandom } from '../../src/core/random.js'

describe('solvePositiveDefinite', () => {
  it('solves a system by hand', () => {
    // 4x + 2y = 10, 2x + 3y = 11
    const x = solvePositiveDefinite(Float64Array.of(4, 2, 2, 3), Float64Array.of(10, 11))
    expect(x[0]).toBeCloseTo(1, 12)
    expect(x[1]).toBeCloseTo(3, 12)
  })

  it('finds x again from A x for random positive definite A', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer(), (n, seed) => {
        const random = createRandom(seed, 'spd')
        const root = Float64Array.from({ length: n * n }, () => random.normal())
        const a = Float64Array.from({ length: n * n }, (_, k) => {
          const [i, j] = [Math.floor(k / n), k % n]
          let sum = i === j ? 1 : 0
          for (let m = 0; m < n; m++) sum += root[i * n + m] * root[j * n + m]
          return sum
        })
        const x = Float64Array.from({ length: n }, () => random.normal())
        const b = x.map((_, i) => x.reduce((sum, value, j) => sum + a[i * n + j] * value, 0))
        const solved = solvePositiveDefinite(a, b)
        for (let i = 0; i < n; i++) expect(Math.abs(solved[i] - x[i])).toBeLessThan(1e-9)
      }),
      { numRuns: 60 },
    )
  })

  it('reads the lower triangle alone and leaves its arguments as they were', () => {
    const a = Float64Array.of(4, NaN, 2, 3)
    const b = Float64Array.of(10, 11)
    expect(solvePositiveDefinite(a, b)[1]).toBeCloseTo(3, 12)
    expect([...a]).toEqual([4, NaN, 2, 3])
    expect([...b]).toEqual([10, 11])
  })

  it('solves the empty system', () => {
    expect(solvePositiveDefinite(new Float64Array(0), new Float64Array(0))).toHaveLength(0)
  })

  it.each([
    ['singular', [1, 1, 1, 1], 1],
    ['indefinite', [1, 2, 2, 1], 1],
    ['zero', [0, 0, 0, 0], 0],
    ['with NaN', [1, 0, NaN, 1], 1],
  ])('refuses a matrix that is %s, naming the pivot', (_, a, pivot) => {
    const solve = (): unknown => solvePositiveDefinite(Float64Array.from(a), Float64Array.of(1, 1))
    expect(solve).toThrow(ShapeError)
    expect(solve).toThrow(`solvePositiveDefinite: pivot ${pivot} is`)
  })
})
