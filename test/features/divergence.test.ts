import { describe, expect, it } from 'vitest'
import { stageOf } from '../../src/features/stage-families.js'
import { computeColumn, panelOfCloses, withSeries } from './compute.js'

const UP = [1, 2, 3]
const DOWN = [3, 2, 1]
const FLAT = [0.1, 0.1, 0.1]

/** The newest value of a feature of closes beside a series "feed.x". */
function newest(name: string, closes: readonly number[], x: readonly number[] = closes): number {
  const panel = panelOfCloses(closes.map((close) => [close]))
  const { data } = computeColumn(name, withSeries(panel, 'feed.x', x))
  return data[data.length - 1]
}

describe('trend_sign', () => {
  it('is the direction of the least-squares line, not of the way from first to last', () => {
    expect(newest('trend_sign_3(close)', UP)).toBe(1)
    expect(newest('trend_sign_3(close)', DOWN)).toBe(-1)
    // Deviations of the row -1.5, -0.5, 0.5, 1.5: -1.5 - 4.5 + 0.5 + 3 = -2.5 falls, from 1 to 2.
    expect(newest('trend_sign_4(close)', [1, 9, 1, 2])).toBe(-1)
  })

  it('equal values, and slopes that only rounding tells from 0, have none', () => {
    expect(newest('trend_sign_3(close)', FLAT)).toBe(0)
    // The same read from either end, so that the slope is 0; in binary fractions the sum of its terms is not.
    const mirrored = [1.1, 1.3, 1.7, 1.3, 1.1]
    expect(newest('rolling_slope_5(close)', mirrored)).not.toBe(0)
    expect(newest('trend_sign_5(close)', mirrored)).toBe(0)
  })

  it('values that differ in their last bits have none; a small trend of large values is one', () => {
    expect(newest('trend_sign_3(close)', [100, 100 + 1.5e-14, 100 + 3e-14])).toBe(0)
    expect(newest('trend_sign_3(close)', [1e6, 1e6 + 0.01, 1e6 + 0.02])).toBe(1)
  })

  it('a missing value makes the window missing', () => {
    expect(newest('trend_sign_3(feed.x)', UP, [NaN, 2, 3])).toBeNaN()
  })
})

describe('divergence', () => {
  it('tells a price that parts from another series', () => {
    expect(newest('divergence_3(feed.x)', UP, DOWN)).toBe(1)
    expect(newest('divergence_3(feed.x)', DOWN, UP)).toBe(-1)
    expect(newest('divergence_3(feed.x)', UP, UP)).toBe(0)
    expect(newest('divergence_3(feed.x)', DOWN, DOWN)).toBe(0)
  })

  it('a series without a trend is half a divergence', () => {
    expect(newest('divergence_3(feed.x)', UP, FLAT)).toBe(0.5)
    expect(newest('divergence_3(feed.x)', FLAT, UP)).toBe(-0.5)
    expect(newest('divergence_3(feed.x)', FLAT, FLAT)).toBe(0)
  })

  it('is of each asset with a value of the session', () => {
    const panel = withSeries(panelOfCloses([[1, 5], [2, 4]]), 'feed.x', [7, 6]) // prettier-ignore
    expect([...computeColumn('divergence_2(feed.x)', panel).data]).toEqual([NaN, NaN, 1, 0])
  })

  it('needs two sessions and one column', () => {
    expect(() => stageOf('divergence_1(close)')).toThrow('divergence: window is "1"')
    expect(() => stageOf('divergence_3')).toThrow('divergence_<window>(<x>)')
  })
})

describe('price_volume_divergence', () => {
  const of = (closes: readonly number[], volumes: readonly number[]): number => {
    const panel = panelOfCloses(
      closes.map((close) => [close]),
      closes.map(() => 1),
      volumes.map((volume) => [volume]),
    )
    return computeColumn('price_volume_divergence_3', panel).data[2]
  }

  it('is 1 for a rise on shrinking volume, -1 for a fall on growing volume', () => {
    expect(of(UP, DOWN)).toBe(1)
    expect(of(DOWN, UP)).toBe(-1)
    expect(of(UP, UP)).toBe(0)
    expect(of(UP, [5, 5, 5])).toBe(0.5)
  })

  it('is missing where a session had no volume', () => {
    expect(of(UP, [5, 0, 5])).toBeNaN()
  })
})

describe('divergence_strength', () => {
  it('is the distance of the two z-scores', () => {
    // 0, 0, 3 has mean 1 and deviation sqrt(3): z = 2 / sqrt(3); 1, 2, 3 has z = 1.
    expect(newest('divergence_strength_3(feed.x)', [0, 0, 3], UP)).toBeCloseTo(2 / Math.sqrt(3) - 1, 12)
  })

  it('is missing where one of them did not vary', () => {
    expect(newest('divergence_strength_3(feed.x)', UP, FLAT)).toBeNaN()
    expect(newest('divergence_strength_3(feed.x)', FLAT, UP)).toBeNaN()
  })
})
