import { ArtifactError, ConfigError, ShapeError } from '../../src/core/errors.js'
import { groupBy } from '../../src/core/grouping.js'
import { decodeRecord, encodeRecord } from '../../src/core/records.js'
import { lowerBound } from '../../src/core/search.js'
import { mean } from '../../src/core/statistics.js'
import type { Model } from '../../src/forecast/model.js'
import type { Samples } from '../../src/samples/samples.js'
import { prepareTargets } from '../training-targets.js'
import { ACTOR_CRITIC_DEFAULTS, checkActorCriticParams, type ActorCriticParams } from './hyperparameters.js'
import { linearOf, weightCount, type LinearShape } from './linear.js'
import { trainActorCritic, type Step } from './train.js'

/** A trained policy, and the unit of what it forecasts. */
export interface ActorCriticState extends LinearShape {
  /** [weightCount(shape)], laid out as `linear.ts` says. */
  readonly weights: Float64Array
  /** Score of a preference of 0, in the unit of the target. */
  readonly intercept: number
  /** Score per unit of preference, 0 or more. */
  readonly slope: number
}

function featuresOf({ x, featureNames }: Samples, sample: number): Float64Array {
  return x.subarray(sample * featureNames.length, (sample + 1) * featureNames.length)
}

/** Training sessions in the order of time. */
function stepsOf(samples: Samples, targets: Float64Array): Step[] {
  const { dateIndex, assetIndex, labelEnd } = samples
  const sessions = [...groupBy(Array.from(targets.keys()), (i) => dateIndex[i])].sort(([a], [b]) => a - b)
  const dates = sessions.map(([date]) => date)
  return sessions.map(([date, members]) => {
    const x = members.map((i) => featuresOf(samples, i))
    return {
      assets: Int32Array.from(members, (i) => assetIndex[i]),
      x,
      rewards: Float64Array.from(members, (i) => targets[i]),
      market: Float64Array.from(samples.featureNames, (_, f) => mean(x.map((row) => row[f]))),
      next: lowerBound(dates, Math.max(date + 1, labelEnd[members[0]])),
    }
  })
}

/** Least squares line of the targets on the preferences; flat where it would fall, or where preferences are all the same. */
function calibrate(preference: Float64Array, targets: Float64Array): { intercept: number; slope: number } {
  const [centre, targetCentre] = [mean(preference), mean(targets)]
  let covariance = 0
  let variance = 0
  for (let i = 0; i < targets.length; i++) {
    covariance += (preference[i] - centre) * (targets[i] - targetCentre)
    variance += (preference[i] - centre) ** 2
  }
  const slope = variance > 0 ? Math.max(0, covariance / variance) : 0
  return { intercept: targetCentre - slope * centre, slope }
}

/**
 * A rotation policy learnt by reinforcement: at each session it holds one asset, its reward is the target that the asset then realises
 * less the cost of a switch. The policy is a softmax over preferences that are linear in the features of each asset, with weights
 * shared by all and weights of its own, so that what all assets see alike (a regime) can favour one of them. A score is the
 * preference without regard to what is held, in units of the target by a least squares line.
 *
 * Features are taken as scaled; a NaN counts as 0. Targets are standardised inside.
 * @see trainActorCritic for the algorithm and its sources
 */
export const actorCritic: Model<ActorCriticState, ActorCriticParams> = {
  name: 'actor-critic',
  scaling: 'standard',
  defaults: ACTOR_CRITIC_DEFAULTS,
  check: checkActorCriticParams,
  window: () => 1,
  fit(samples, params, context) {
    checkActorCriticParams(params)
    if (samples.nSamples === 0)
      throw new ConfigError('actor-critic: there are "0" training samples, expected 1 or more')
    const { targets, targetMean, targetScale } = prepareTargets(samples, 0)
    const nAssets = samples.assetIndex.reduce((most, asset) => Math.max(most, asset + 1), 0)
    const shape = { nFeatures: samples.featureNames.length, nAssets }
    const weights = trainActorCritic(stepsOf(samples, targets), shape, params, context)
    const preference = Float64Array.from(targets, (_, i) =>
      linearOf(weights, shape, featuresOf(samples, i), samples.assetIndex[i]),
    )
    const { intercept, slope } = calibrate(preference, targets)
    return { ...shape, weights, intercept: targetMean + targetScale * intercept, slope: targetScale * slope }
  },
  predict({ weights, intercept, slope, ...shape }, samples) {
    if (samples.featureNames.length !== shape.nFeatures)
      throw new ShapeError(
        `actor-critic: samples of ${samples.featureNames.length} features, expected ${shape.nFeatures} as in training`,
      )
    return Float64Array.from(
      samples.assetIndex,
      (asset, i) => intercept + slope * linearOf(weights, shape, featuresOf(samples, i), asset),
    )
  },
  save: ({ weights, ...header }) => encodeRecord({ kind: 'actor-critic', header, arrays: { weights } }),
  load(bytes) {
    const { header, arrays } = decodeRecord(bytes, 'actor-critic')
    const { nFeatures = 0, nAssets = 0, intercept = NaN, slope = NaN } = (header ?? {}) as Partial<ActorCriticState>
    const { weights } = arrays
    if (![nFeatures, nAssets].every((size) => Number.isSafeInteger(size) && size >= 1))
      throw new ArtifactError('actor-critic holds no sizes of its policy')
    if (!(weights instanceof Float64Array) || weights.length !== weightCount({ nFeatures, nAssets }))
      throw new ArtifactError('actor-critic holds weights of another size')
    if (!Number.isFinite(intercept) || !Number.isFinite(slope))
      throw new ArtifactError('actor-critic holds no unit of its target')
    return { nFeatures, nAssets, weights, intercept, slope }
  },
}
