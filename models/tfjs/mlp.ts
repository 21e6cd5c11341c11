import { ArtifactError, ConfigError, ShapeError } from '../../src/core/errors.js'
import { decodeRecord, encodeRecord } from '../../src/core/records.js'
import type { Model } from '../../src/forecast/model.js'
import type { Samples } from '../../src/samples/samples.js'
import { prepareTargets } from '../training-targets.js'
import type { TensorBackend } from './backend.js'
import { checkMlpParams, MLP_DEFAULTS, type MlpParams } from './hyperparameters.js'
import { tensorsOf, type Layer } from './network.js'
import { disposeLayers, outputsAt, trainMlp } from './train.js'

/** A trained network and the unit of what it forecasts. */
export interface MlpState {
  /** Input side first; the last has one output. */
  readonly layers: readonly Layer[]
  /** Mean of the training targets: added to the network's output times `targetScale`. */
  readonly targetMean: number
  /** Population deviation of the training targets; 1 where they are all the same. */
  readonly targetScale: number
}

/**
 * A multilayer perceptron with tanh units, trained on squared error by Adam on TensorFlow.js, in single precision. Initial
 * weights and batches are drawn from this project's seeded streams; on one backend the same seed gives the same bytes, on
 * another the last digits may differ.
 *
 * Features are taken as scaled; a NaN counts as 0. Targets are standardised inside, so that learning does not depend on
 * their unit. No tensor outlives a call.
 * @param backend - loaded beforehand, because importing it takes time and `fit` is synchronous
 */
export function createMlp({ tf }: TensorBackend): Model<MlpState, MlpParams> {
  return {
    name: 'mlp',
    scaling: 'standard',
    defaults: MLP_DEFAULTS,
    check: checkMlpParams,
    window: () => 1,
    fit(samples, params, context) {
      checkMlpParams(params)
      if (samples.nSamples === 0) throw new ConfigError('mlp: there are "0" training samples, expected 1 or more')
      const nFeatures = samples.featureNames.length
      checkShape(samples, nFeatures)
      const { split, targets, targetMean, targetScale } = prepareTargets(samples, params.validationFraction)
      const layers = trainMlp(tf, { x: samples.x, nFeatures, targets }, split, params, context)
      return { layers, targetMean, targetScale }
    },
    predict({ layers, targetMean, targetScale }, samples) {
      const { nInputs } = layers[0]
      checkShape(samples, nInputs)
      const tensors = tensorsOf(tf, layers)
      const all = Int32Array.from({ length: samples.nSamples }, (_, i) => i)
      const outputs = outputsAt(tf, tensors, { x: samples.x, nFeatures: nInputs }, all)
      disposeLayers(tensors)
      return outputs.map((output) => targetMean + targetScale * output)
    },
    save({ layers, targetMean, targetScale }) {
      const sizes = [layers[0].nInputs, ...layers.map(({ nOutputs }) => nOutputs)]
      const arrays = layers.flatMap(({ weights, biases }, i) => [
        [`weights_${i}`, weights] as const,
        [`biases_${i}`, biases] as const,
      ])
      const header = { sizes, targetMean, targetScale }
      return encodeRecord({ kind: 'mlp', header, arrays: Object.fromEntries(arrays) })
    },
    load(bytes) {
      const record = decodeRecord(bytes, 'mlp')
      const header = record.header as { sizes?: unknown; targetMean?: unknown; targetScale?: unknown } | null
      const { sizes, targetMean, targetScale } = header ?? {}
      if (!isSizes(sizes)) throw new ArtifactError('mlp holds no sizes of its layers')
      if (!isFinite(targetMean) || !isFinite(targetScale)) throw new ArtifactError('mlp holds no unit of its target')
      const layers = sizes.slice(1).map((nOutputs, i): Layer => {
        const nInputs = sizes[i]
        const weights = record.arrays[`weights_${i}`]
        const biases = record.arrays[`biases_${i}`]
        if (!isFloats(weights, nInputs * nOutputs) || !isFloats(biases, nOutputs))
          throw new ArtifactError(`mlp holds a layer "${i}" of another size`)
        return { nInputs, nOutputs, weights, biases }
      })
      return { layers, targetMean, targetScale }
    },
  }
}

function checkShape({ window, featureNames }: Samples, nFeatures: number): void {
  if (window !== 1 || featureNames.length !== nFeatures)
    throw new ShapeError(`mlp: samples of ${window} x ${featureNames.length}, expected 1 x ${nFeatures}`)
}

const isFinite = (value: unknown): value is number => Number.isFinite(value)

function isSizes(value: unknown): value is number[] {
  if (!Array.isArray(value) || value.length < 2 || value.at(-1) !== 1) return false
  return value.every((size) => Number.isSafeInteger(size) && Number(size) >= 1)
}

function isFloats(array: unknown, length: number): array is Float32Array {
  return array instanceof Float32Array && array.length === length
}
