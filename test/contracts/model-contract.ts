import { beforeAll, describe, expect, it } from 'vitest'
import type { ModelEntry } from '../../models/registry.js'
import { ArtifactError } from '../../src/core/errors.js'
import { createRandom, shuffle } from '../../src/core/random.js'
import { encodeRecord } from '../../src/core/records.js'
import { correlation, standardDeviation } from '../../src/core/statistics.js'
import type { AnyModel } from '../../src/forecast/model.js'
import { selectSamples, type Samples } from '../../src/samples/samples.js'
import { applyScaler, fitScaler } from '../../src/samples/scaler.js'
import { differences } from './random-panel.js'

/** How a model is tried. */
export interface ModelTrial {
  /** Small parameters: fitting takes well under a second. */
  readonly params: unknown
  /** What it carries forward is given, not learnt: labels and seed have nothing to change. */
  readonly learnsNothing?: boolean
}

const N_ASSETS = 5
const FEATURES = ['planted', 'noise', 'more_noise']
const context = { seed: 7 }

/** A linear signal in the newest value of the first feature, with as much noise: the best correlation is 0.71. */
function plantedSamples(nSessions: number, window: number, seed: number): Samples {
  const random = createRandom(seed, 'planted')
  const nSamples = nSessions * N_ASSETS
  const x = Float64Array.from({ length: nSamples * window * FEATURES.length }, () => random.normal())
  const newest = (i: number): number => x[((i + 1) * window - 1) * FEATURES.length]
  const dateIndex = Int32Array.from({ length: nSamples }, (_, i) => 50 + Math.floor(i / N_ASSETS))
  return {
    x,
    y: Float64Array.from({ length: nSamples }, (_, i) => 0.02 * (newest(i) + random.normal())),
    dateIndex,
    assetIndex: Int32Array.from({ length: nSamples }, (_, i) => i % N_ASSETS),
    labelEnd: dateIndex.map((date) => date + 2),
    nSamples,
    window,
    featureNames: FEATURES,
  }
}

/** Labels that belong to other samples. */
function shuffled(samples: Samples, seed: number): Samples {
  return { ...samples, y: shuffle(samples.y.slice(), createRandom(seed, 'labels')) }
}

/** Features as the fold hands them over: scaled where the model asks for it. */
function prepared(model: AnyModel, samples: Samples): Samples {
  return model.scaling === 'standard' ? applyScaler(fitScaler(samples), samples) : samples
}

function withMissing(samples: Samples): Samples {
  const random = createRandom(3, 'missing')
  return { ...samples, x: samples.x.map((value) => (random.uniform() < 0.3 ? NaN : value)) }
}

/** What every model promises. */
export function describeModelContract(entry: ModelEntry, { params, learnsNothing = false }: ModelTrial): void {
  describe(entry.name, () => {
    let model: AnyModel
    let training: Samples
    let fresh: Samples
    let state: unknown
    let predictions: Float64Array

    beforeAll(async () => {
      model = await entry.load()
      training = prepared(model, plantedSamples(120, model.window(params), 1))
      fresh = prepared(model, plantedSamples(120, model.window(params), 2))
      state = model.fit(training, params, context)
      predictions = model.predict(state, fresh)
    })

    it('has its name, and defaults that pass its own check', () => {
      expect(model.name).toBe(entry.name)
      expect(() => model.check(model.defaults)).not.toThrow()
      expect(() => model.check(params)).not.toThrow()
      expect(model.window(model.defaults)).toBeGreaterThanOrEqual(1)
    })

    it('the same seed gives the same bytes', () => {
      expect(model.save(model.fit(training, params, context))).toEqual(model.save(state))
    })

    it('is read back with identical predictions, to the bit', () => {
      const back: unknown = model.load(model.save(state))
      expect(differences(model.predict(back, fresh), predictions)).toBe(0)
      expect(model.save(back)).toEqual(model.save(state))
    })

    it('leaves its samples and parameters as they were', () => {
      const [samples, given] = [structuredClone(training), structuredClone(params)]
      model.predict(model.fit(training, params, context), training)
      expect(training).toEqual(samples)
      expect(params).toEqual(given)
    })

    it('its state is plain data: a clone predicts the same', () => {
      expect(differences(model.predict(structuredClone(state), fresh), predictions)).toBe(0)
    })

    it('finds a planted linear signal in samples it has not seen', () => {
      expect(predictions).toHaveLength(fresh.nSamples)
      expect(correlation(predictions, fresh.y)).toBeGreaterThan(0.5)
    })

    it.skipIf(learnsNothing)('finds nothing in shuffled labels, and claims little', () => {
      const nothing = shuffled(fresh, 2)
      const scores = model.predict(model.fit(shuffled(training, 1), params, context), nothing)
      // 600 samples: five standard errors. Constant scores have no correlation at all.
      const found = correlation(scores, nothing.y)
      expect(Number.isNaN(found) ? 0 : Math.abs(found)).toBeLessThan(5 / Math.sqrt(600))
      expect(standardDeviation(scores)).toBeLessThan(0.5 * standardDeviation(nothing.y))
    })

    it.skipIf(learnsNothing)('scores are in units of y: they move and scale with the labels', () => {
      const moved = { ...training, y: training.y.map((y) => 3 + 100 * y) }
      const scores = model.predict(model.fit(moved, params, context), fresh)
      const expected = predictions.map((score) => 3 + 100 * score)
      // Where a penalty or a float32 intervenes the last digits differ.
      for (let i = 0; i < scores.length; i++) expect(Math.abs(scores[i] - expected[i])).toBeLessThan(0.05)
    })

    it('a prediction does not depend on the other samples of its batch, nor on their labels', () => {
      const order = shuffle(
        Array.from({ length: fresh.nSamples }, (_, i) => i),
        createRandom(5),
      ).slice(0, 77)
      const scores = model.predict(state, selectSamples(fresh, order))
      expect(
        differences(
          scores,
          Float64Array.from(order, (i) => predictions[i]),
        ),
      ).toBe(0)
      for (const i of [0, 311]) expect(model.predict(state, selectSamples(fresh, [i]))[0]).toBe(predictions[i])
      for (const y of [NaN, 1e9])
        expect(differences(model.predict(state, { ...fresh, y: fresh.y.map(() => y) }), predictions)).toBe(0)
    })

    it('missing features in training and in prediction are no trouble', () => {
      const gaps = prepared(model, withMissing(plantedSamples(120, model.window(params), 1)))
      const scores = model.predict(model.fit(gaps, params, context), gaps)
      // A model that takes features as they are may have no opinion where its feature is missing.
      const opinions = scores.filter((score) => !Number.isNaN(score))
      if (model.scaling === 'standard') expect(opinions).toHaveLength(scores.length)
      expect(opinions.length).toBeGreaterThan(0.6 * scores.length)
      expect(opinions.every((score) => Number.isFinite(score))).toBe(true)
    })

    it('one training sample, and equal labels, give finite scores', () => {
      const one = selectSamples(training, [17])
      const flat = { ...training, y: training.y.map(() => 0.25) }
      for (const samples of [one, flat]) {
        const scores = model.predict(model.fit(samples, params, context), fresh)
        expect(scores.every((score) => Number.isFinite(score))).toBe(true)
      }
    })

    it('no samples have no predictions', () => {
      expect(model.predict(state, selectSamples(fresh, []))).toHaveLength(0)
    })

    it('refuses damaged bytes, and those of another model', () => {
      const bytes = model.save(state)
      const step = Math.max(1, Math.floor(bytes.length / 60))
      for (let i = 0; i < bytes.length; i += step) {
        const damaged = bytes.slice()
        damaged[i] ^= 0x20
        expect(() => void model.load(damaged), `byte ${i}`).toThrow(ArtifactError)
        expect(() => void model.load(bytes.subarray(0, i)), `first ${i} bytes`).toThrow(ArtifactError)
      }
      for (const kind of ['another', entry.name])
        expect(() => void model.load(encodeRecord({ kind, header: {}, arrays: {} })), kind).toThrow(ArtifactError)
    })
  })
}
