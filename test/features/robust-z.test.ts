import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAD_TO_DEVIATION, median, medianDeviation } from '../../src/core/statistics.js'
import { robustZ } from '../../src/features/robust-z.js'

describe('robustZ', () => {
  it('is the distance from the median in median distances', () => {
    // Median 3, distances 2, 1, 0, 1, 97: median 1.
    expect(robustZ(5, Float64Array.of(100, 1, 2, 4, 3))).toBeCloseTo(2 / 1.482602218505602, 12)
    // Median 2.5, distances 1.5, 0.5, 0.5, 3.5: median 1.
    expect(robustZ(1, Float64Array.of(6, 1, 3, 2))).toBeCloseTo(-1.5 / 1.482602218505602, 12)
  })

  it('is missing without any spread, and where more than half of the baseline is equal', () => {
    expect(robustZ(5, Float64Array.of(1))).toBeNaN()
    expect(robustZ(5, Float64Array.of(1, 1, 1, 9))).toBeNaN()
  })

  it('is to the last bit what the medians say, of baselines of any length and with ties', () => {
    const values = fc.array(fc.oneof(fc.integer({ min: -4, max: 4 }), fc.double({ min: -9, max: 9, noNaN: true })), {
      minLength: 1,
      maxLength: 120,
    })
    fc.assert(
      fc.property(values, fc.double({ min: -99, max: 99, noNaN: true }), (baseline, value) => {
        const deviation = MAD_TO_DEVIATION * medianDeviation(baseline)
        const z = robustZ(value, Float64Array.from(baseline))
        if (deviation > 0) expect(z === (value - median(baseline)) / deviation).toBe(true)
        else expect(z).toBeNaN()
      }),
      { seed: 5 },
    )
  })
})
