import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { thinPoints } from '../../src/export/thin-points.js'

describe('thinPoints', () => {
  it('keeps all values that are present when they are few enough', () => {
    expect(thinPoints([1, NaN, 3, 4], 4)).toEqual([0, 2, 3])
    expect(thinPoints([], 4)).toEqual([])
  })

  it('keeps both ends, the extremes and the order, within the limit', () => {
    const series = fc.array(fc.oneof(fc.integer({ min: -50, max: 50 }), fc.constant(NaN)), { maxLength: 200 })
    fc.assert(
      fc.property(series, fc.integer({ min: 4, max: 40 }), (values, limit) => {
        const kept = thinPoints(values, limit)
        const present = [...values.keys()].filter((i) => !Number.isNaN(values[i]))
        expect(kept.length).toBeLessThanOrEqual(limit)
        expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b))
        expect([kept[0], kept.at(-1)]).toEqual([present[0], present.at(-1)])
        const extremes = (positions: number[]): number[] => {
          const at = positions.map((i) => values[i])
          return [Math.min(...at), Math.max(...at)]
        }
        expect(extremes(kept)).toEqual(extremes(present))
      }),
    )
  })
})
