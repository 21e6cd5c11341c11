import { describe, expect, it } from 'vitest'
import { featureImportance, gradientBoosting } from '../../../models/gradient-boosting/gradient-boosting.js'
import type { GradientBoostingParams } from '../../../models/gradient-boosting/parameters.js'
import { ConfigError, ShapeError } from '../../../src/core/errors.js'
import { createRandom, shuffle } from '../../../src/core/random.js'
import { correlation } from '../../../src/core/statistics.js'
import { innerSplit } from '../../../src/samples/inner-split.js'
import { type Samples, selectSamples } from '../../../src/samples/samples.js'
import { samplesOf } from './fixture.js'

const ONE_TREE = { trees: 1, learningRate: 1, minSamplesLeaf: 1, l2: 0, validationFraction: 0 }

function paramsOf(change: Partial<GradientBoostingParams>): GradientBoostingParams {
  return { ...gradientBoosting.defaults, ...change }
}

function fitOf(
  samples: Samples,
  change: Partial<GradientBoostingParams>,
  seed = 1,
): ReturnType<typeof gradientBoosting.fit> {
  return gradientBoosting.fit(samples, paramsOf(change), { seed })
}

/** Predictions for the samples that were learned from. */
function fittedValues(samples: Samples, change: Partial<GradientBoostingParams>): Float64Array {
  return gradientBoosting.predict(fitOf(samples, change), samples)
}

/** 150 sessions of 10 assets, 4 features of which the first two and their product matter; labels end 5 sessions later. */
function planted(signal: number, seed = 11): Samples {
  const random = createRandom(seed, 'planted')
  const rows = Array.from({ length: 1500 }, () => Array.from({ length: 4 }, () => random.normal()))
  const y = rows.map(([a, b]) => signal * (a + b + a * b) + random.normal())
  for (const row of rows) for (let j = 0; j < 4; j++) if (random.uniform() < 0.05) row[j] = NaN
  return samplesOf(rows, y, 10, 5)
}

const SMALL = { minSamplesLeaf: 20, trees: 60 }

describe('gradientBoosting learns', () => {
  it('exclusive or with four leaves, which no sum of stumps can', () => {
    // Corners of unequal size: with equal ones no first split gains anything.
    const corners = [[0, 0, 5], [0, 1, 3], [1, 0, 4], [1, 1, 6]] // prettier-ignore
    const rows = corners.flatMap(([a, b, n]) => Array.from({ length: n }, () => [a, b]))
    const y = rows.map(([a, b]) => a ^ b)
    const samples = samplesOf(rows, y)
    fittedValues(samples, { ...ONE_TREE, maxLeaves: 4 }).forEach((value, i) => expect(value).toBeCloseTo(y[i], 12))
    const stumps = fittedValues(samples, { ...ONE_TREE, maxLeaves: 2, trees: 100 })
    expect(Math.max(...stumps.map((value, i) => Math.abs(value - y[i])))).toBeGreaterThan(0.4)
  })

  it('on which side missing values belong, whichever it is', () => {
    const rows = [[0], [0], [1], [1], [NaN], [NaN]]
    for (const missing of [-5, 5]) {
      const samples = samplesOf(rows, [-4, -4, 4, 4, missing, missing])
      const state = fitOf(samples, { ...ONE_TREE, maxLeaves: 2 })
      const [low, high, absent] = gradientBoosting.predict(state, samplesOf([[0], [1], [NaN]], [0, 0, 0]))
      expect(absent).toBe(missing < 0 ? low : high)
      expect(low).not.toBe(high)
    }
  })

  it('from missingness itself', () => {
    const rows = Array.from({ length: 20 }, (_, i) => [i % 2 === 0 ? NaN : i])
    const samples = samplesOf(
      rows,
      rows.map(([value]) => (Number.isNaN(value) ? 3 : -1)),
    )
    expect([...fittedValues(samples, { ...ONE_TREE, maxLeaves: 2 }).subarray(0, 2)]).toEqual([3, -1])
  })

  it('a planted signal that holds on samples it has not seen', () => {
    const state = fitOf(planted(1), { ...SMALL, trees: 200 })
    const fresh = planted(1, 12)
    expect(correlation(gradientBoosting.predict(state, fresh), fresh.y)).toBeGreaterThan(0.7)
  })

  it('the importance of features: what matters is ahead, shares sum to 1', () => {
    const importance = featureImportance(fitOf(planted(1), SMALL))
    expect(importance.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12)
    expect(Math.min(importance[0], importance[1])).toBeGreaterThan(5 * Math.max(importance[2], importance[3]))
  })
})

describe('gradientBoosting falls back to the mean', () => {
  const mean2 = (rows: number[][], y: number[], change: Partial<GradientBoostingParams> = {}): void =>
    fittedValues(samplesOf(rows, y), { ...ONE_TREE, trees: 5, ...change }).forEach((value) => expect(value).toBe(2))

  it('for features that are constant or all missing', () => {
    mean2([[7, NaN], [7, NaN], [7, NaN]], [1, 2, 3]) // prettier-ignore
  })

  it('for one sample and for equal samples', () => {
    mean2([[1]], [2])
    mean2([[1], [1], [1]], [2, 2, 2])
  })

  it('for a constant y, without a single split', () => {
    const samples = samplesOf(
      [[1], [2], [3], [4], [5], [6]],
      Array.from({ length: 6 }, () => 0.1),
    )
    const state = fitOf(samples, { ...ONE_TREE, trees: 5 })
    expect(featureImportance(state)).toEqual(Float64Array.of(0))
    for (const value of gradientBoosting.predict(state, samples)) expect(value).toBe(0.1)
  })

  it('for fewer rows than two leaves need', () => {
    mean2([[1], [2], [3]], [1, 2, 3], { minSamplesLeaf: 2, validationFraction: 0.3 })
  })

  it('and to NaN when there is nothing to learn from', () => {
    const unknown = samplesOf([[1], [2]], [NaN, NaN])
    expect([...fittedValues(unknown, {})]).toEqual([NaN, NaN])
    const state = fitOf(selectSamples(unknown, []), {})
    expect([...gradientBoosting.predict(state, unknown)]).toEqual([NaN, NaN])
  })
})

describe('gradientBoosting is deterministic', () => {
  const bytesOf = (samples: Samples, change: Partial<GradientBoostingParams>, seed = 1): Uint8Array =>
    gradientBoosting.save(fitOf(samples, change, seed))
  const sampled = { ...SMALL, rowFraction: 0.6, featureFraction: 0.5 }

  it('same seed, same bytes; another seed draws other rows and features', () => {
    const samples = planted(1)
    expect(bytesOf(samples, sampled)).toEqual(bytesOf(samples, sampled))
    expect(bytesOf(samples, sampled)).not.toEqual(bytesOf(samples, sampled, 2))
    expect(bytesOf(samples, SMALL)).toEqual(bytesOf(samples, SMALL, 2))
  })

  it('a saved state predicts identically, and a state can be cloned', () => {
    const samples = planted(1)
    const state = fitOf(samples, sampled)
    const expected = gradientBoosting.predict(state, samples)
    expect(gradientBoosting.predict(gradientBoosting.load(gradientBoosting.save(state)), samples)).toEqual(expected)
    expect(gradientBoosting.predict(structuredClone(state), samples)).toEqual(expected)
  })

  it('shuffled rows give the same predictions within 1e-12', () => {
    const samples = planted(1)
    const order = shuffle(
      Int32Array.from(samples.y, (_, i) => i),
      createRandom(4),
    )
    for (const validationFraction of [0, 0.15]) {
      const expected = fittedValues(samples, { ...SMALL, validationFraction })
      const state = fitOf(selectSamples(samples, order), { ...SMALL, validationFraction })
      gradientBoosting.predict(state, samples).forEach((value, i) => {
        expect(Math.abs(value - expected[i])).toBeLessThan(1e-12)
      })
    }
  })

  it('equal rows get equal predictions wherever they stand', () => {
    const samples = planted(1)
    const state = fitOf(samples, SMALL)
    const expected = gradientBoosting.predict(state, samples)
    const repeated = gradientBoosting.predict(state, selectSamples(samples, [700, 3, 700, 1499, 3]))
    expect([...repeated]).toEqual([700, 3, 700, 1499, 3].map((i) => expected[i]))
  })

  it('fit and predict leave the samples as they were', () => {
    const samples = planted(1)
    const copy = structuredClone(samples)
    fittedValues(samples, sampled)
    expect(samples).toEqual(copy)
  })
})

describe('gradientBoosting stops early', () => {
  it('soon on noise, late on a signal', () => {
    const messages: string[] = []
    const context = { seed: 1, progress: (message: string) => void messages.push(message) }
    const noise = gradientBoosting.fit(planted(0), paramsOf({ minSamplesLeaf: 20 }), context)
    const signal = gradientBoosting.fit(planted(1), paramsOf({ minSamplesLeaf: 20 }), context)
    expect(noise.trees.length).toBeLessThan(15)
    expect(signal.trees.length).toBeGreaterThan(40)
    expect(messages[0]).toBe(`gradient-boosting: kept ${noise.trees.length} of ${noise.trees.length + 20} trees`)
  })

  it('and keeps the trees that were grown without the validation, as they are', () => {
    const samples = planted(1)
    const { train } = innerSplit(samples, 0.15)
    const stopped = fitOf(samples, SMALL)
    const whole = fitOf(selectSamples(samples, train), { ...SMALL, validationFraction: 0 })
    expect(stopped.trees).toEqual(whole.trees.slice(0, stopped.trees.length))
    expect(stopped.base).toBe(whole.base)
  })

  it('uninfluenced by purged rows, and by rows outside the samples', () => {
    const samples = planted(1)
    const expected = gradientBoosting.save(fitOf(samples, SMALL))
    const { train, validation } = innerSplit(samples, 0.15)
    const used = new Set([...train, ...validation])
    const purged = Array.from(samples.y, (_, i) => i).filter((i) => !used.has(i))
    expect(purged).toHaveLength(50)

    // The same samples as views into larger arrays, poisoned before, after, and in every purged row.
    const poisoned = (values: Float64Array): Float64Array => {
      const larger = new Float64Array(values.length + 2000).fill(1e9)
      larger.set(values, 1000)
      return larger.subarray(1000, 1000 + values.length)
    }
    const view = { ...samples, x: poisoned(samples.x), y: poisoned(samples.y) }
    for (const i of purged) {
      view.y[i] = -1e9
      view.x.fill(1e9, 4 * i, 4 * i + 4)
    }
    expect(gradientBoosting.save(fitOf(view, SMALL))).toEqual(expected)
  })

  it('with one tree when none lowers the error: a constant forecast would rank nothing', () => {
    const samples = planted(1)
    const noise = createRandom(5, 'noise')
    const state = fitOf({ ...samples, y: samples.y.map(() => noise.normal()) }, { ...SMALL, learningRate: 1 })
    expect(state.trees).toHaveLength(1)
    expect(new Set(gradientBoosting.predict(state, samples)).size).toBeGreaterThan(1)
  })

  it('but not at all when too few rows would judge or learn', () => {
    const samples = planted(1)
    const isStopped = (minSamplesLeaf: number, validationFraction: number): boolean => {
      const params = { trees: 5, minSamplesLeaf, validationFraction }
      return fitOf(samples, params).base !== fitOf(samples, { ...params, validationFraction: 0 }).base
    }
    expect(innerSplit(samples, 0.1).validation).toHaveLength(150)
    expect(isStopped(150, 0.1)).toBe(true)
    expect(isStopped(151, 0.1)).toBe(false)
    expect(innerSplit(samples, 0.4).train).toHaveLength(850)
    expect(isStopped(425, 0.4)).toBe(true)
    expect(isStopped(426, 0.4)).toBe(false)
  })
})

describe('gradientBoosting checks what it is given', () => {
  it('leaves out rows without a y', () => {
    const samples = planted(1)
    const y = samples.y.map((value, i) => (i % 3 === 0 ? [NaN, Infinity][i % 2] : value))
    const present = Array.from(y, (_, i) => i).filter((i) => i % 3 !== 0)
    expect(fitOf({ ...samples, y }, SMALL)).toEqual(fitOf(selectSamples(samples, present), SMALL))
  })

  it('refuses parameters out of range', () => {
    expect(() => fitOf(planted(1), { maxBins: 256 })).toThrow(ConfigError)
  })

  it('refuses windows of several sessions and other features than it learned', () => {
    const samples = samplesOf([[1, 2], [3, 4]], [1, 2]) // prettier-ignore
    const state = fitOf(samples, ONE_TREE)
    expect(() => fitOf({ ...samples, window: 2, featureNames: ['feature_0'] }, ONE_TREE)).toThrow(ShapeError)
    expect(() => gradientBoosting.predict(state, { ...samples, featureNames: ['feature_1', 'feature_0'] })).toThrow(
      ShapeError,
    )
  })
})
