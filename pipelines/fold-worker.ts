import { modelOf } from '../models/registry.js'
import type { FeaturePanel } from '../src/features/run-stages.js'
import { forecastFold } from '../src/forecast/forecast-fold.js'
import type { Target } from '../src/samples/target.js'
import type { Fold } from '../src/samples/walk-forward.js'

/** What every task of a walk needs. */
export interface FoldData {
  readonly features: FeaturePanel
  readonly target: Target
}

/** One fit: a model on a fold. */
export interface FoldTask {
  readonly model: string
  readonly params: unknown
  readonly fold: Fold
  readonly seed: number
  readonly trainStride: number
}

/** Message to a worker. */
export interface FoldMessage {
  readonly data: FoldData
  readonly task: FoldTask
}

/** A worker's answer; errors travel as plain data because their class would be lost. */
export type FoldAnswer =
  { readonly scores: Float64Array } | { readonly error: { readonly name: string; readonly message: string } }

/** Fits and forecasts one fold in the thread that calls it. */
export async function runFoldTask({ data, task }: FoldMessage): Promise<Float64Array> {
  return forecastFold(await modelOf(task.model), data.features, data.target, task.fold, task)
}

/** Entry of a worker thread. */
export async function answerFold(message: FoldMessage): Promise<FoldAnswer> {
  try {
    return { scores: await runFoldTask(message) }
  } catch (error) {
    const { name, message: text, stack } = error as Error
    // A mistake of the user's is one line; anything else is ours and needs the stack.
    return { error: { name, message: name === 'Error' ? (stack ?? text) : text } }
  }
}
