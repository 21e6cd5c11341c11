import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cumulativeNormal, inverseNormal } from '../../src/core/normal.js'

describe('inverseNormal', () => {
  // scipy.stats.norm.ppf (SciPy 1.10.1): the centre, both sides of where the approximations meet, and the far tails.
  it.each([
    [0.5, 0],
    [0.975, 1.959963984540054],
    [0.6, 0.2533471031357997],
    [0.925, 1.4395314709384563],
    [0.92501, 1.4396021182393162],
    [0.075, -1.4395314709384563],
    [0.001, -3.090232306167813],
    [1e-10, -6.361340902404056],
    [1e-12, -7.034483825301131],
    [1e-300, -37.0470962993612],
    [5e-324, -38.46740561714434],
  ])('of %f is %f', (probability, expected) => {
    expect(Math.abs(inverseNormal(probability) - expected)).toBeLessThanOrEqual(4e-15 * Math.max(1, Math.abs(expected)))
  })

  it('rises, and is odd around one half', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 20 - 1 }), fc.integer({ min: 1, max: 2 ** 20 - 1 }), (a, b) => {
        const [p, q] = [a / 2 ** 20, b / 2 ** 20]
        expect(inverseNormal(1 - p)).toBeCloseTo(-inverseNormal(p), 12)
        if (p < q) expect(inverseNormal(p)).toBeLessThan(inverseNormal(q))
      }),
    )
  })

  it('reaches infinity at 0 and 1, and is missing beyond them', () => {
    expect(inverseNormal(0)).toBe(-Infinity)
    expect(inverseNormal(1)).toBe(Infinity)
    for (const outside of [-0.1, 1.1, NaN]) expect(inverseNormal(outside)).toBeNaN()
  })
})

describe('cumulativeNormal', () => {
  // scipy.stats.norm.cdf: the centre, both sides of where the tails begin, and the far tails.
  it.each([
    [0, 0.5],
    [0.5, 0.6914624612740131],
    [-0.5, 0.3085375387259869],
    [1.96, 0.9750021048517795],
    [-1.96, 0.024997895148220435],
    [2.999, 0.9986456634662729],
    [3.001, 0.998654527174915],
    [-2.999, 0.0013543365337271057],
    [-3.001, 0.0013454728250849653],
    [-5, 2.866515718791933e-7],
    [-8, 6.22096057427174e-16],
    [-20, 2.7536241186061556e-89],
    [-37, 5.7255712225239266e-300],
    [6, 0.9999999990134123],
  ])('of %f is %f', (z, expected) => {
    expect(Math.abs(cumulativeNormal(z) / expected - 1)).toBeLessThan(2e-13)
  })

  it('is undone by its inverse', () => {
    for (const p of [1e-12, 0.001, 0.3, 0.5, 0.9, 0.999])
      expect(cumulativeNormal(inverseNormal(p)) / p).toBeCloseTo(1, 12)
  })

  it('reaches 0 and 1, and is missing of what is', () => {
    expect([cumulativeNormal(-Infinity), cumulativeNormal(Infinity), cumulativeNormal(-40)]).toEqual([0, 1, 0])
    expect(cumulativeNormal(NaN)).toBeNaN()
  })
})
