import { join } from 'node:path'
import { modelOf } from '../models/registry.js'
import { createMatrix, type Matrix } from '../src/core/matrix.js'
import { agreement, ENSEMBLE, meanOfRanks } from '../src/forecast/ensemble.js'
import { fitSeed, predictRows } from '../src/forecast/forecast-fold.js'
import type { Forecasts } from '../src/forecast/forecasts.js'
import { inArtifact, MODELS_FOLDER, writeArtifact } from './artifacts.js'
import type { Experiment } from './experiment-schema.js'
import { transformNames } from './fold-transforms.js'
import type { Prepared } from './prepare.js'
import type { Progress } from './progress.js'
import { runJobs } from './run-jobs.js'
import { decodeFitted } from './trained-model.js'

/** Name of a trained model's file within the run folder. */
export function modelFile(model: string): string {
  return join(MODELS_FOLDER, `${model}.bin`)
}

/** Fits every model of an experiment on all labelled rows and writes them into the run folder. */
export async function trainModels(
  experiment: Experiment,
  { features, target }: Pick<Prepared, 'features' | 'target'>,
  folder: string,
  threads: number,
  progress: Progress,
): Promise<void> {
  const { models, seed, walkForward } = experiment
  const { trainStride } = walkForward
  const transforms = transformNames(experiment)
  const names = Object.keys(models)
  const tasks = names.map((model) => ({
    model,
    params: models[model],
    seed: fitSeed(seed, model, 'all'),
    trainStride,
    transforms,
  }))
  const files = await runJobs('fit', { features, target }, tasks, threads, ({ model }, done) =>
    progress(`fit ${done}/${tasks.length}: ${model}`),
  )
  for (const [i, name] of names.entries()) writeArtifact(folder, modelFile(name), files[i])
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
    const fitted = inArtifact(folder, modelFile(name), (bytes) => decodeFitted(model, bytes))
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
