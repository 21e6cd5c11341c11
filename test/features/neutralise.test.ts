import { describe, expect, it } from 'vitest'
import { createMatrix, matrixOver } from '../../src/core/matrix.js'
import { stageOf } from '../../src/features/stage-families.js'
import { referenceKernels } from '../../src/kernels/reference.js'
import { randomPanel } from '../contracts/random-panel.js'
import { computeColumn } from './compute.js'

/** Residuals of x on y, of one session. */
function neutralise(x: readonly number[], y: readonly number[]): number[] {
  const stage = stageOf('neutralise(close,volume)')
  if (!('compute' in stage)) throw new Error('bug: neutralise has no arithmetic')
  const out = createMatrix(1, x.length)
  const inputs = [x, y].map((values) => matrixOver(1, values.length, Float64Array.from(values)))
  stage.compute(inputs, out, { from: 0, to: 1 }, referenceKernels)
  return [...out.data]
}

describe('neutralise', () => {
  it('leaves the distance from the least-squares line', () => {
    // Line through (1, 1) (2, 4) (3, 4): slope 3 / 2, mean (2, 3), so fitted 1.5, 3, 4.5. The fourth asset lacks y.
    const residuals = neutralise([1, 4, 4, 9], [1, 2, 3, NaN])
    for (const [i, expected] of [-0.5, 1, -0.5].entries()) expect(residuals[i]).toBeCloseTo(expected, 14)
    expect(residuals[3]).toBeNaN()
  })

  it('takes the mean away where y is the same for all, or one value per session', () => {
    expect(neutralise([1, 3, 8], [0.1, 0.1, 0.1])).toEqual([-3, -1, 4])
    expect(neutralise([1, 3, 8], [0.1])).toEqual([-3, -1, 4])
  })

  it('is missing with fewer than three pairs', () => {
    expect(neutralise([1, 2, 3, NaN], [1, NaN, 5, 6])).toEqual([NaN, NaN, NaN, NaN])
    expect(neutralise([1, 2, 3], [NaN])).toEqual([NaN, NaN, NaN])
  })

  it('what is left adds up to 0 and has nothing in common with y', () => {
    const panel = randomPanel(40, 12, 3)
    const left = computeColumn('neutralise(momentum_5,log_dollar_volume)', panel).data
    const size = computeColumn('log_dollar_volume', panel).data
    for (let row = 5; row < 40; row++) {
      let [sum, product] = [0, 0]
      for (let i = row * 12; i < (row + 1) * 12; i++) {
        sum += left[i]
        product += left[i] * size[i]
      }
      expect(Math.abs(sum)).toBeLessThan(1e-14)
      expect(Math.abs(product)).toBeLessThan(1e-12)
    }
  })
})
