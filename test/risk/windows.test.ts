import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMatrix, matrixOver } from '../../src/core/matrix.js'
import { attributeWindow } from '../../src/risk/contributions.js'
import { totalReturn } from '../../src/risk/growth.js'
import { bestWindows, worstWindows } from '../../src/risk/windows.js'

describe('best and worst windows', () => {
  const returns = Float64Array.of(0.01, -0.1, -0.2, -0.1, 0.05, -0.15, 0.02, 0.3)

  it('do not overlap, the worst first', () => {
    const windows = worstWindows(returns, { length: 2, count: 3 })
    // -28% of 1-2 and of 2-3 (equal: the earlier one), then what is apart from it.
    expect(windows.map(({ start, end }) => [start, end])).toEqual([
      [1, 3],
      [5, 7],
      [3, 5],
    ])
    expect(windows[0].return).toBeCloseTo(0.9 * 0.8 - 1, 12)
    expect(bestWindows(returns, { length: 2, count: 1 })).toMatchObject([{ start: 6, end: 8 }])
  })

  it('against a benchmark they are times of underperformance', () => {
    const benchmark = Float64Array.of(0, -0.1, -0.2, -0.1, 0.2, 0, 0, 0.3)
    const [worst] = worstWindows(returns, { length: 2, count: 1, benchmark })
    expect([worst.start, worst.end]).toEqual([4, 6])
    expect(worst.return).toBeCloseTo(1.05 * 0.85 - 1.2, 12)
  })

  it('windows with a NaN, or longer than the series, are none', () => {
    expect(worstWindows(Float64Array.of(0.1, NaN, 0.1), { length: 2, count: 3 })).toEqual([])
    expect(worstWindows(returns, { length: 20, count: 3 })).toEqual([])
    expect(() => worstWindows(returns, { length: 0, count: 3 })).toThrow('windows: length "0"')
    expect(() => worstWindows(returns, { length: 2, count: 3, benchmark: returns.slice(1) })).toThrow('windows: 7')
  })
})

describe('attribution of a window', () => {
  it('carries each contribution as money of the capital there was', () => {
    const contributions = matrixOver(2, 2, Float64Array.of(0.06, 0.04, -0.1, 0.02))
    const { assets, other } = attributeWindow(contributions, [0.1, -0.09], { start: 0, end: 2 })
    expect(assets[0]).toBeCloseTo(0.06 - 1.1 * 0.1, 15)
    expect(assets[1]).toBeCloseTo(0.04 + 1.1 * 0.02, 15)
    expect(other).toBeCloseTo(1.1 * -0.01, 15)
  })

  it('sums to the return of the window to 1e-12, costs and all', () => {
    const cell = fc.double({ min: -0.03, max: 0.03, noNaN: true })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell, cell, cell), { minLength: 1, maxLength: 120 }),
        fc.nat(),
        (rows, at) => {
          const contributions = createMatrix(rows.length, 3)
          contributions.data.set(rows.flatMap(([a, b, c]) => [a, b, c]))
          const returns = Float64Array.from(rows, ([a, b, c, cost]) => a + b + c - Math.abs(cost) / 10)
          const start = at % rows.length
          const { assets, other } = attributeWindow(contributions, returns, { start, end: rows.length })
          const sum = assets.reduce((total, value) => total + value, other)
          expect(Math.abs(sum - totalReturn(returns.subarray(start)))).toBeLessThan(1e-12)
        },
      ),
    )
  })

  it('is NaN throughout where something is not known, and refuses what does not fit', () => {
    const contributions = matrixOver(2, 1, Float64Array.of(0.1, NaN))
    const { assets, other } = attributeWindow(contributions, [0.1, 0.1], { start: 0, end: 2 })
    expect([...assets, other]).toEqual([NaN, NaN])
    expect(() => attributeWindow(contributions, [0.1], { start: 0, end: 1 })).toThrow('attributeWindow: 2 periods')
    expect(() => attributeWindow(contributions, [0.1, 0.1], { start: 1, end: 3 })).toThrow(
      'attributeWindow: window 1 to 3',
    )
  })
})
