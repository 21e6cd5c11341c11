import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { closeLocation, largeTradeProxy } from '../../src/panel/large-trade-proxy.js'

const bars = (
  close: number[],
  volume: number[],
  high = close.map((x) => x + 1),
  low = close.map((x) => x - 1),
): Parameters<typeof largeTradeProxy>[0] => ({
  high,
  low,
  close,
  volume,
})

describe('the large-trade proxy', () => {
  it('is unusual turnover times where the close lies', () => {
    // log turnover before: 0, ln 4, 0, ln 4; mean ln 2, sample deviation ln 2 * sqrt(4 / 3); today ln 16.
    const close = [1, 1, 1, 1, 1]
    const high = [2, 2, 2, 2, 1.5]
    const low = [0, 0, 0, 0, 0.5 / 3]
    const [value] = largeTradeProxy(bars(close, [1, 4, 1, 4, 16], high, low), 5).slice(4)
    const z = (Math.log(16) - Math.log(2)) / (Math.log(2) * Math.sqrt(4 / 3))
    expect(value).toBeCloseTo((z * (5 / 6 - 1 / 2)) / (4 / 3), 12)
  })

  it('is 0 on a quiet day and signed by the close on a loud one', () => {
    const volume = [10, 12, 11, 100]
    const close = [10, 10, 10, 10]
    const loud = (high: number, low: number, last = 100): number =>
      largeTradeProxy(bars(close, [...volume.slice(0, 3), last], [11, 11, 11, high], [9, 9, 9, low]), 4)[3]
    expect(loud(10, 8)).toBeGreaterThan(1)
    expect(loud(12, 10)).toBe(-loud(10, 8))
    expect(loud(11, 9)).toBe(0)
    expect(loud(10, 10)).toBe(0)
    expect(Object.is(loud(12, 10, 5), 0)).toBe(true)
  })

  it('is missing where its lookback is not whole, or nothing varied', () => {
    const close = Array<number>(9).fill(10)
    expect([...largeTradeProxy(bars(close, [1, 2, 3, 0, 5, 6, 7, NaN, 9]), 3)].map(Number.isNaN)).toEqual([
      true,
      true,
      false,
      true,
      true,
      true,
      false,
      true,
      true,
    ])
    expect([...largeTradeProxy(bars(close, Array<number>(9).fill(7)), 3)].every(Number.isNaN)).toBe(true)
    expect(largeTradeProxy(bars([], []), 3)).toHaveLength(0)
  })

  it('looks back over its lookback and no further, and never ahead', () => {
    const series = fc.array(fc.tuple(fc.double({ min: 1, max: 100, noNaN: true }), fc.integer({ min: 1, max: 1e6 })), {
      minLength: 12,
      maxLength: 30,
    })
    fc.assert(
      fc.property(series, fc.integer({ min: 3, max: 8 }), (list, lookback) => {
        const [close, volume] = [list.map(([price]) => price), list.map(([, count]) => count)]
        const whole = largeTradeProxy(bars(close, volume), lookback)
        const t = 10
        const alone = largeTradeProxy(
          bars(close.slice(t - lookback + 1, t + 1), volume.slice(t - lookback + 1, t + 1)),
          lookback,
        )
        expect(alone[lookback - 1]).toBe(whole[t])
        expect(largeTradeProxy(bars(close.slice(0, t + 1), volume.slice(0, t + 1)), lookback)).toEqual(
          whole.slice(0, t + 1),
        )
      }),
    )
  })

  it('locates the close, and refuses shapes that do not fit', () => {
    expect([
      closeLocation(12, 8, 12),
      closeLocation(12, 8, 8),
      closeLocation(12, 8, 10),
      closeLocation(5, 5, 5),
    ]).toEqual([1, -1, 0, 0])
    expect(() => largeTradeProxy(bars([1, 2], [1]), 3)).toThrow('largeTradeProxy: 2, 2, 2 and 1 values')
    expect(() => largeTradeProxy(bars([1], [1]), 2)).toThrow('lookback "2", expected a whole number, 3 or more')
  })
})
