import { BAR_FIELDS } from '../src/panel/panel.js'
import { planStages } from '../src/features/plan.js'
import { computeFeatures, panelSources, type FeaturePanel } from '../src/features/run-stages.js'
import { stageOf } from '../src/features/stage-families.js'
import type { Kernels } from '../src/kernels/kernels.js'
import { createWasmKernels } from '../src/kernels/wasm.js'
import type { Panel } from '../src/panel/panel.js'
import { buildTarget, type Target } from '../src/samples/target.js'
import type { ParsedExperiment } from './experiment.js'
import { openKernels } from './kernel-threads.js'
import { located } from './located.js'
import type { Experiment } from './experiment-schema.js'
import { loadData, type DataPlace, type LoadedData } from './load-data.js'
import type { Progress } from './progress.js'
import { defaultThreads } from './run-jobs.js'

/** Data with everything that models see. */
export interface Prepared extends LoadedData {
  readonly features: FeaturePanel
  readonly target: Target
}

/** Features and target of a panel, as an experiment declares them: the one path for training, walking and scoring. */
export function featuresAndTarget(
  experiment: Pick<Experiment, 'features' | 'horizon' | 'target'>,
  panel: Panel,
  kernels: Kernels = createWasmKernels(),
): { readonly features: FeaturePanel; readonly target: Target } {
  const plan = planStages(experiment.features, panelSources(panel), stageOf)
  const features = computeFeatures(plan, panel, kernels)
  const target = buildTarget(panel, features.seasoned, experiment.horizon, experiment.target)
  return { features, target }
}

/** Loads the data of an experiment and computes its features and target. */
export async function prepare(
  { experiment, source }: ParsedExperiment,
  location: DataPlace,
  progress: Progress,
): Promise<Prepared> {
  if (experiment.data.source === 'simulated') progress('simulating the market')
  else if (location.folder !== undefined) progress(`reading ${location.folder}`)
  const data = await loadData(experiment, location, progress)
  const { sessions, symbols, from, to } = data.provenance
  progress(`${symbols.length} symbols x ${sessions} sessions x ${BAR_FIELDS.length} fields, ${from} to ${to}`)
  const { kernels, close } = openKernels(defaultThreads())
  try {
    const made = located(source, ['horizon'], () => featuresAndTarget(experiment, data.panel, kernels))
    progress(`${made.features.names.length} features computed`)
    return { ...data, ...made }
  } finally {
    close()
  }
}
