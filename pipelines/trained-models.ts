import { join } from 'node:path'
import { modelOf } from '../models/registry.js'
import { ArtifactError } from '../src/core/errors.js'
import { createMatrix, type Matrix } from '../src/core/matrix.js'
import { encodeRecord } from '../src/core/records.js'
import { agreement, ENSEMBLE, meanOfRanks } from '../src/forecast/ensemble.js'
import { fitModel, fitSeed, predictRows, type FittedModel } from '../src/forecast/forecast-fold.js'
import type { Forecasts } from '../src/forecast/forecasts.js'
import type { AnyModel } from '../src/forecast/model.js'
import { inArtifact, MODELS_FOLDER, readRecord, writeArtifact } from './artifacts.js'
import type { Experiment } from './experiment-schema.js'
import type { Prepared } from './prepare.js'
import type { Progress } from './progress.js'

const KIND = 'trained-model'

/** Name of a trained model's file within the run folder. */
export function modelFile(model: string): string {
  return join(MODELS_FOLDER, `${model}.bin`)
}

function encodeFitted(model: AnyModel, { state, scaler }: FittedModel): Uint8Array {
  return encodeRecord({
    kind: KIND,
    header: { model: model.name, scaled: scaler !== undefined },
    arrays: {
      state: model.save(state),
      ...(scaler === undefined ? {} : { centre: scaler.centre, scale: scaler.scale }),
    },
  })
}

function readFitted(folder: string, model: AnyModel): FittedModel {
  const file = modelFile(model.name)
  const { header, arrays } = readRecord(folder, file, KIND)
  const { model: name, scaled } = header as { model: string; scaled: boolean }
  return inArtifact(folder, file, () => {
    if (name !== model.name) throw new ArtifactError(`holds a "${name}", expected a "${model.name}"`)
    if (!(arrays.state instanceof Uint8Array)) throw new ArtifactError('holds no state')
    const state: unknown = model.load(arrays.state)
    const { centre, scale } = arrays
    if (!scaled) return { state }
    if (!(centre instanceof Float64Array && scale instanceof Float64Array)) throw new ArtifactError('holds no scaler')
    return { state, scaler: { centre, scale } }
  })
}

/** Fits every model of an experiment on all labelled rows and writes them into the run folder. */
export async function trainModels(
  experiment: Experiment,
  { panel, features, target }: Pick<Prepared, 'panel' | 'features' | 'target'>,
  folder: string,
  progress: Progress,
): Promise<void> {
  const rows = { trainStart: 0, labelLimit: panel.dates.length }
  for (const [name, params] of Object.entries(experiment.models)) {
    progress(`training ${name}`)
    const model = await modelOf(name)
    const seed = fitSeed(experiment.seed, name, 'all')
    const { trainStride } = experiment.walkForward
    const fitted = fitModel(model, features, target, rows, { params, seed, trainStride })
    writeArtifact(folder, modelFile(name), encodeFitted(model, fitted))
  }
}

/**
 * Scores of the latest sessions by the trained models of a run folder, ensemble included.
 * @param sessions - how many of the last sessions are scored
 * @throws ArtifactError when a model's file is damaged
 */
export async function scoreLatest(
  experiment: Experiment,
  { panel, features, target }: Pick<Prepared, 'panel' | 'features' | 'target'>,
  folder: string,
  sessions: number,
): Promise<Forecasts> {
  const nAssets = panel.assets.length
  const end = features.seasoned.lastIndexOf(1) < 0 ? 0 : Math.floor(features.seasoned.lastIndexOf(1) / nAssets) + 1
  const start = Math.max(0, end - sessions)
  const scores: Record<string, Matrix> = {}
  for (const [name, params] of Object.entries(experiment.models)) {
    const model = await modelOf(name)
    const fitted = readFitted(folder, model)
    const known = predictRows(model, fitted, params, features, target, { start, end })
    scores[name] = createMatrix(panel.dates.length, nAssets)
    scores[name].data.set(known, start * nAssets)
  }
  const { dates, assets, sectors, simulated } = panel
  const matrices = Object.values(scores)
  return {
    dates,
    assets,
    sectors,
    horizon: experiment.horizon,
    scores: { ...scores, [ENSEMBLE]: meanOfRanks(matrices) },
    confidence: agreement(matrices),
    simulated,
  }
}
