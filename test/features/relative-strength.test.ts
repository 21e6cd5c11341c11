import { describe, expect, it } from 'vitest'
import { stageOf } from '../../src/features/stage-families.js'
import { computeColumn, panelOfCloses } from './compute.js'

const closes = [[10, 1], [11, 1], [12, 1], [10, 1], [15, 1]] // prettier-ignore
const benchmark = [5, 6, 4, 8, 5]
const panel = panelOfCloses(closes, benchmark)

describe('relative strength', () => {
  it("the line is the log of the price over the benchmark's", () => {
    const { data } = computeColumn('relative_price', panel)
    for (const [row, [close]] of closes.entries())
      expect(data[row * 2]).toBeCloseTo(Math.log(close / benchmark[row]), 14)
  })

  it("its change is the asset's log return less the benchmark's", () => {
    const { data } = computeColumn('relative_strength_3', panel)
    expect(data[4 * 2]).toBeCloseTo(Math.log(15 / 11) - Math.log(5 / 6), 14)
    expect(data[4 * 2 + 1]).toBeCloseTo(-Math.log(5 / 6), 14)
    expect(data.subarray(0, 6).every((value) => Number.isNaN(value))).toBe(true)
  })

  it('of the benchmark itself is 0, and of twice the benchmark too', () => {
    const same = panelOfCloses(
      benchmark.map((price) => [price, 2 * price]),
      benchmark,
    )
    for (const name of ['relative_strength_2', 'relative_strength_slope_3'])
      for (const value of computeColumn(name, same).data.subarray(4)) expect(value).toBeCloseTo(0, 14)
  })

  it('the slope of a line that grows by 1 % of its level a session is the log of 1.01', () => {
    const growing = panelOfCloses(Array.from({ length: 8 }, (_, t) => [7 * 1.01 ** t]))
    for (const value of computeColumn('relative_strength_slope_5', growing).data.subarray(4))
      expect(value).toBeCloseTo(Math.log(1.01), 12)
  })

  it('is missing where the benchmark is', () => {
    const late = panelOfCloses(closes, [NaN, 6, 4, 8, 5])
    const { data } = computeColumn('relative_strength_1', late)
    expect([0, 1, 2, 3, 4].map((row) => Number.isNaN(data[row * 2]))).toEqual([true, true, false, false, false])
  })

  // Price over benchmark: 2, 3, 7, of mean 4, which the last lies 75 % above; then 5, of mean 5, at 5 / 7 of the highest.
  const ratios = panelOfCloses([[10], [12], [28], [15]], [5, 4, 4, 3])

  it("the line of charts is the price over the benchmark's, Mansfield's its percentage above its own mean", () => {
    expect([...computeColumn('relative_price_ratio', ratios).data]).toEqual([2, 3, 7, 5])
    const { data } = computeColumn('mansfield_3', ratios)
    expect([...data.subarray(0, 2)]).toEqual([NaN, NaN])
    expect(data[2]).toBeCloseTo(75, 12)
    expect(data[3]).toBeCloseTo(0, 12)
  })

  it('nearness to the high of the line is 1 at a new high', () => {
    const { data } = computeColumn('relative_high_nearness_3', ratios)
    expect([...data]).toEqual([NaN, NaN, 1, 5 / 7])
  })

  it('a benchmark without a price leaves no ratio', () => {
    const { data } = computeColumn('relative_price_ratio', panelOfCloses([[10], [10], [10]], [0, NaN, 5]))
    expect([...data]).toEqual([NaN, NaN, 2])
  })

  it.each([
    ['relative_strength_0', 'relative_strength: lookback is "0", expected a whole number from 1 to 100000'],
    ['relative_strength_slope_1', 'relative_strength_slope: window is "1", expected a whole number from 2 to 100000'],
    ['mansfield_1', 'mansfield: window is "1", expected a whole number from 2 to 100000'],
    ['relative_high_nearness_1', 'relative_high_nearness: window is "1", expected a whole number from 2 to 100000'],
  ])('%s is refused', (name, message) => {
    expect(() => stageOf(name)).toThrow(message)
  })
})
