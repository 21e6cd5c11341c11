import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rankFractions } from '../../src/core/statistics.js'
import {
  momentumDifferential,
  momentumDifferentialMean,
  momentumDifferentialRank,
} from '../../src/features/momentum-differential.js'
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

  it('refuses a lookback below 1 by its own name', () => {
    for (const family of [momentumDifferential, momentumDifferentialMean, momentumDifferentialRank])
      expect(() => family.create(0)).toThrow(
        `${family.family}: lookback is "0", expected a whole number from 1 to 100000`,
      )
  })
})
