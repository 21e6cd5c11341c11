import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { minimiseQuadratic } from '../../src/core/bounded-quadratic.js'
import { ShapeError } from '../../src/core/errors.js'
import { createRandom } from '../../src/core/random.js'

interface Problem {
  readonly quadratic: Float64Array
  readonly linear: Float64Array
  readonly most: Float64Array
}

/** A positive definite matrix of products of random factors, a linear part, and bounds of which some are none. */
function problemOf(seed: number, n: number, tight: number): Problem {
  const random = createRandom(seed, 'quadratic')
  const factors = Float64Array.from({ length: n * n }, () => random.normal())
  const quadratic = new Float64Array(n * n)
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      for (let k = 0; k < n; k++) quadratic[i * n + j] += factors[i * n + k] * factors[j * n + k]
      if (i === j) quadratic[i * n + j] += 0.01
    }
  const linear = Float64Array.from({ length: n }, () => random.normal())
  const most = Float64Array.from({ length: n }, () => (random.uniform() < 0.4 ? 1 : tight / n + random.uniform()))
  return { quadratic, linear, most }
}

const value = ({ quadratic, linear }: Problem, w: Float64Array): number => {
  const n = w.length
  let sum = 0
  for (let i = 0; i < n; i++) {
    sum -= linear[i] * w[i]
    for (let j = 0; j < n; j++) sum += (w[i] * quadratic[i * n + j] * w[j]) / 2
  }
  return sum
}

const total = (w: Float64Array): number => w.reduce((sum, weight) => sum + weight, 0)

describe('minimiseQuadratic', () => {
  it('two assets have the weights of the textbook, (b - c) / (a + b - 2c)', () => {
    const w = minimiseQuadratic({ quadratic: Float64Array.of(0.04, 0.006, 0.006, 0.09), most: Float64Array.of(1, 1) })
    expect(w[0]).toBeCloseTo((0.09 - 0.006) / (0.04 + 0.09 - 0.012), 15)
    expect(w[1]).toBeCloseTo((0.04 - 0.006) / (0.04 + 0.09 - 0.012), 15)
  })

  it('what would be sold short is left out, and what is bound stays at its bound', () => {
    const quadratic = Float64Array.of(0.01, 0.02, 0, 0.02, 0.09, 0, 0, 0, 0.01)
    const open = minimiseQuadratic({ quadratic, most: Float64Array.of(1, 1, 1) })
    expect([...open]).toEqual([0.5, 0, 0.5])
    const bound = minimiseQuadratic({ quadratic, most: Float64Array.of(0.4, 1, 0.4) })
    expect(bound[0]).toBe(0.4)
    expect(bound[2]).toBe(0.4)
    expect(bound[1]).toBeCloseTo(0.2, 15)
  })

  it('a linear part moves weights to what it rewards, in the end to it alone', () => {
    const quadratic = Float64Array.of(1, 0, 0, 1)
    const most = Float64Array.of(1, 1)
    const [some] = minimiseQuadratic({ quadratic, linear: Float64Array.of(0.5, 0), most })
    expect(some).toBeCloseTo(0.75, 15)
    expect([...minimiseQuadratic({ quadratic, linear: Float64Array.of(9, 0), most })]).toEqual([1, 0])
    const halves = minimiseQuadratic({ quadratic, linear: Float64Array.of(9, 0), most: Float64Array.of(0.6, 0.6) })
    expect(halves[0]).toBe(0.6)
    expect(halves[1]).toBeCloseTo(0.4, 15)
  })

  it('a corner at which every variable is bound is left for the better one', () => {
    // Half each of two, of four: all at a bound, and the rewards say which two.
    const quadratic = Float64Array.from({ length: 16 }, (_, k) => (k % 5 === 0 ? 1e-3 : 0))
    const w = minimiseQuadratic({ quadratic, linear: Float64Array.of(1, 5, 2, 4), most: new Float64Array(4).fill(0.5) })
    expect([...w]).toEqual([0, 0.5, 0, 0.5])
  })

  it('bounds that sum to 1 or less are the answer', () => {
    const quadratic = Float64Array.of(1, 0, 0, 2)
    expect([...minimiseQuadratic({ quadratic, most: Float64Array.of(0.3, 0.2) })]).toEqual([0.3, 0.2])
    expect([...minimiseQuadratic({ quadratic: Float64Array.of(1), most: Float64Array.of(1) })]).toEqual([1])
  })

  it('meets its bounds and the conditions of Karush, Kuhn and Tucker, up to 30 variables', () => {
    const tightness = fc.double({ min: 0.6, max: 1.2, noNaN: true })
    fc.assert(
      fc.property(fc.nat(1e6), fc.integer({ min: 1, max: 30 }), tightness, (seed, n, tight) => {
        const problem = problemOf(seed, n, tight)
        const { quadratic, linear, most } = problem
        const w = minimiseQuadratic(problem)
        const possible = Math.min(1, total(most))
        expect(total(w)).toBeCloseTo(possible, 12)
        for (const [i, weight] of w.entries()) expect(weight >= 0 && weight <= most[i] + 1e-15).toBe(true)
        if (possible < 1) return
        const gradient = w.map((_, i) => {
          let sum = -linear[i]
          for (let j = 0; j < n; j++) sum += quadratic[i * n + j] * w[j]
          return sum
        })
        const canGrow = gradient.filter((_, i) => most[i] >= 1 || w[i] < most[i])
        const canShrink = gradient.filter((_, i) => w[i] > 0)
        const size = Math.max(...quadratic, 1)
        expect(Math.max(...canShrink) - Math.min(...canGrow)).toBeLessThanOrEqual(1e-10 * size)
      }),
      { numRuns: 300 },
    )
  })

  it('no weights of a fine grid are better', () => {
    fc.assert(
      fc.property(fc.nat(1e6), (seed) => {
        const problem = { ...problemOf(seed, 3, 1.2), most: Float64Array.of(1, 0.6, 0.7) }
        const least = value(problem, minimiseQuadratic(problem))
        for (let a = 0; a <= 50; a++)
          for (let b = 0; a + b <= 50; b++) {
            const w = Float64Array.of(a / 50, b / 50, (50 - a - b) / 50)
            if (w[1] <= 0.6 && w[2] <= 0.7) expect(value(problem, w)).toBeGreaterThanOrEqual(least - 1e-12)
          }
      }),
      { numRuns: 20 },
    )
  })

  it('refuses a matrix that is not positive definite', () => {
    expect(() => minimiseQuadratic({ quadratic: Float64Array.of(1, 2, 2, 1), most: Float64Array.of(1, 1) })).toThrow(
      ShapeError,
    )
  })
})
