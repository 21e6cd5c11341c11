import { ArtifactError, ConfigError, ShapeError } from '../src/core/errors.js'
import { nearestName } from '../src/core/nearest.js'
import { decodeRecord, encodeRecord } from '../src/core/records.js'
import { mean } from '../src/core/statistics.js'
import type { Model } from '../src/forecast/model.js'
import {
  cycleSignal,
  fitCycle,
  PHASES,
  phaseProbabilities,
  repeatedIndicator,
  signedName,
  type CycleIndicators,
  type CycleModel,
} from '../src/regimes/cycle-phases.js'
import type { Samples } from '../src/samples/samples.js'

export interface CycleParams extends CycleIndicators {
  /** Training samples of a phase that what is usual counts for: a sector's mean in a phase is drawn to it. Above 0. */
  readonly shrinkage: number
}

export interface CycleState {
  readonly model: CycleModel
  /** Mean of the training targets. */
  readonly mean: number
  /** [4], what every asset adds to it in each phase: the forecast for an asset that was not trained. */
  readonly common: Float64Array
  /** [nAssets * 4], what each asset of the training adds to it in each phase. */
  readonly effects: Float64Array
}

function missingName({ level, direction }: CycleIndicators, names: readonly string[]): string | undefined {
  return [...level, ...direction].map((each) => signedName(each).name).find((name) => !names.includes(name))
}

/** Value of a feature in the newest session of a sample. */
function newest({ x, window, featureNames }: Samples, sample: number, feature: string): number {
  return x[((sample + 1) * window - 1) * featureNames.length + featureNames.indexOf(feature)]
}

function probabilitiesOf(model: CycleModel, samples: Samples): Float64Array[] {
  return Array.from({ length: samples.nSamples }, (_, i) =>
    phaseProbabilities(cycleSignal(model, (feature) => newest(samples, i, feature))),
  )
}

/** Weighted mean of what is left of the targets in each phase, drawn to 0; [4]. */
function phaseMeans(
  samples: readonly number[],
  weights: readonly Float64Array[],
  left: (sample: number, phase: number) => number,
  shrinkage: number,
): Float64Array {
  return Float64Array.from(PHASES, (_, phase) => {
    let sum = 0
    let total = shrinkage
    for (const i of samples) {
      sum += weights[i][phase] * left(i, phase)
      total += weights[i][phase]
    }
    return sum / total
  })
}

/**
 * Rotation by the business cycle: a sector's score is its mean target in each phase of the training rows, weighted by the
 * probability of the phase. A sample is one session, so that phases are told by it alone, without the memory of `cyclePhases`. What
 * each indicator's usual value is, and which sectors a phase favours, is learnt from the training rows alone; sectors are told apart by
 * their column. NaN where no level or no direction is known.
 * @see Stovall (1996), Standard & Poor's Guide to Sector Investing; Jacobsen, Stangl and Visaltanachoti (2009), Sector Rotation
 *   across the Business Cycle, who find little to be gained
 */
export const cycle: Model<CycleState, CycleParams> = {
  name: 'cycle',
  scaling: 'none',
  defaults: { level: ['-feed.slack'], direction: ['feed.growth', 'market_trend_200'], shrinkage: 60 },
  check(params, featureNames) {
    const { level, direction, shrinkage } = params
    for (const [key, list] of Object.entries({ level, direction }))
      if (list.length === 0 || !list.every((each) => typeof each === 'string' && signedName(each).name !== ''))
        throw new ConfigError(`cycle: ${key} "${JSON.stringify(list)}", expected names of features, 1 or more`)
    for (const [key, list] of Object.entries({ level, direction })) {
      const repeated = repeatedIndicator(list)
      if (repeated !== undefined)
        throw new ConfigError(`cycle: ${key} holds "${repeated}" twice, expected each feature once, with one sign`)
    }
    if (!(shrinkage > 0) || !Number.isFinite(shrinkage))
      throw new ConfigError(`cycle: shrinkage "${shrinkage}", expected a finite number above 0`)
    const missing = featureNames === undefined ? undefined : missingName(params, featureNames)
    if (missing !== undefined)
      throw new ConfigError(
        `cycle: feature "${missing}" is not computed, expected one such as "${nearestName(missing, featureNames ?? []) ?? ''}"`,
      )
  },
  window: () => 1,
  fit(samples, params) {
    cycle.check(params, samples.featureNames)
    const { nSamples, y, assetIndex } = samples
    const model = fitCycle(params, (feature) =>
      Float64Array.from({ length: nSamples }, (_, i) => newest(samples, i, feature)),
    )
    const weights = probabilitiesOf(model, samples)
    const known = weights.flatMap((weight, i) => (weight.every(Number.isFinite) ? [i] : []))
    const centre = mean(y)
    const common = phaseMeans(known, weights, (i) => y[i] - centre, params.shrinkage)
    const nAssets = assetIndex.reduce((most, asset) => Math.max(most, asset + 1), 0)
    const effects = Array.from({ length: nAssets }, (_, asset) => {
      const own = known.filter((i) => assetIndex[i] === asset)
      const beyond = phaseMeans(own, weights, (i, phase) => y[i] - centre - common[phase], params.shrinkage)
      return beyond.map((value, phase) => common[phase] + value)
    })
    return { model, mean: centre, common, effects: Float64Array.from(effects.flatMap((effect) => [...effect])) }
  },
  predict({ model, mean: centre, common, effects }, samples) {
    const lacking = missingName(
      { level: model.level.map(({ name }) => name), direction: model.direction.map(({ name }) => name) },
      samples.featureNames,
    )
    if (lacking !== undefined)
      throw new ShapeError(`cycle: the samples have no feature "${lacking}", expected it as in training`)
    const nPhases = PHASES.length
    return Float64Array.from(probabilitiesOf(model, samples), (weights, i) => {
      const asset = samples.assetIndex[i]
      const own = effects.subarray(asset * nPhases, (asset + 1) * nPhases)
      const effect = own.length > 0 ? own : common
      return weights.reduce((sum, weight, phase) => sum + weight * effect[phase], centre)
    })
  },
  save: ({ model, mean: centre, common, effects }) =>
    encodeRecord({ kind: 'cycle', header: { model, mean: centre }, arrays: { common, effects } }),
  load(bytes) {
    const { header, arrays } = decodeRecord(bytes, 'cycle')
    const { model, mean: centre } = (header ?? {}) as Partial<CycleState>
    const { common, effects } = arrays
    if (model === undefined || ![model.level, model.direction, model.growth].every(Array.isArray))
      throw new ArtifactError('cycle holds no indicators as this version reads them: train it again')
    if (typeof centre !== 'number') throw new ArtifactError('cycle holds no mean')
    if (!(common instanceof Float64Array) || common.length !== PHASES.length || !(effects instanceof Float64Array))
      throw new ArtifactError('cycle holds no effects of the phases')
    return { model, mean: centre, common, effects }
  },
}
