import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ridge } from '../../models/ridge.js'
import { ConfigError } from '../../src/core/errors.js'
import { createMatrix } from '../../src/core/matrix.js'
import { createRandom } from '../../src/core/random.js'
import { correlation } from '../../src/core/statistics.js'
import type { FeaturePanel } from '../../src/features/run-stages.js'
import { fitModel, fitSeed, forecastFold, predictRows, type FitOptions } from '../../src/forecast/forecast-fold.js'
import type { AnyModel } from '../../src/forecast/model.js'
import type { Samples } from '../../src/samples/samples.js'
import { fitScaler } from '../../src/samples/scaler.js'
import type { Target } from '../../src/samples/target.js'
import { walkForwardFolds, type Fold } from '../../src/samples/walk-forward.js'
import { differences } from '../contracts/random-panel.js'
import { randomFeatures } from '../samples/fixture.js'

const N_DATES = 120
const N_ASSETS = 3
const HORIZON = 5
const { features, target } = randomFeatures(N_DATES, N_ASSETS, 2, HORIZON)
const options: FitOptions = { params: ridge.defaults, seed: 1, trainStride: 1 }
const fold: Fold = { index: 0, trainStart: 10, labelLimit: 78, testStart: 80, testEnd: 100 }

/** A model that keeps what it was given and predicts the first feature. */
function spy(scaling: 'none' | 'standard', window = 1): { model: AnyModel; fits: Samples[]; predicts: Samples[] } {
  const fits: Samples[] = []
  const predicts: Samples[] = []
  const model: AnyModel = {
    name: 'spy',
    scaling,
    defaults: {},
    check: () => undefined,
    window: () => window,
    fit: (samples) => fits.push(samples),
    predict(_, samples) {
      predicts.push(samples)
      return Float64Array.from(
        { length: samples.nSamples },
        (__, i) => samples.x[i * window * samples.featureNames.length],
      )
    },
    save: () => new Uint8Array(0),
    load: () => 0,
  }
  return { model, fits, predicts }
}

/** Nonsense in every feature and label of the rows from `start` on. */
function poisoned(start: number): { features: FeaturePanel; target: Target } {
  const random = createRandom(9, 'poison')
  const poison = (matrix: { rows: number; cols: number; data: Float64Array }): typeof matrix => ({
    ...matrix,
    data: matrix.data.map((value, i) =>
      i < start * N_ASSETS ? value : random.integer(3) === 0 ? NaN : 1e9 * random.normal(),
    ),
  })
  return {
    features: { ...features, values: features.values.map(poison) },
    target: { ...target, values: poison(target.values) },
  }
}

describe('fitModel', () => {
  it('trains on every row of its range whose label ends before the limit, and on no other', () => {
    const walk = fc.record({
      from: fc.integer({ min: 20, max: 110 }).map((row) => features.dates[row]),
      refit: fc.oneof(fc.constant('monthly' as const), fc.integer({ min: 3, max: 60 })),
      scheme: fc.constantFrom('expanding' as const, 'sliding' as const),
      trainSessions: fc.integer({ min: 15, max: 60 }),
      embargo: fc.integer({ min: 0, max: 8 }),
    })
    fc.assert(
      fc.property(walk, fc.integer({ min: 1, max: 6 }), (walkOptions, horizon) => {
        const data = randomFeatures(N_DATES, 2, 1, horizon)
        for (const each of walkForwardFolds(features.dates, walkOptions)) {
          const { model, fits } = spy('none')
          fitModel(model, data.features, data.target, each, options)
          const { dateIndex, labelEnd } = fits[0]
          const last = each.testStart - walkOptions.embargo - horizon - 1
          expect(Math.max(...labelEnd)).toBeLessThan(each.testStart - walkOptions.embargo)
          expect([Math.min(...dateIndex), Math.max(...dateIndex)]).toEqual([each.trainStart, last])
          expect(dateIndex).toHaveLength(2 * (last - each.trainStart + 1))
        }
      }),
      { numRuns: 40 },
    )
  })

  it('takes every trainStride-th session, the newest among them, and labelled rows alone', () => {
    const { model, fits } = spy('none')
    const holes = target.values.data.map((value, i) => (Math.floor(i / N_ASSETS) === 66 ? NaN : value))
    const holed = { ...target, values: { ...target.values, data: holes } }
    fitModel(model, features, holed, fold, { ...options, trainStride: 3 })
    const sessions = [...new Set(fits[0].dateIndex)]
    expect(sessions.slice(-3)).toEqual([63, 69, 72])
    expect(sessions[0]).toBeGreaterThanOrEqual(10)
    expect(fits[0].y.some((y) => Number.isNaN(y))).toBe(false)
  })

  it('fits the scaler on training rows alone: nonsense in later rows does not change it', () => {
    const { model, fits } = spy('standard')
    const fitted = fitModel(model, features, target, fold, options)
    const plain = spy('none')
    fitModel(plain.model, features, target, fold, options)
    expect(fitted.scaler).toEqual(fitScaler(plain.fits[0]))
    const bad = poisoned(fold.labelLimit)
    const again = spy('standard')
    expect(fitModel(again.model, bad.features, bad.target, fold, options).scaler).toEqual(fitted.scaler)
    expect(again.fits).toEqual(fits)
    expect(fitScaler(fits[0]).centre[0], 'what it is given is scaled').toBeCloseTo(0, 12)
  })

  it('gives a model without scaling its features as they are', () => {
    const { model, fits } = spy('none', 2)
    expect(fitModel(model, features, target, fold, options).scaler).toBeUndefined()
    expect(fits[0].window).toBe(2)
    expect(fits[0].x[2]).toBe(features.values[0].data[fold.trainStart * N_ASSETS])
  })

  it('refuses a fold without a labelled row, naming the model', () => {
    const early = { trainStart: 0, labelLimit: HORIZON }
    expect(() => fitModel(ridge, features, target, early, options)).toThrow(ConfigError)
    expect(() => fitModel(ridge, features, target, early, options)).toThrow(
      'walkForward: no labelled row lies before the first test session for "ridge"; begin testing later',
    )
    expect(() => fitModel(ridge, features, target, { ...early, labelLimit: HORIZON + 1 }, options)).not.toThrow()
  })
})

describe('predictRows', () => {
  it('puts each score at its row and asset, and leaves out what is not seasoned', () => {
    const seasoned = features.seasoned.slice()
    seasoned[81 * N_ASSETS + 2] = 0
    const { model } = spy('none')
    const scores = predictRows(model, { state: 0 }, {}, { ...features, seasoned }, target, { start: 80, end: 83 })
    const expected = features.values[0].data.slice(80 * N_ASSETS, 83 * N_ASSETS)
    expected[5] = NaN
    expect(scores).toEqual(expected)
  })

  it('hides the labels of the rows it predicts', () => {
    const { model, predicts } = spy('none')
    predictRows(model, { state: 0 }, {}, features, target, { start: 80, end: 83 })
    expect(predicts[0].y.every((y) => Number.isNaN(y))).toBe(true)
    expect(predicts[0].nSamples).toBe(9)
  })
})

describe('forecastFold', () => {
  const walk = { from: features.dates[60], refit: 20, scheme: 'expanding', embargo: 2 } as const
  const folds = walkForwardFolds(features.dates, walk)

  it('finds the planted signal out of sample', () => {
    const scores = folds.map((each) => forecastFold(ridge, features, target, each, options))
    const truth = target.values.data.subarray(60 * N_ASSETS)
    expect(correlation(Float64Array.from(scores.flatMap((part) => [...part])), truth)).toBeGreaterThan(0.5)
  })

  it('a fold alone gives the same scores as within the walk, in any order of folds', () => {
    const seedOf = (each: Fold): number => fitSeed(1, 'ridge', each.index)
    const run = (each: Fold): Float64Array =>
      forecastFold(ridge, features, target, each, { ...options, seed: seedOf(each) })
    const within = folds.map(run)
    for (const each of [...folds].reverse()) expect(differences(run(each), within[each.index])).toBe(0)
    const alone = walkForwardFolds(features.dates, { ...walk, from: features.dates[folds[1].testStart] })[0]
    expect({ ...alone, index: 1 }).toEqual(folds[1])
    expect(differences(run({ ...alone, index: 1 }), within[1])).toBe(0)
  })

  it('neither labels from the limit on nor features after the test range reach its scores', () => {
    const honest = forecastFold(ridge, features, target, fold, options)
    const noLabels = createMatrix(N_DATES, N_ASSETS)
    // A label of row t lies at t: the last one that trains is of row labelLimit - horizon - 1.
    noLabels.data.set(target.values.data.subarray(0, (fold.labelLimit - HORIZON) * N_ASSETS))
    const later = poisoned(fold.testEnd).features
    const scores = forecastFold(ridge, later, { ...target, values: noLabels }, fold, options)
    expect(differences(scores, honest)).toBe(0)
  })
})

describe('fitSeed', () => {
  it('depends on the seed, the model and the fold', () => {
    const seeds = [
      fitSeed(1, 'a', 0),
      fitSeed(2, 'a', 0),
      fitSeed(1, 'b', 0),
      fitSeed(1, 'a', 1),
      fitSeed(1, 'a', 'all'),
    ]
    expect(new Set(seeds).size).toBe(5)
    expect(fitSeed(1, 'a', 0)).toBe(seeds[0])
  })
})
