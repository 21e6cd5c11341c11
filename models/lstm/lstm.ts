import { ArtifactError, ConfigError, ShapeError } from '../../src/core/errors.js'
import { decodeRecord, encodeRecord } from '../../src/core/records.js'
import type { Model } from '../../src/forecast/model.js'
import { forward } from './forward.js'
import { checkLstmParams, LSTM_DEFAULTS, type LstmParams } from './hyperparameters.js'
import { parameterCount, parametersOver, type LstmShape } from './parameters.js'
import { trainLstm } from './train.js'
import { prepareTargets } from '../training-targets.js'
import { createWorkspace, gatherInputs } from './workspace.js'

/** A trained network and the unit of what it forecasts. */
export interface LstmState extends LstmShape {
  readonly window: number
  /** Mean of the training targets: added to the network's output times `targetScale`. */
  readonly targetMean: number
  /** Population deviation of the training targets; 1 where they are all the same. */
  readonly targetScale: number
  /** [parameterCount(shape)], laid out as `LstmParameters` says. */
  readonly parameters: Float64Array
}

/** Sequences per pass of a prediction: enough to keep the products busy, few enough to stay in the cache. */
const PREDICTION_ROWS = 64

/**
 * A recurrent network with one LSTM layer and a linear head on its last hidden state, trained on squared error by Adam with
 * full backpropagation through the window. Plain TypeScript in double precision.
 *
 * Features are taken as scaled; a NaN counts as 0. Targets are standardised inside, so that learning does not depend on
 * their unit. A forecast depends on its own sequence alone, to the last bit.
 * @see Hochreiter and Schmidhuber (1997), Neural Computation 9(8); Gers et al. (2000) for the forget gate
 */
export const lstm: Model<LstmState, LstmParams> = {
  name: 'lstm',
  scaling: 'standard',
  defaults: LSTM_DEFAULTS,
  check: checkLstmParams,
  window: (params) => params.window,
  fit(samples, params, context) {
    checkLstmParams(params)
    if (samples.nSamples === 0) throw new ConfigError('lstm: there are "0" training samples, expected 1 or more')
    const shape = { nInputs: samples.featureNames.length, hidden: params.hidden }
    const { window } = samples
    if (window !== params.window)
      throw new ShapeError(`lstm: samples hold "${window}" sessions, expected the window of ${params.window}`)
    const { split, targets, targetMean, targetScale } = prepareTargets(samples, params.validationFraction)
    const { flat } = trainLstm({ x: samples.x, targets, window }, shape, split, params, context)
    return { ...shape, window, targetMean, targetScale, parameters: flat }
  },
  predict(state, samples) {
    const { window, nInputs, targetMean, targetScale } = state
    if (samples.window !== window || samples.featureNames.length !== nInputs)
      throw new ShapeError(
        `lstm: samples of ${samples.window} x ${samples.featureNames.length}, expected ${window} x ${nInputs} as in training`,
      )
    const parameters = parametersOver(state, state.parameters)
    const workspace = createWorkspace(state, window, Math.min(PREDICTION_ROWS, samples.nSamples), 'predict')
    const indices = Int32Array.from({ length: samples.nSamples }, (_, i) => i)
    const scores = new Float64Array(samples.nSamples)
    for (let start = 0; start < samples.nSamples; start += PREDICTION_ROWS) {
      const nRows = Math.min(PREDICTION_ROWS, samples.nSamples - start)
      gatherInputs(workspace, samples.x, indices, start, nRows)
      forward(parameters, workspace, nRows)
      for (let row = 0; row < nRows; row++) scores[start + row] = targetMean + targetScale * workspace.outputs[row]
    }
    return scores
  },
  save: ({ parameters, ...header }) => encodeRecord({ kind: 'lstm', header, arrays: { parameters } }),
  load(bytes) {
    const record = decodeRecord(bytes, 'lstm')
    const header = record.header as Partial<Omit<LstmState, 'parameters'>> | null
    const { nInputs = 0, hidden = 0, window = 0, targetMean = NaN, targetScale = NaN } = header ?? {}
    const { parameters } = record.arrays
    if (![nInputs, hidden, window].every((size) => Number.isSafeInteger(size) && size >= 1))
      throw new ArtifactError('lstm holds no sizes of its network')
    if (!(parameters instanceof Float64Array) || parameters.length !== parameterCount({ nInputs, hidden }))
      throw new ArtifactError('lstm holds parameters of another size')
    if (!Number.isFinite(targetMean) || !Number.isFinite(targetScale))
      throw new ArtifactError('lstm holds no unit of its target')
    return { nInputs, hidden, window, targetMean, targetScale, parameters }
  },
}
