import { describe, expect, it } from 'vitest'
import { LSTM_DEFAULTS } from '../../../models/lstm/hyperparameters.js'
import { lstm, type LstmState } from '../../../models/lstm/lstm.js'
import { parametersOver } from '../../../models/lstm/parameters.js'
import { ArtifactError, ConfigError, ShapeError } from '../../../src/core/errors.js'
import { decodeRecord, encodeRecord } from '../../../src/core/records.js'
import { correlation, mean } from '../../../src/core/statistics.js'
import { selectSamples, type Samples } from '../../../src/samples/samples.js'
import { plantedSequences } from './fixture.js'

const SMALL = { ...LSTM_DEFAULTS, window: 8, hidden: 4, epochs: 2 }
const small = plantedSequences(200, 8, 1, 'recall')

function meanSquare(forecasts: ArrayLike<number>, y: Float64Array): number {
  return mean(y.map((value, i) => (value - forecasts[i]) ** 2))
}

describe('lstm on planted sequences', () => {
  for (const planted of ['recall', 'pattern'] as const) {
    it(`halves the error of the mean and of the best line through the last value: ${planted}`, () => {
      const params = { ...LSTM_DEFAULTS, window: 8, hidden: 8, epochs: 15, learningRate: 0.02 }
      const training = plantedSequences(2000, 8, 1, planted)
      const test = plantedSequences(2000, 8, 2, planted)
      const forecasts = lstm.predict(lstm.fit(training, params, { seed: 1 }), test)
      const ofMean = meanSquare(new Float64Array(test.nSamples).fill(mean(training.y)), test.y)
      const lastValues = test.y.map((_, i) => test.x[((i + 1) * 8 - 1) * 2])
      // Least squares on the test samples themselves: no forecast from the last value alone can do better.
      const ofLastValue = ofMean * (1 - correlation(lastValues, test.y) ** 2)
      const error = meanSquare(forecasts, test.y)
      expect(error, 'the mean').toBeLessThan(0.5 * ofMean)
      expect(error, 'the last value').toBeLessThan(0.5 * ofLastValue)
    })
  }

  it('learns the same from a target in another unit', () => {
    const shifted: Samples = { ...small, y: small.y.map((y) => 1e-4 * y + 0.01) }
    const forecasts = lstm.predict(lstm.fit(small, SMALL, { seed: 1 }), small)
    const ofShifted = lstm.predict(lstm.fit(shifted, SMALL, { seed: 1 }), shifted)
    const worst = Math.max(...forecasts.map((forecast, i) => Math.abs((ofShifted[i] - 0.01) / 1e-4 - forecast)))
    expect(worst).toBeLessThan(1e-6)
  })

  it('keeps the epoch that was best on the purged validation sessions', () => {
    // Labels that are noise: more epochs only learn the training samples by heart.
    const noise: Samples = { ...small, y: plantedSequences(200, 8, 9, 'recall').y }
    const messages: string[] = []
    const params = { ...SMALL, hidden: 12, epochs: 60, learningRate: 0.03, patience: 2 }
    const stopped = lstm.fit(noise, params, { seed: 1, progress: (message) => messages.push(message) })
    const losses = messages.map((message) => Number(message.split('on validation ')[1]))
    const best = losses.indexOf(Math.min(...losses))
    expect(losses.length, 'ended two epochs after the best').toBe(best + 3)
    expect(losses.length).toBeLessThan(60)
    const atBest = lstm.fit(noise, { ...params, epochs: best + 1 }, { seed: 1 })
    expect([...stopped.parameters]).toEqual([...atBest.parameters])
  })

  it('heeds its hyperparameters: changing one changes the network', () => {
    const params = { ...SMALL, epochs: 6, learningRate: 0.05 }
    const states = [
      {},
      { hidden: 5 },
      { epochs: 1 },
      { batchSize: 16 },
      { learningRate: 0.04 },
      { weightDecay: 0.5 },
      { clipNorm: 0.01 },
      { validationFraction: 0.4 },
    ].map((change) => lstm.fit(plantedSequences(200, 8, 1, 'pattern'), { ...params, ...change }, { seed: 3 }))
    expect(new Set(states.map((state) => state.parameters.join())).size).toBe(states.length)
  })

  it('shrinks the weights, not the biases, by weight decay', () => {
    // Without an error there is no gradient, and what changes is the decay alone.
    const silent: Samples = { ...small, x: new Float64Array(small.x.length), y: new Float64Array(small.nSamples) }
    const still = { ...SMALL, epochs: 1, validationFraction: 0, clipNorm: 1e-12, learningRate: 1e-4 }
    const [kept, decayed] = [0, 1000].map((weightDecay) => lstm.fit(silent, { ...still, weightDecay }, { seed: 1 }))
    const [before, after] = [kept, decayed].map((state) => parametersOver(state, state.parameters))
    const steps = Math.ceil(small.nSamples / still.batchSize)
    for (let i = 0; i < before.inputWeights.length; i++)
      expect(after.inputWeights[i]).toBeCloseTo(before.inputWeights[i] * 0.9 ** steps, 3)
    for (let i = 0; i < before.biases.length; i++) expect(after.biases[i]).toBeCloseTo(before.biases[i], 3)
    expect(before.biases[SMALL.hidden], 'the forget gate has a bias that decay could reach').toBeGreaterThan(0.9)
  })

  it('trains on everything for all epochs where there is nothing to validate on', () => {
    const messages: string[] = []
    const params = { ...SMALL, epochs: 30, learningRate: 0.03, validationFraction: 0 }
    const state = lstm.fit(small, params, { seed: 1, progress: (message) => messages.push(message) })
    expect(messages).toHaveLength(30)
    expect(messages.join()).not.toContain('validation')
    const ofMean = meanSquare(new Float64Array(small.nSamples).fill(mean(small.y)), small.y)
    expect(meanSquare(lstm.predict(state, small), small.y)).toBeLessThan(0.7 * ofMean)
  })

  it('mixes early and late sessions in its batches', () => {
    // All labels are -1, then all are 1: training in the order of time would end on the latter.
    const turning: Samples = {
      ...small,
      x: new Float64Array(small.x.length),
      y: small.y.map((_, i) => (i < 100 ? -1 : 1)),
    }
    const params = { ...SMALL, epochs: 3, batchSize: 5, learningRate: 0.03, validationFraction: 0 }
    const means = [1, 2, 3].map((seed) => mean(lstm.predict(lstm.fit(turning, params, { seed }), turning)))
    expect(Math.abs(mean(means))).toBeLessThan(0.08)
  })
})

describe('lstm as a model', () => {
  it('treats a missing feature as 0, the training mean', () => {
    const holes: Samples = { ...small, x: small.x.map((value, i) => (i % 7 === 0 ? NaN : value)) }
    const zeros: Samples = { ...small, x: small.x.map((value, i) => (i % 7 === 0 ? 0 : value)) }
    const state = lstm.fit(holes, SMALL, { seed: 1 })
    const forecasts = lstm.predict(state, holes)
    expect(forecasts.every(Number.isFinite)).toBe(true)
    expect(state).toEqual(lstm.fit(zeros, SMALL, { seed: 1 }))
    expect([...forecasts]).toEqual([...lstm.predict(state, zeros)])
  })

  it('fits a single sample, fewer samples than a batch, and targets that are all the same', () => {
    const one = selectSamples(small, [5])
    expect(lstm.predict(lstm.fit(one, SMALL, { seed: 1 }), one).every(Number.isFinite)).toBe(true)
    const few = selectSamples(small, [0, 1, 2, 80, 81, 199])
    expect(lstm.predict(lstm.fit(few, SMALL, { seed: 1 }), few).every(Number.isFinite)).toBe(true)
    const flat: Samples = { ...small, y: new Float64Array(small.nSamples).fill(0.25) }
    const forecasts = lstm.predict(lstm.fit(flat, { ...SMALL, epochs: 30, learningRate: 0.01 }, { seed: 1 }), flat)
    expect(Math.abs(mean(forecasts) - 0.25)).toBeLessThan(0.05)
  })

  it('takes its window from its parameters, 20 sessions unless told', () => {
    expect(lstm.window(lstm.defaults)).toBe(20)
    expect(lstm.window(SMALL)).toBe(8)
    expect(lstm.scaling).toBe('standard')
  })
})

describe('lstm refuses', () => {
  it('parameters that make no sense, by name', () => {
    for (const [name, value] of [
      ['hidden', 0],
      ['window', 2.5],
      ['epochs', -1],
      ['batchSize', NaN],
      ['learningRate', 0],
      ['weightDecay', -0.1],
      ['clipNorm', Infinity],
      ['validationFraction', 1],
      ['patience', undefined],
    ] as const) {
      const fit = (): LstmState => lstm.fit(small, { ...SMALL, [name]: value }, { seed: 1 })
      expect(fit, name).toThrow(ConfigError)
      expect(fit, name).toThrow(`lstm: ${name} is out of range, "${String(value)}", expected`)
    }
  })

  it('no samples to train on, and samples whose window is not the one asked for', () => {
    expect(() => lstm.fit(selectSamples(small, []), SMALL, { seed: 1 })).toThrow(ConfigError)
    expect(() => lstm.fit(small, { ...SMALL, window: 7 }, { seed: 1 })).toThrow(ShapeError)
  })

  it('to forecast samples of another shape than it was trained on', () => {
    const state = lstm.fit(small, SMALL, { seed: 1 })
    expect(() => lstm.predict(state, plantedSequences(10, 7, 1, 'recall'))).toThrow(ShapeError)
    expect(() => lstm.predict(state, { ...small, featureNames: ['planted'] })).toThrow(ShapeError)
  })

  it('an intact record whose contents do not make a network', () => {
    const record = decodeRecord(lstm.save(lstm.fit(small, SMALL, { seed: 1 })), 'lstm')
    const header = record.header as Record<string, unknown>
    for (const change of [{ hidden: 5 }, { hidden: 0 }, { nInputs: 'two' }, { window: null }, { targetScale: null }])
      expect(() => lstm.load(encodeRecord({ ...record, header: { ...header, ...change } }))).toThrow(ArtifactError)
    expect(() => lstm.load(encodeRecord({ ...record, arrays: {} }))).toThrow(ArtifactError)
    expect(() => lstm.load(encodeRecord({ ...record, header: null }))).toThrow(ArtifactError)
  })
})
