import { ArtifactError, ConfigError, ShapeError } from '../src/core/errors.js'
import { solvePositiveDefinite } from '../src/core/linear-algebra.js'
import { decodeRecord, encodeRecord } from '../src/core/records.js'
import { mean } from '../src/core/statistics.js'
import type { Model } from '../src/forecast/model.js'

export interface RidgeParams {
  /** Penalty on the squared coefficients, relative to one observation's squared error (features have unit variance). */
  readonly lambda: number
}

export interface RidgeState {
  readonly intercept: number
  /** [nFeatures], on scaled features */
  readonly coefficients: Float64Array
}

/**
 * Linear regression with an L2 penalty: minimises mean (y - a - x b)^2 + lambda |b|^2, the intercept unpenalised.
 * @see Hoerl and Kennard (1970), Technometrics 12(1)
 */
export const ridge: Model<RidgeState, RidgeParams> = {
  name: 'ridge',
  scaling: 'standard',
  defaults: { lambda: 0.1 },
  check({ lambda }) {
    if (!(lambda > 0) || !Number.isFinite(lambda))
      throw new ConfigError(`ridge: lambda "${lambda}", expected a finite number above 0`)
  },
  window: () => 1,
  fit(samples, params) {
    ridge.check(params)
    const { lambda } = params
    const { x, y, nSamples: n } = samples
    const p = samples.featureNames.length
    const yMean = mean(y)
    const xMeans = new Float64Array(p)
    for (let i = 0; i < n; i++) for (let j = 0; j < p; j++) xMeans[j] += x[i * p + j] / n
    const gram = new Float64Array(p * p)
    const moment = new Float64Array(p)
    const centred = new Float64Array(p)
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < p; j++) centred[j] = x[i * p + j] - xMeans[j]
      const residual = (y[i] - yMean) / n
      for (let j = 0; j < p; j++) {
        moment[j] += centred[j] * residual
        for (let k = 0; k <= j; k++) gram[j * p + k] += (centred[j] * centred[k]) / n
      }
    }
    for (let j = 0; j < p; j++) gram[j * p + j] += lambda
    const coefficients = solvePositiveDefinite(gram, moment)
    let intercept = yMean
    for (let j = 0; j < p; j++) intercept -= coefficients[j] * xMeans[j]
    return { intercept, coefficients }
  },
  predict({ intercept, coefficients }, { x, nSamples, featureNames }) {
    const p = coefficients.length
    if (featureNames.length !== p)
      throw new ShapeError(`ridge: samples of ${featureNames.length} features, expected ${p} as in training`)
    const scores = new Float64Array(nSamples)
    for (let i = 0; i < nSamples; i++) {
      let score = intercept
      for (let j = 0; j < p; j++) score += coefficients[j] * x[i * p + j]
      scores[i] = score
    }
    return scores
  },
  save: ({ intercept, coefficients }) =>
    encodeRecord({ kind: 'ridge', header: { intercept }, arrays: { coefficients } }),
  load(bytes) {
    const record = decodeRecord(bytes, 'ridge')
    const intercept = (record.header as { intercept?: unknown } | null)?.intercept
    const { coefficients } = record.arrays
    if (typeof intercept !== 'number') throw new ArtifactError('ridge holds no intercept')
    if (!(coefficients instanceof Float64Array)) throw new ArtifactError('ridge holds no coefficients')
    return { intercept, coefficients }
  },
}
