import { afterEach, describe, expect, it, vi } from 'vitest'
import { loadTensorBackend } from '../../../models/tfjs/backend.js'
import { MLP_DEFAULTS } from '../../../models/tfjs/hyperparameters.js'
import { createMlp, type MlpState } from '../../../models/tfjs/mlp.js'
import { ArtifactError, ConfigError, ShapeError } from '../../../src/core/errors.js'
import { createRandom } from '../../../src/core/random.js'
import { decodeRecord, encodeRecord } from '../../../src/core/records.js'
import { correlation, mean } from '../../../src/core/statistics.js'
import { selectSamples, type Samples } from '../../../src/samples/samples.js'

const backend = await loadTensorBackend()
const mlp = createMlp(backend)
const SMALL = { ...MLP_DEFAULTS, hidden: [5, 3], epochs: 2, batchSize: 32 }

/** Four assets a session; the target is the product of two features, which no line can follow, plus noise. */
function products(nSamples: number, seed: number): Samples {
  const random = createRandom(seed, 'products')
  const x = Float64Array.from({ length: nSamples * 3 }, () => random.normal())
  const dateIndex = Int32Array.from({ length: nSamples }, (_, i) => Math.floor(i / 4))
  return {
    x,
    y: Float64Array.from({ length: nSamples }, (_, i) => x[i * 3] * x[i * 3 + 1] + 0.3 * random.normal()),
    dateIndex,
    assetIndex: Int32Array.from({ length: nSamples }, (_, i) => i % 4),
    labelEnd: dateIndex.map((date) => date + 3),
    nSamples,
    window: 1,
    featureNames: ['first', 'second', 'noise'],
  }
}

const small = products(200, 1)
afterEach(() => void vi.restoreAllMocks())

describe('mlp on a planted signal', () => {
  it('finds a product of two features that no linear model can see', () => {
    const test = products(1000, 2)
    const params = { ...MLP_DEFAULTS, epochs: 25, batchSize: 64, learningRate: 0.02 }
    const forecasts = mlp.predict(mlp.fit(products(2000, 1), params, { seed: 1 }), test)
    expect(correlation(forecasts, test.y)).toBeGreaterThan(0.8)
    for (const j of [0, 1, 2]) {
      const feature = test.y.map((_, i) => test.x[i * 3 + j])
      expect(Math.abs(correlation(feature, test.y)), `feature ${j} alone`).toBeLessThan(0.2)
    }
  })

  it('keeps the epoch that was best on the purged validation sessions', () => {
    // Labels that are noise: more epochs only learn the training samples by heart.
    const noise: Samples = { ...small, y: products(200, 9).y }
    const messages: string[] = []
    const params = { ...SMALL, hidden: [24], epochs: 60, learningRate: 0.05 }
    const stopped = mlp.fit(noise, params, { seed: 1, progress: (message) => messages.push(message) })
    const losses = messages.map((message) => Number(message.split('on validation ')[1]))
    const best = losses.indexOf(Math.min(...losses))
    expect(losses.length, 'ended two epochs after the best').toBe(best + 3)
    expect(losses.length).toBeLessThan(60)
    expect(stopped).toEqual(mlp.fit(noise, { ...params, epochs: best + 1 }, { seed: 1 }))
  })

  it('learns the same from a target in another unit, as far as float32 tells', () => {
    const shifted: Samples = { ...small, y: small.y.map((y) => 1e-4 * y + 0.01) }
    const forecasts = mlp.predict(mlp.fit(small, SMALL, { seed: 1 }), small)
    const ofShifted = mlp.predict(mlp.fit(shifted, SMALL, { seed: 1 }), shifted)
    const worst = Math.max(...forecasts.map((forecast, i) => Math.abs((ofShifted[i] - 0.01) / 1e-4 - forecast)))
    expect(worst).toBeLessThan(1e-4)
  })

  it('trains on everything for all epochs where there is nothing to validate on', () => {
    const messages: string[] = []
    const params = { ...SMALL, epochs: 40, learningRate: 0.03, validationFraction: 0 }
    const state = mlp.fit(small, params, { seed: 1, progress: (message) => messages.push(message) })
    expect(messages).toHaveLength(40)
    expect(messages.join()).not.toContain('validation')
    expect(correlation(mlp.predict(state, small), small.y)).toBeGreaterThan(0.6)
  })

  it('mixes early and late sessions in its batches', () => {
    // All labels are -1, then all are 1: training in the order of time would end on the latter.
    const turning: Samples = {
      ...small,
      x: new Float64Array(small.x.length),
      y: small.y.map((_, i) => (i < 100 ? -1 : 1)),
    }
    const params = { ...SMALL, epochs: 3, batchSize: 5, learningRate: 0.03, validationFraction: 0 }
    const means = [1, 2, 3].map((seed) => mean(mlp.predict(mlp.fit(turning, params, { seed }), turning)))
    expect(Math.abs(mean(means))).toBeLessThan(0.3)
  })
})

describe('mlp as a model', () => {
  it('disposes every tensor it makes, also where a fit ends early', () => {
    mlp.predict(mlp.fit(small, SMALL, { seed: 1 }), small)
    const before = backend.tf.memory().numTensors
    for (const validationFraction of [0, 0.15])
      mlp.predict(mlp.fit(small, { ...SMALL, validationFraction }, { seed: 1 }), small)
    const stop = (): void => {
      throw new Error('stopped by the caller')
    }
    expect(() => mlp.fit(small, SMALL, { seed: 1, progress: stop })).toThrow('stopped by the caller')
    expect(backend.tf.memory().numTensors).toBe(before)
  })

  it('draws nothing from randomness that has no seed', () => {
    const random = vi.spyOn(Math, 'random')
    mlp.fit(small, SMALL, { seed: 1 })
    expect(random).not.toHaveBeenCalled()
  })

  it('treats a missing feature as 0, the training mean', () => {
    const holes: Samples = { ...small, x: small.x.map((value, i) => (i % 7 === 0 ? NaN : value)) }
    const zeros: Samples = { ...small, x: small.x.map((value, i) => (i % 7 === 0 ? 0 : value)) }
    const state = mlp.fit(holes, SMALL, { seed: 1 })
    expect(state).toEqual(mlp.fit(zeros, SMALL, { seed: 1 }))
    const forecasts = mlp.predict(state, holes)
    expect(forecasts.every(Number.isFinite)).toBe(true)
    expect([...forecasts]).toEqual([...mlp.predict(state, zeros)])
  })

  it('fits a single sample, and targets that are all the same', () => {
    const one = selectSamples(small, [5])
    expect(mlp.predict(mlp.fit(one, SMALL, { seed: 1 }), one).every(Number.isFinite)).toBe(true)
    const flat: Samples = { ...small, y: new Float64Array(small.nSamples).fill(0.25) }
    const forecasts = mlp.predict(mlp.fit(flat, { ...SMALL, epochs: 30, learningRate: 0.02 }, { seed: 1 }), flat)
    expect(Math.abs(mean(forecasts) - 0.25)).toBeLessThan(0.05)
  })
})

describe('mlp refuses', () => {
  it('parameters that make no sense, by name', () => {
    for (const [name, value] of [
      ['hidden', []],
      ['hidden', [4, 0]],
      ['hidden', 16],
      ['epochs', 0],
      ['batchSize', 1.5],
      ['learningRate', NaN],
      ['l2', -1],
      ['validationFraction', 1],
      ['patience', undefined],
    ] as const) {
      const fit = (): MlpState => mlp.fit(small, { ...SMALL, [name]: value }, { seed: 1 })
      expect(fit, name).toThrow(ConfigError)
      expect(fit, name).toThrow(`mlp: ${name} is out of range, "${String(value)}", expected`)
    }
  })

  it('no samples to train on, sequences, and forecasts of another number of features', () => {
    expect(() => mlp.fit(selectSamples(small, []), SMALL, { seed: 1 })).toThrow(ConfigError)
    expect(() => mlp.fit({ ...small, window: 3, featureNames: ['one'] }, SMALL, { seed: 1 })).toThrow(ShapeError)
    const state = mlp.fit(small, SMALL, { seed: 1 })
    expect(() => mlp.predict(state, { ...small, featureNames: ['one'] })).toThrow(ShapeError)
  })

  it('an intact record whose contents do not make a network', () => {
    const record = decodeRecord(mlp.save(mlp.fit(small, SMALL, { seed: 1 })), 'mlp')
    const header = record.header as Record<string, unknown>
    for (const change of [{ sizes: [3, 5, 4, 1] }, { sizes: [3, 5, 3, 2] }, { sizes: [1] }, { sizes: 'x' }])
      expect(() => mlp.load(encodeRecord({ ...record, header: { ...header, ...change } }))).toThrow(ArtifactError)
    for (const change of [{ targetMean: null }, { targetScale: 'one' }])
      expect(() => mlp.load(encodeRecord({ ...record, header: { ...header, ...change } }))).toThrow(ArtifactError)
    expect(() => mlp.load(encodeRecord({ ...record, header: null }))).toThrow(ArtifactError)
    expect(() => mlp.load(encodeRecord({ ...record, arrays: {} }))).toThrow(ArtifactError)
  })
})
