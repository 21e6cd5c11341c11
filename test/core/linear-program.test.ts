import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { solveLinearProgram, type LinearProgram } from '../../src/core/linear-program.js'
import { createRandom } from '../../src/core/random.js'

/** A program in rows, with a slack in every row: A x <= rhs. */
function withSlacks(rows: readonly (readonly number[])[], rhs: readonly number[], costs: readonly number[]) {
  const m = rows.length
  const n = costs.length
  const columns = new Float64Array((n + m) * m)
  for (let j = 0; j < n; j++) for (let i = 0; i < m; i++) columns[j * m + i] = rows[i][j]
  for (let i = 0; i < m; i++) columns[(n + i) * m + i] = 1
  const program: LinearProgram = {
    columns,
    rhs: Float64Array.from(rhs),
    costs: Float64Array.from([...costs, ...rows.map(() => 0)]),
    lower: new Float64Array(n + m),
    upper: new Float64Array(n + m).fill(Infinity),
  }
  return { program, start: { basis: rows.map((_, i) => n + i), atUpper: new Set<number>() } }
}

describe('solveLinearProgram', () => {
  it('a textbook program: the most of 5x + 4y under 6x + 4y <= 24 and x + 2y <= 6 is 21 at (3, 1.5)', () => {
    const { program, start } = withSlacks(
      [
        [6, 4],
        [1, 2],
      ],
      [24, 6],
      [-5, -4],
    )
    const { x, prices } = solveLinearProgram(program, start)
    expect(x[0]).toBeCloseTo(3, 14)
    expect(x[1]).toBeCloseTo(1.5, 14)
    expect(prices[0]).toBeCloseTo(-0.75, 14)
    expect(prices[1]).toBeCloseTo(-0.5, 14)
  })

  it('upper bounds are met without a row of their own', () => {
    const { program, start } = withSlacks([[1, 1, 1]], [2], [-3, -2, -1])
    const upper = Float64Array.of(0.5, 1, 1, Infinity)
    expect([...solveLinearProgram({ ...program, upper }, start).x]).toEqual([0.5, 1, 0.5, 0])
  })

  it('a program of Hall and McKinnon, in which the steepest descent goes round in a circle for ever, ends', () => {
    const { program, start } = withSlacks(
      [
        [0.4, 0.2, -1.4, -0.2],
        [-7.8, -1.4, 7.8, 0.4],
        [1, 1, 1, 1],
      ],
      [0, 0, 1],
      [-2.3, -2.15, 13.55, 0.4],
    )
    const { x, prices } = solveLinearProgram(program, start)
    const cost = x.reduce((sum, value, j) => sum + value * program.costs[j], 0)
    expect(cost).toBeLessThan(0)
    expect(cost).toBeCloseTo(prices[2], 12)
  })

  it("Beale's program, in which the steepest descent goes round in a circle, ends at -0.05", () => {
    const { program, start } = withSlacks(
      [
        [1 / 4, -60, -1 / 25, 9],
        [1 / 2, -90, -1 / 50, 3],
        [0, 0, 1, 0],
      ],
      [0, 0, 1],
      [-3 / 4, 150, -1 / 50, 6],
    )
    const { x } = solveLinearProgram(program, start)
    const cost = x.reduce((sum, value, j) => sum + value * program.costs[j], 0)
    expect(cost).toBeCloseTo(-0.05, 14)
  })

  it('where nothing holds costs back it says so', () => {
    const { program, start } = withSlacks([[-1]], [1], [-1])
    expect(() => solveLinearProgram(program, start)).toThrow('without a bound')
  })

  it('the solution is feasible and costs what the prices say: nothing is cheaper', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 40 }), (seed, m, n) => {
        const random = createRandom(seed, 'program')
        // Small whole numbers: many ties and degenerate corners.
        const rows = Array.from({ length: m }, () => Array.from({ length: n }, () => random.integer(7) - 3))
        const rhs = rows.map(() => random.integer(4))
        const { program: open, start } = withSlacks(
          rows,
          rhs,
          rows[0].map(() => random.integer(9) - 6),
        )
        const upper = open.upper.map((_, j) => (j < n ? 1 + random.integer(3) : Infinity))
        const program = { ...open, upper }
        const { x, prices } = solveLinearProgram(program, start)
        let cost = 0
        for (const [j, value] of x.entries()) {
          expect(value >= -1e-9 && value <= upper[j] + 1e-9).toBe(true)
          cost += value * program.costs[j]
        }
        let bound = rhs.reduce((sum, value, i) => sum + value * prices[i], 0)
        for (let i = 0; i < m; i++) {
          const left = x.reduce((sum, value, j) => sum + value * program.columns[j * m + i], 0)
          expect(left).toBeCloseTo(rhs[i], 9)
        }
        for (let j = 0; j < x.length; j++) {
          let reduced = program.costs[j]
          for (let i = 0; i < m; i++) reduced -= prices[i] * program.columns[j * m + i]
          if (upper[j] === Infinity) expect(reduced).toBeGreaterThanOrEqual(-1e-9)
          else bound += Math.min(0, reduced) * upper[j]
        }
        expect(cost).toBeCloseTo(bound, 8)
      }),
      { numRuns: 400 },
    )
  })
})
