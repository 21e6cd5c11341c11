import { modelOf } from '../models/registry.js'
import { ArtifactError, ConfigError, ShapeError } from '../src/core/errors.js'
import type { FeaturePanel } from '../src/features/run-stages.js'
import { fitModel, forecastFold, type FitOptions } from '../src/forecast/forecast-fold.js'
import { foldTransformOf } from '../src/samples/fold-transforms.js'
import type { Target } from '../src/samples/target.js'
import type { Fold } from '../src/samples/walk-forward.js'
import { encodeFitted } from './trained-model.js'

/** What every job works on. */
export interface JobData {
  readonly features: FeaturePanel
  readonly target: Target
}

/** One fit of one model. */
export interface FitTask {
  readonly model: string
  readonly params: unknown
  readonly seed: number
  readonly trainStride: number
  /** Names of the transforms that are fitted before it. */
  readonly transforms: readonly string[]
}

/** A fit on a fold, and the forecasts of its test rows. */
export interface FoldTask extends FitTask {
  readonly fold: Fold
}

/** Functions do not travel between threads, names do. */
function optionsOf(task: FitTask): FitOptions {
  return { ...task, transforms: task.transforms.map(foldTransformOf) }
}

/** Scores of the test rows of a fold, [(testEnd - testStart) * nAssets]. */
async function forecastTask({ features, target }: JobData, task: FoldTask): Promise<Float64Array> {
  return forecastFold(await modelOf(task.model), features, target, task.fold, optionsOf(task))
}

/** A model fitted on all labelled rows, as the bytes of its file. */
async function fitTask({ features, target }: JobData, task: FitTask): Promise<Uint8Array> {
  const model = await modelOf(task.model)
  const rows = { trainStart: 0, labelLimit: features.dates.length }
  return encodeFitted(model, fitModel(model, features, target, rows, optionsOf(task)))
}

/** What can be done in a worker thread. */
export const jobs = { forecast: forecastTask, fit: fitTask } as const

/** A message to a worker thread. */
export interface JobMessage {
  readonly job: keyof typeof jobs
  readonly data: JobData
  readonly task: FitTask | FoldTask
}

/** A worker's answer; errors travel as plain data because their class would be lost. */
export type JobAnswer =
  | { readonly result: Float64Array | Uint8Array }
  | { readonly error: { readonly name: string; readonly message: string } }

/** Entry of a worker thread. */
export async function answerJob({ job, data, task }: JobMessage): Promise<JobAnswer> {
  try {
    return { result: await jobs[job](data, task as FoldTask) }
  } catch (error) {
    const { name, message, stack } = error as Error
    // A mistake of the user's is one line; anything else is ours and needs the stack.
    const isOurs = error instanceof ConfigError || error instanceof ShapeError || error instanceof ArtifactError
    return { error: { name, message: isOurs ? message : (stack ?? message) } }
  }
}
