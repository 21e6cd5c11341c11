import { describe, expect, it } from 'vitest'
import { ArtifactError } from '../../src/core/errors.js'
import { matrixOver, type Matrix } from '../../src/core/matrix.js'
import { encodeRecord } from '../../src/core/records.js'
import { decodeForecasts, encodeForecasts, forecastRange, type Forecasts } from '../../src/forecast/forecasts.js'

const matrix = (...values: number[]): Matrix => matrixOver(4, 2, Float64Array.from(values))
const forecasts: Forecasts = {
  dates: Int32Array.of(100, 101, 102, 105),
  assets: ['A', 'B "ß"'],
  sectors: ['energy', 'materials'],
  horizon: 21,
  scores: {
    ridge: matrix(NaN, NaN, 1, 2, NaN, -0.5, NaN, NaN),
    mean: matrix(NaN, NaN, -0.5, 0.5, NaN, 0, NaN, NaN),
  },
  confidence: matrix(NaN, NaN, 0.1, 1, NaN, 0, NaN, NaN),
  simulated: true,
}

describe('encodeForecasts and decodeForecasts', () => {
  it('give back the forecasts, models in their order', () => {
    const back = decodeForecasts(encodeForecasts(forecasts))
    expect(back).toEqual(forecasts)
    expect(Object.keys(back.scores)).toEqual(['ridge', 'mean'])
  })

  it('refuse damaged bytes and other artifacts', () => {
    const bytes = encodeForecasts(forecasts)
    for (let i = 0; i < bytes.length; i += 7) {
      const damaged = bytes.slice()
      damaged[i] ^= 0x40
      expect(() => decodeForecasts(damaged), `byte ${i}`).toThrow(ArtifactError)
    }
    expect(() => decodeForecasts(bytes.subarray(0, 100))).toThrow(ArtifactError)
    expect(() => decodeForecasts(encodeRecord({ kind: 'ridge', header: {}, arrays: {} }))).toThrow(
      'a sectorcast ridge, expected forecasts',
    )
  })

  it('say which array is missing', () => {
    const header = { assets: ['A'], sectors: ['energy'], horizon: 1, models: ['ridge'], simulated: false }
    const dates = Int32Array.of(1)
    const confidence = Float64Array.of(0)
    const of = (arrays: Record<string, Float64Array | Int32Array>): Uint8Array =>
      encodeRecord({ kind: 'forecasts', header, arrays })
    expect(() => decodeForecasts(of({}))).toThrow(new ArtifactError('forecasts hold no dates'))
    expect(() => decodeForecasts(of({ dates, confidence }))).toThrow(new ArtifactError('forecasts hold no score:ridge'))
    expect(() => decodeForecasts(of({ dates, 'score:ridge': confidence }))).toThrow(
      new ArtifactError('forecasts hold no confidence'),
    )
  })
})

describe('forecastRange', () => {
  it('spans the first to the last row with a score', () => {
    expect(forecastRange(forecasts)).toEqual({ start: 1, end: 3 })
    const full = matrixOver(4, 2, new Float64Array(8))
    expect(forecastRange({ ...forecasts, confidence: full })).toEqual({ start: 0, end: 4 })
  })

  it('is empty at the end when nothing was forecast', () => {
    const none = matrixOver(4, 2, new Float64Array(8).fill(NaN))
    expect(forecastRange({ ...forecasts, confidence: none })).toEqual({ start: 4, end: 4 })
  })
})
