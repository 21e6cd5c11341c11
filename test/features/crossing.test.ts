import { describe, expect, it } from 'vitest'
import { stageOf } from '../../src/features/stage-families.js'
import { computeColumn, panelOfCloses } from './compute.js'

const column = (name: string, prices: readonly number[]): number[] => [
  ...computeColumn(name, panelOfCloses(prices.map((price) => [price]))).data,
]

// Against the mean of the last two closes, the close is above after a rise, below after a fall and touches when it stays.
const FALL = [20, 19, 18, 17, 16, 15, 14]
const afterFall = (...prices: readonly number[]): number[] =>
  column('price_crossing_2', [...FALL, ...prices]).slice(FALL.length)

describe('price_crossing', () => {
  it('is missing until the gap and its five predecessors exist, and 0 while the side stays', () => {
    expect(column('price_crossing_2', FALL)).toEqual([NaN, NaN, NaN, NaN, NaN, NaN, 0])
  })

  it('is 1 on the session that passes above, -1 on the session that passes below, 0 on the next', () => {
    expect(afterFall(15, 16, 15, 14)).toEqual([1, 0, -1, 0])
  })

  it('a touch is no crossing until it passes', () => {
    expect(afterFall(14, 15)).toEqual([0, 1])
    expect(afterFall(14, 14, 14, 14, 15)).toEqual([0, 0, 0, 0, 1])
  })

  it('turning back from a touch is no crossing', () => {
    expect(afterFall(14, 13, 13, 13, 12)).toEqual([0, 0, 0, 0, 0])
    expect(afterFall(15, 15, 16)).toEqual([1, 0, 0])
  })

  it('what parts after five equal sessions has crossed nothing', () => {
    expect(afterFall(14, 14, 14, 14, 14, 15, 14)).toEqual([0, 0, 0, 0, 0, 0, -1])
  })

  it('a missing price is missing as long as averages or sides look back on it', () => {
    expect(afterFall(15, NaN, 15, 14, 15, 14, 15, 14, 15, 14)).toEqual([1, NaN, NaN, NaN, NaN, NaN, NaN, NaN, 1, -1])
  })
})

describe('crossing', () => {
  it('of the averages of two and four closes', () => {
    // The fast one is above when the last two closes outweigh the two before. Their difference, from the fourth close on:
    // -2 seven times, 9 + 5 - 5 - 6 = 3, 18 - 10 = 8, 18 - 14 = 4, 18 - 18 = 0 and 14 - 18 = -4.
    const series = [9, 9, 8, 8, 7, 7, 6, 6, 5, 5, 9, 9, 9, 9, 5]
    expect(column('crossing_2_4', series).slice(8)).toEqual([0, 0, 1, 0, 0, 0, -1])
    expect(column('crossing_2_4', series).slice(0, 8).every(Number.isNaN)).toBe(true)
  })

  it('averages that are equal but for rounding touch', () => {
    // The mean of 0.1 and 0.2 is that of 0.15, 0.1 and 0.2, but comes out above it.
    const series = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.15, 0.1, 0.2]
    const gap = column('average_gap_2_3', series)[10]
    expect(gap).toBeGreaterThan(0)
    expect(gap).toBeLessThan(1e-15)
    expect(column('crossing_2_3', series).slice(7)).toEqual([0, 0, 0, 0])
    expect(column('crossing_2_3', [...series, 0.3]).at(-1)).toBe(1)
  })

  it.each([
    ['crossing_1_5', 'crossing: fast is "1", expected a whole number from 2 to 100000'],
    ['crossing_5_5', 'crossing: slow is "5", expected a whole number from 6 to 100000'],
    ['price_crossing_1', 'price_crossing: window is "1", expected a whole number from 2 to 100000'],
  ])('%s is refused', (name, message) => {
    expect(() => stageOf(name)).toThrow(message)
  })
})
