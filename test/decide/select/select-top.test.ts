import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { selectTop } from '../../../src/decide/select/select-top.js'

describe('selectTop', () => {
  it('is the strongest first, without what has no score', () => {
    expect(selectTop([1, NaN, 3, 2], 2)).toEqual([2, 3])
    expect(selectTop([1, NaN, 3, 2], 9)).toEqual([2, 3, 0])
    expect(selectTop([NaN], 1)).toEqual([])
    expect(selectTop([1, 2], 0)).toEqual([])
  })

  it('gives ties to the earlier column, infinite ones too', () => {
    expect(selectTop([5, 7, 5, 7], 3)).toEqual([1, 3, 0])
    expect(selectTop([-Infinity, Infinity, 0, Infinity], 4)).toEqual([1, 3, 2, 0])
  })

  it('nothing left out is stronger than anything chosen', () => {
    const score = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.constant(NaN))
    fc.assert(
      fc.property(fc.array(score, { maxLength: 15 }), fc.nat(15), (scores, k) => {
        const chosen = selectTop(scores, k)
        const rest = scores.filter((value, i) => !Number.isNaN(value) && !chosen.includes(i))
        const scored = scores.filter((value) => !Number.isNaN(value)).length
        expect(chosen).toHaveLength(Math.min(k, scored))
        expect(new Set(chosen).size).toBe(chosen.length)
        for (const i of chosen) for (const other of rest) expect(scores[i]).toBeGreaterThanOrEqual(other)
      }),
    )
  })
})
