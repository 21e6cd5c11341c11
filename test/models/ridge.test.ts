import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ridge } from '../../models/ridge.js'
import { ArtifactError, ConfigError, ShapeError } from '../../src/core/errors.js'
import { createRandom } from '../../src/core/random.js'
import { encodeRecord } from '../../src/core/records.js'
import { mean } from '../../src/core/statistics.js'
import { samplesOf } from './gradient-boosting/fixture.js'

const context = { seed: 1 }

describe('ridge', () => {
  it('is the closed form for one feature: covariance / (variance + lambda)', () => {
    // x has mean 2 and variance 2/3, y mean 4, covariance 4/3.
    const samples = samplesOf([[1], [2], [3]], [2, 4, 6])
    const { intercept, coefficients } = ridge.fit(samples, { lambda: 1 / 3 }, context)
    expect(coefficients[0]).toBeCloseTo(4 / 3, 12)
    expect(intercept).toBeCloseTo(4 - 8 / 3, 12)
    expect([...ridge.predict({ intercept: 1, coefficients: Float64Array.of(2) }, samples)]).toEqual([3, 5, 7])
  })

  it('with almost no penalty is least squares: it recovers an exact plane', () => {
    const random = createRandom(1, 'plane')
    const rows = Array.from({ length: 50 }, () => [random.normal(), random.normal(), random.normal()])
    const y = rows.map(([a, b, c]) => 3 + 2 * a - b + 0.5 * c)
    const { intercept, coefficients } = ridge.fit(samplesOf(rows, y), { lambda: 1e-12 }, context)
    for (const [i, expected] of [2, -1, 0.5].entries()) expect(coefficients[i]).toBeCloseTo(expected, 8)
    expect(intercept).toBeCloseTo(3, 8)
  })

  it('sits where the derivative of its objective is 0', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 6 }),
        fc.double({ min: 0.01, max: 10, noNaN: true }),
        (seed, p, lambda) => {
          const random = createRandom(seed, 'objective')
          const rows = Array.from({ length: 30 }, () => Array.from({ length: p }, () => 1 + random.normal()))
          const y = rows.map(() => random.normal())
          const samples = samplesOf(rows, y)
          const state = ridge.fit(samples, { lambda }, context)
          const residuals = ridge.predict(state, samples).map((score, i) => y[i] - score)
          expect(mean(residuals)).toBeCloseTo(0, 10)
          for (let j = 0; j < p; j++) {
            const moment = mean(residuals.map((residual, i) => residual * rows[i][j]))
            expect(moment).toBeCloseTo(lambda * state.coefficients[j], 10)
          }
        },
      ),
      { numRuns: 40 },
    )
  })

  it('a heavy penalty leaves the mean, an equal pair of features shares its weight', () => {
    const rows = [[1, 1], [2, 2], [4, 4], [7, 7]] // prettier-ignore
    const heavy = ridge.fit(samplesOf(rows, [1, 2, 3, 10]), { lambda: 1e12 }, context)
    for (const score of ridge.predict(heavy, samplesOf(rows, [0, 0, 0, 0]))) expect(score).toBeCloseTo(4, 6)
    const { coefficients } = ridge.fit(samplesOf(rows, [1, 2, 3, 10]), { lambda: 0.1 }, context)
    expect(coefficients[0]).toBeCloseTo(coefficients[1], 10)
  })

  it('constant features and constant targets are no trouble', () => {
    const { intercept, coefficients } = ridge.fit(samplesOf([[5, 1], [5, 2]], [3, 3]), { lambda: 0.1 }, context) // prettier-ignore
    expect([...coefficients]).toEqual([0, 0])
    expect(intercept).toBe(3)
  })

  it.each([0, -1, NaN, Infinity])('refuses lambda %d', (lambda) => {
    const message = `ridge: lambda "${lambda}", expected a finite number above 0`
    expect(() => ridge.check({ lambda })).toThrow(new ConfigError(message))
    expect(() => ridge.fit(samplesOf([[1]], [1]), { lambda }, context)).toThrow(new ConfigError(message))
  })

  it('refuses samples of another number of features', () => {
    const state = { intercept: 0, coefficients: Float64Array.of(1) }
    expect(() => ridge.predict(state, samplesOf([[1, 2]], [1]))).toThrow(ShapeError)
  })

  it('is read back, and refuses an artifact without its parts', () => {
    const state = { intercept: -0.1, coefficients: Float64Array.of(1, -2) }
    expect(ridge.load(ridge.save(state))).toEqual(state)
    const { coefficients } = state
    for (const record of [
      { kind: 'ridge', header: null, arrays: { coefficients } },
      { kind: 'ridge', header: { intercept: null }, arrays: { coefficients } },
      { kind: 'ridge', header: { intercept: 1 }, arrays: {} },
    ])
      expect(() => ridge.load(encodeRecord(record))).toThrow(ArtifactError)
  })
})
