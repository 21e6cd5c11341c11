import { ArtifactError } from '../core/errors.js'
import { matrixOver, type Matrix } from '../core/matrix.js'
import { decodeRecord, encodeRecord } from '../core/records.js'

/** Out-of-sample scores of several models on one calendar; the last model is the ensemble of the others. */
export interface Forecasts {
  /** Session days of the panel; shape [nDates]. */
  readonly dates: Int32Array
  readonly assets: readonly string[]
  readonly sectors: readonly string[]
  /** Sessions after t that a score of session t speaks about. */
  readonly horizon: number
  /** Per model: nDates x nAssets, NaN where nothing was forecast (not listed, before the first test session). */
  readonly scores: Readonly<Record<string, Matrix>>
  /** nDates x nAssets in [0, 1]: agreement between the models; NaN where nothing was forecast. */
  readonly confidence: Matrix
  readonly simulated: boolean
}

const KIND = 'forecasts'

interface Header {
  readonly assets: string[]
  readonly sectors: string[]
  readonly horizon: number
  readonly models: string[]
  readonly simulated: boolean
}

/**
 * First and last row (exclusive) that hold a score of any model.
 * @returns start = end = nDates when nothing was forecast
 */
export function forecastRange(forecasts: Forecasts): { readonly start: number; readonly end: number } {
  const { rows, cols, data } = forecasts.confidence
  const first = data.findIndex((value) => !Number.isNaN(value))
  const last = data.findLastIndex((value) => !Number.isNaN(value))
  return first < 0 ? { start: rows, end: rows } : { start: Math.floor(first / cols), end: Math.floor(last / cols) + 1 }
}

/** Forecasts as bytes. */
export function encodeForecasts(forecasts: Forecasts): Uint8Array {
  const { dates, assets, sectors, horizon, scores, confidence, simulated } = forecasts
  const models = Object.keys(scores)
  const arrays = Object.fromEntries(models.map((model) => [`score:${model}`, scores[model].data]))
  const header = { assets, sectors, horizon, models, simulated }
  return encodeRecord({ kind: KIND, header, arrays: { dates, confidence: confidence.data, ...arrays } })
}

/** @throws ArtifactError when the bytes are damaged or not forecasts */
export function decodeForecasts(bytes: Uint8Array): Forecasts {
  const { header, arrays } = decodeRecord(bytes, KIND)
  const { assets, sectors, horizon, models, simulated } = header as Header
  const { dates } = arrays
  if (!(dates instanceof Int32Array)) throw new ArtifactError('forecasts hold no dates')
  const matrix = (name: string): Matrix => {
    const array = arrays[name]
    if (!(array instanceof Float64Array)) throw new ArtifactError(`forecasts hold no ${name}`)
    return matrixOver(dates.length, assets.length, array)
  }
  const scores = Object.fromEntries(models.map((model) => [model, matrix(`score:${model}`)]))
  return { dates, assets, sectors, horizon, scores, confidence: matrix('confidence'), simulated }
}
