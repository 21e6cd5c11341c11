import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { waterFill } from '../../src/core/water-fill.js'

const share = (total: number, proportions: number[], rooms: number[]): number[] => [
  ...waterFill(total, Float64Array.from(proportions), Float64Array.from(rooms)),
]

describe('waterFill', () => {
  it('shares in proportion where there is room', () => {
    expect(share(1, [1, 3], [Infinity, 1])).toEqual([0.25, 0.75])
    expect(share(0, [1, 3], [1, 1])).toEqual([0, 0])
    expect(share(1, [], [])).toEqual([])
  })

  it('gives what one can not take to the others, and those that are then full no more', () => {
    expect(share(8, [2, 1, 1], [2, 2.5, 9])).toEqual([2, 2.5, 3.5])
  })

  it('leaves over what nobody has room for, and gives nothing to what asks for nothing', () => {
    expect(share(10, [1, 1, 0], [2, 3, 100])).toEqual([2, 3, 0])
  })

  it('sums to the total or fills every room; what is not full has the same part of what it asked for', () => {
    const part = fc.tuple(fc.double({ min: 0, max: 5, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
    fc.assert(
      fc.property(fc.double({ min: 0, max: 3, noNaN: true }), fc.array(part), (total, parts) => {
        const asking = parts.filter(([proportion]) => proportion === 0 || proportion > 1e-3)
        const rooms = asking.map(([, room]) => room)
        const out = share(
          total,
          asking.map(([proportion]) => proportion),
          rooms,
        )
        const possible = asking.reduce((sum, [proportion, room]) => sum + (proportion > 0 ? room : 0), 0)
        expect(out.reduce((sum, value) => sum + value, 0)).toBeCloseTo(Math.min(total, possible), 12)
        const levels = out.flatMap((value, i) => (asking[i][0] > 0 && value < rooms[i] ? [value / asking[i][0]] : []))
        for (const level of levels) expect(level).toBeCloseTo(levels[0], 9)
        for (const [i, value] of out.entries()) {
          expect(value).toBeLessThanOrEqual(rooms[i])
          if (levels.length > 0) expect(value).toBeLessThanOrEqual(levels[0] * asking[i][0] + 1e-12)
        }
      }),
    )
  })
})
