import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { adjustSplits } from '../../src/panel/adjust-splits.js'
import { barsOn, WEEK } from './fixture.js'

describe('adjustSplits', () => {
  it('divides prices and multiplies volumes before the day of the split', () => {
    const raw = barsOn('A', WEEK, {
      close: Float64Array.of(100, 102, 51, 52, 53),
      volume: Float64Array.of(10, 10, 20, 20, 20),
      splits: Float64Array.of(0, 0, 2, 0, 0),
    })
    const adjusted = adjustSplits(raw)
    expect([...adjusted.close]).toEqual([50, 51, 51, 52, 53])
    expect([...adjusted.volume]).toEqual([20, 20, 20, 20, 20])
    expect([...adjusted.open]).toEqual([...raw.open].map((price, i) => (i < 2 ? price / 2 : price)))
    expect([...adjusted.splits]).toEqual([0, 0, 0, 0, 0])
    expect(adjusted.symbol).toBe('A')
  })

  it('compounds several splits, reverse ones too', () => {
    const adjusted = adjustSplits(
      barsOn('A', WEEK, {
        close: Float64Array.of(600, 200, 200, 100, 1000),
        splits: Float64Array.of(0, 3, 0, 2, 0.1),
      }),
    )
    for (const price of adjusted.close) expect(price).toBeCloseTo(1000, 9)
  })

  it('a split on the first session changes nothing, and without splits everything stays', () => {
    const raw = barsOn('A', WEEK, { splits: Float64Array.of(4, 0, 0, 0, 0) })
    expect(adjustSplits(raw).close).toEqual(raw.close)
    expect(adjustSplits(barsOn('A', WEEK))).toEqual(barsOn('A', WEEK))
  })

  it('keeps the traded value of every session and leaves its input as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 2, 3, 1.5, 0.25), { minLength: 5, maxLength: 5 }), (ratios) => {
        const raw = barsOn('A', WEEK, { splits: Float64Array.from(ratios) })
        const copy = structuredClone(raw)
        const adjusted = adjustSplits(raw)
        expect(raw).toEqual(copy)
        for (let i = 0; i < 5; i++) {
          expect(adjusted.close[i] * adjusted.volume[i]).toBeCloseTo(raw.close[i] * raw.volume[i], 6)
          expect(adjusted.high[i] / adjusted.low[i]).toBeCloseTo(raw.high[i] / raw.low[i], 12)
        }
      }),
    )
  })

  it('makes every return that of a holder: the split itself is none', () => {
    const raw = barsOn('A', WEEK, {
      close: Float64Array.of(90, 99, 33, 33, 11),
      splits: Float64Array.of(0, 0, 3, 0, 3),
    })
    const { close } = adjustSplits(raw)
    expect([1, 2, 3, 4].map((i) => Math.round((close[i] / close[i - 1]) * 1000) / 1000)).toEqual([1.1, 1, 1, 1])
  })
})
