import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { averageUnderWater, drawdowns, longestUnderWater, maxDrawdown, ulcerIndex } from '../../src/risk/drawdown.js'

/** Returns that lead along an equity curve which starts with 100. */
function along(...equity: number[]): number[] {
  return equity.map((value, i) => value / (i === 0 ? 100 : equity[i - 1]) - 1)
}

const returns = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 60 })

/*
 * A crash of a third that is made good in five sessions, then a shallow loss that lasts eleven; times from peak to recovery.
 * equity 100 | 90 67 80 95 101 | 100 99 98 97 98 99 100 100 99 100 102
 */
const TWO_DRAWDOWNS = along(90, 67, 80, 95, 101, 100, 99, 98, 97, 98, 99, 100, 100, 99, 100, 102)

describe('drawdown', () => {
  it('is measured from the running peak, which includes the starting capital', () => {
    const expected = [-0.1, 0, -0.2, 0]
    drawdowns(along(90, 120, 96, 130)).forEach((loss, i) => expect(loss).toBeCloseTo(expected[i], 12))
    expect(maxDrawdown([-0.3])).toBeCloseTo(-0.3, 12)
  })

  it('the longest time under water need not be that of the largest loss', () => {
    expect(maxDrawdown(TWO_DRAWDOWNS)).toBeCloseTo(-0.33, 12)
    const crashLasted = 5
    expect(longestUnderWater(TWO_DRAWDOWNS.slice(0, 5))).toBe(crashLasted)
    expect(longestUnderWater(TWO_DRAWDOWNS)).toBe(11)
    expect(averageUnderWater(TWO_DRAWDOWNS)).toBe(8)
  })

  it('a drawdown that is still open counts to the end', () => {
    expect(longestUnderWater(along(110, 100, 111, 105, 106, 107, 108))).toBe(4)
    expect(averageUnderWater(along(110, 100, 111, 105, 106, 107, 108))).toBe(3)
    expect(longestUnderWater(along(99, 98))).toBe(2)
  })

  it('a peak reached again up to rounding ends the drawdown', () => {
    const lossAndRecovery = [-0.05, 1 / (1 - 0.05) - 1]
    expect((1 + lossAndRecovery[0]) * (1 + lossAndRecovery[1])).toBeLessThan(1)
    const series = [...lossAndRecovery, ...lossAndRecovery]
    expect(longestUnderWater(series)).toBe(2)
    expect(averageUnderWater(series)).toBe(2)
  })

  it('the ulcer index is the root mean square over all periods, those without loss included', () => {
    expect(ulcerIndex(along(90, 120, 96, 130))).toBeCloseTo(Math.sqrt((0.01 + 0.04) / 4), 12)
  })

  it('never lies above 0 or below -1, and the ulcer index never beyond the largest loss', () => {
    fc.assert(
      fc.property(returns, (series) => {
        const losses = drawdowns(series)
        expect(losses.every((loss) => loss <= 0 && loss >= -1)).toBe(true)
        const worst = maxDrawdown(series)
        expect(worst).toBe(Math.min(0, ...losses))
        expect(ulcerIndex(series)).toBeLessThanOrEqual(Math.abs(worst) + 1e-12)
        const longest = longestUnderWater(series)
        expect(longest).toBeLessThanOrEqual(series.length)
        if (longest > 0) expect(averageUnderWater(series)).toBeLessThanOrEqual(longest)
      }),
    )
  })

  it('gains before the first loss change nothing: only the peak counts, not its height', () => {
    fc.assert(
      fc.property(returns, fc.double({ min: 0, max: 3, noNaN: true }), (series, gain) => {
        expect(maxDrawdown([gain, ...series])).toBeCloseTo(maxDrawdown(series), 10)
        expect(longestUnderWater([gain, ...series])).toBe(longestUnderWater(series))
      }),
    )
  })

  it('there is none while equity only rises', () => {
    expect(maxDrawdown([0.1, 0, 0.2])).toBe(0)
    expect(ulcerIndex([0.1, 0, 0.2])).toBe(0)
    expect(longestUnderWater([0.1, 0, 0.2])).toBe(0)
    expect(averageUnderWater([0.1, 0, 0.2])).toBeNaN()
  })

  it('losing everything is -1 and stays so', () => {
    expect([...drawdowns([0.5, -1, 0.5])]).toEqual([0, -1, -1])
    expect(longestUnderWater([0.5, -1, 0.5])).toBe(2)
  })

  it.each([maxDrawdown, ulcerIndex, longestUnderWater, averageUnderWater])('%o is NaN when not known', (measure) => {
    expect(measure([])).toBeNaN()
    expect(measure([0.1, NaN, -0.2])).toBeNaN()
  })
})
