import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { benjaminiHochberg, benjaminiYekutieli, bonferroni } from '../../src/overfit/multiple-testing.js'

const pValues = fc.array(fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 0.5, 1, NaN)), {
  maxLength: 40,
})

describe('benjaminiHochberg', () => {
  it('is p x m / rank, never less for a larger p', () => {
    expect([...benjaminiHochberg([0.01, 0.04, 0.03, 0.5])]).toEqual([0.04, (0.04 * 4) / 3, (0.04 * 4) / 3, 0.5])
  })

  it('finds what the step-up rule finds, at any rate', () => {
    fc.assert(
      fc.property(pValues, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (p, fdr) => {
        const sorted = p.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b)
        // The largest k with p_(k) <= k fdr / m, written as the q-value writes it.
        const count = sorted.findLastIndex((value, k) => (value * sorted.length) / (k + 1) <= fdr) + 1
        const found = p.filter((_, i) => benjaminiHochberg(p)[i] <= fdr)
        expect(found.sort((a, b) => a - b)).toEqual(sorted.slice(0, count))
      }),
    )
  })

  it('does not count what was not tested', () => {
    const q = benjaminiHochberg([NaN, 0.01, NaN, 0.2])
    expect([...q]).toEqual([NaN, 0.02, NaN, 0.2])
    expect(benjaminiHochberg([])).toHaveLength(0)
  })
})

describe('stricter controls', () => {
  it('leave no more: Benjamini-Yekutieli and Bonferroni are at least the q-values of Benjamini and Hochberg', () => {
    fc.assert(
      fc.property(pValues, (p) => {
        const q = benjaminiHochberg(p)
        for (const stricter of [benjaminiYekutieli(p), bonferroni(p)])
          for (const [i, value] of stricter.entries()) {
            expect(Number.isNaN(value)).toBe(Number.isNaN(p[i]))
            if (!Number.isNaN(value)) expect(value).toBeGreaterThanOrEqual(q[i])
          }
      }),
    )
  })

  it('by hand', () => {
    expect([...bonferroni([0.01, NaN, 0.6])]).toEqual([0.02, NaN, 1])
    expect([...benjaminiYekutieli([0.01, 0.6])]).toEqual([0.01 * 2 * 1.5, 0.6 * 1.5])
  })
})
