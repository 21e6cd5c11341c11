import { describe, expect, it } from 'vitest'
import { createMatrix } from '../../src/core/matrix.js'
import { quarterWindows } from '../../src/export/tear-sheet-windows.js'

const N_PERIODS = 200

/** A portfolio that is level but for one period, against a benchmark that is level throughout. */
function withMove(period: number, move: number, periodsPerYear: number): ReturnType<typeof quarterWindows> {
  const returns = new Float64Array(N_PERIODS)
  returns[period] = move
  const contributions = createMatrix(N_PERIODS, 1, 0)
  contributions.data[period] = move
  return quarterWindows({ returns, benchmark: new Float64Array(N_PERIODS), contributions, periodsPerYear })
}

describe('quarterWindows', () => {
  it.each([
    [252, 63],
    [52, 13],
    [12, 3],
    [4, 1],
    [1, 1],
  ])('of %d periods a year are %d periods long', (periodsPerYear, length) => {
    const { length: found, worst, best } = withMove(100, -0.1, periodsPerYear)
    expect(found).toBe(length)
    for (const { start, end } of [...worst, ...best]) expect(end - start).toBe(length)
  })

  it('hold the period that fell, and say which asset it was', () => {
    const [{ start, end, net, benchmark, attribution }] = withMove(100, -0.1, 12).worst
    expect(start).toBeLessThanOrEqual(100)
    expect(end).toBeGreaterThan(100)
    expect(net).toBeCloseTo(-0.1, 14)
    expect(benchmark).toBe(0)
    expect(attribution.assets[0]).toBeCloseTo(-0.1, 14)
    expect(withMove(100, 0.1, 12).best[0].net).toBeCloseTo(0.1, 14)
  })
})
