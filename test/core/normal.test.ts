import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inverseNormal } from '../../src/core/normal.js'

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
