import { ArtifactError, ConfigError, ShapeError } from '../src/core/errors.js'
import { nearestName } from '../src/core/nearest.js'
import { decodeRecord, encodeRecord } from '../src/core/records.js'
import type { Model } from '../src/forecast/model.js'

export interface MomentumParams {
  /** Feature that is carried forward as the score. */
  readonly feature: string
}

export interface MomentumState {
  readonly feature: string
}

/**
 * The easy forecast that every other has to beat: what led will lead. The score is the feature's latest value, in the
 * feature's unit; NaN where it is missing. Nothing is learnt.
 */
export const momentum: Model<MomentumState, MomentumParams> = {
  name: 'momentum',
  scaling: 'none',
  defaults: { feature: 'relative_strength_126' },
  check({ feature }, featureNames) {
    if (featureNames === undefined || featureNames.includes(feature)) return
    const nearest = nearestName(feature, featureNames)
    throw new ConfigError(`momentum: feature "${feature}" is not computed, expected one such as "${nearest ?? ''}"`)
  },
  window: () => 1,
  fit(samples, params) {
    momentum.check(params, samples.featureNames)
    return { feature: params.feature }
  },
  predict(state, samples) {
    const nFeatures = samples.featureNames.length
    const f = samples.featureNames.indexOf(state.feature)
    if (f < 0)
      throw new ShapeError(`momentum: the samples have no feature "${state.feature}", expected it as in training`)
    const scores = new Float64Array(samples.nSamples)
    for (let i = 0; i < scores.length; i++) scores[i] = samples.x[((i + 1) * samples.window - 1) * nFeatures + f]
    return scores
  },
  save: (state) => encodeRecord({ kind: 'momentum', header: { feature: state.feature }, arrays: {} }),
  load(bytes) {
    const feature = (decodeRecord(bytes, 'momentum').header as { feature?: unknown } | null)?.feature
    if (typeof feature !== 'string') throw new ArtifactError('momentum holds no feature')
    return { feature }
  },
}
