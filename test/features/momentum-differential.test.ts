import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rankFractions } from '../../src/core/statistics.js'
import { stageOf } from '../../src/features/stage-families.js'
import { randomPanel } from '../contracts/random-panel.js'
import { computeColumn, panelOfCloses } from './compute.js'

const panel = randomPanel(30, 5, 3)

describe('momentum_differential', () => {
  it('is m[i] - m[j]: antisymmetric with a zero diagonal, to the bit', () => {
    const momentum = computeColumn('momentum_4', panel)
    const pairs = computeColumn('momentum_differential_4', panel)
    expect(pairs.cols).toBe(25)
    for (let row = 4; row < 30; row++)
      for (let i = 0; i < 5; i++)
        for (let j = 0; j < 5; j++) {
          const value = pairs.data[(row * 5 + i) * 5 + j]
          expect(value).toBe(momentum.data[row * 5 + i] - momentum.data[row * 5 + j])
          expect(value + pairs.data[(row * 5 + j) * 5 + i]).toBe(0)
        }
  })

  it('the mean of a row is m[i] - mean(m), and the means add up to 0', () => {
    const momentum = computeColumn('momentum_4', panel)
    const means = computeColumn('momentum_differential_mean_4', panel)
    for (let row = 4; row < 30; row++) {
      const m = momentum.data.subarray(row * 5, (row + 1) * 5)
      const average = m.reduce((sum, value) => sum + value, 0) / 5
      const differentials = means.data.subarray(row * 5, (row + 1) * 5)
      for (let i = 0; i < 5; i++) expect(differentials[i]).toBeCloseTo(m[i] - average, 14)
      expect(differentials.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 14)
    }
  })

  it('the mean is taken over listed assets, the asset itself among them', () => {
    const means = computeColumn('momentum_differential_mean_1', panelOfCloses([[1, 1, NaN], [2, 4, 7]])) // prettier-ignore
    expect(means.data[3]).toBeCloseTo(-Math.log(2) / 2, 14)
    expect(means.data[4]).toBeCloseTo(Math.log(2) / 2, 14)
    expect(means.data[5]).toBeNaN()
  })

  it('the rank is that of momentum itself, ties averaged', () => {
    const price = fc.constantFrom(1, 2, 3, 5)
    fc.assert(
      fc.property(fc.array(fc.oneof(price, fc.constant(NaN)), { minLength: 1, maxLength: 8 }), (closes) => {
        const after = panelOfCloses([closes.map(() => 1), closes])
        const ranks = computeColumn('momentum_differential_rank_1', after).data.subarray(closes.length)
        expect(ranks).toEqual(rankFractions(closes))
      }),
    )
  })

  it('the distances to leader and laggard, over listed assets', () => {
    // Momentum over one session: log 2, 2 log 2, 3 log 2, and nothing for the asset that was not listed.
    const doubled = panelOfCloses([[1, 1, 1, NaN], [2, 4, 8, 7]]) // prettier-ignore
    const last = (name: string): number[] => [...computeColumn(name, doubled).data.subarray(4)]
    const [leader, laggard] = [last('momentum_differential_leader_1'), last('momentum_differential_laggard_1')]
    for (const [i, multiple] of [-2, -1, 0].entries()) expect(leader[i]).toBeCloseTo(multiple * Math.LN2, 14)
    for (const [i, multiple] of [0, 1, 2].entries()) expect(laggard[i]).toBeCloseTo(multiple * Math.LN2, 14)
    expect([leader[3], laggard[3]]).toEqual([NaN, NaN])
    const spread = computeColumn('momentum_differential_spread_1', doubled)
    expect(spread.cols).toBe(1)
    expect(spread.data[0]).toBeNaN()
    expect(spread.data[1]).toBeCloseTo(2 * Math.LN2, 14)
  })

  it('a session in which nobody is listed has neither leader nor spread', () => {
    const nobody = panelOfCloses([[1, 1], [NaN, NaN]]) // prettier-ignore
    for (const family of ['leader', 'laggard', 'spread'])
      expect(computeColumn(`momentum_differential_${family}_1`, nobody).data.every(Number.isNaN)).toBe(true)
  })

  it('the distances are the smallest, the largest and the largest of all differentials, to the bit', () => {
    const pairs = computeColumn('momentum_differential_4', panel)
    const leader = computeColumn('momentum_differential_leader_4', panel)
    const laggard = computeColumn('momentum_differential_laggard_4', panel)
    const spread = computeColumn('momentum_differential_spread_4', panel)
    for (let row = 4; row < 30; row++) {
      const matrix = pairs.data.subarray(row * 25, (row + 1) * 25)
      expect(spread.data[row]).toBe(Math.max(...matrix))
      for (let i = 0; i < 5; i++) {
        const own = matrix.subarray(i * 5, (i + 1) * 5)
        expect(leader.data[row * 5 + i]).toBe(Math.min(...own))
        expect(laggard.data[row * 5 + i]).toBe(Math.max(...own))
      }
    }
  })

  it.each(['', '_mean', '_rank', '_leader', '_laggard', '_spread'])('%s refuses a lookback below 1 by name', (kind) => {
    expect(() => stageOf(`momentum_differential${kind}_0`)).toThrow(
      `momentum_differential${kind}: lookback is "0", expected a whole number from 1 to 100000`,
    )
  })
})
