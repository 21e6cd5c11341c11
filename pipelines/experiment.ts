import { modelOf } from '../models/registry.js'
import { ConfigError } from '../src/core/errors.js'
import { requireFeatures } from '../src/features/plan-outputs.js'
import { planStages, type Plan } from '../src/features/plan.js'
import { stageOf } from '../src/features/stage-families.js'
import { ENSEMBLE } from '../src/forecast/ensemble.js'
import { transformedNames } from '../src/samples/fold-transforms.js'
import { completePolicy } from './decisions/decision-policy.js'
import { completeChecks } from './decisions/pre-trade-checks.js'
import { refuseOtherKinds } from './document-kinds.js'
import { checkUniverse, featureSources, isAdjustedHere } from './experiment-data.js'
import { experimentSchema, type Experiment } from './experiment-schema.js'
import { checkFeeds } from './feeds/check-feeds.js'
import { transformsOf } from './fold-transforms.js'
import { located } from './located.js'
import { resolveParams } from './resolve-params.js'
import { completeStrategies } from './strategies/schema.js'
import { schemaError } from './schema-error.js'
import { withOwnFamily } from './universe-family.js'
import { parseYaml, type YamlSource } from './yaml-source.js'

/** An experiment with the place it was read from, for messages about it. */
export interface ParsedExperiment {
  readonly experiment: Experiment
  readonly source: YamlSource
}

function checkWalk({ walkForward: { scheme, trainSessions } }: Experiment, source: YamlSource): void {
  if (scheme === 'expanding' && trainSessions !== undefined)
    throw source.errorAt(
      ['walkForward', 'trainSessions'],
      'has no effect on an expanding scheme: leave it out, or slide',
    )
}

/** The plan of the experiment's features, once each of them is found to be one. */
function checkFeatures(experiment: Experiment, source: YamlSource): Plan {
  const { data, features } = experiment
  const sources = featureSources(experiment)
  for (const [i, name] of features.entries())
    located(source, ['features', i], () => {
      requireFeatures(planStages([name], sources, stageOf), isAdjustedHere(data))
    })
  return located(source, ['features'], () => planStages(features, sources, stageOf))
}

/**
 * Reads an experiment: strict schema, every name checked, every default filled in.
 * @param text - YAML
 * @param file - its name, for messages
 * @throws ConfigError naming file, line and field
 */
export async function parseExperiment(text: string, file: string): Promise<ParsedExperiment> {
  const source = parseYaml(text, file)
  refuseOtherKinds(source, 'experiment')
  const result = experimentSchema.safeParse(source.value)
  if (!result.success) throw schemaError(experimentSchema, result.error, source)
  const experiment = withOwnFamily(result.data, source)
  checkUniverse(experiment, source)
  checkFeeds(experiment, source)
  checkWalk(experiment, source)
  const plan = checkFeatures(experiment, source)

  const names = located(source, ['transforms'], () => transformedNames(transformsOf(experiment), experiment.features))
  const models: Experiment['models'] = {}
  for (const [name, given] of Object.entries(experiment.models)) {
    if (name === ENSEMBLE) throw source.errorAt(['models', name], `"${ENSEMBLE}" is the ensemble and always there`)
    const model = await modelOf(name).catch((error: unknown) => {
      throw error instanceof ConfigError ? source.errorAt(['models', name], error.message) : error
    })
    const params = resolveParams(model.defaults as object, given, source, ['models', name]) as Record<string, unknown>
    located(source, ['models', name], () => model.check(params, names))
    models[name] = params
  }
  const { every, on, benchmarkWeights, ...given } = experiment.decision
  const decision = { ...completePolicy(given, source), every, on, benchmarkWeights }
  const checks = completeChecks(experiment, source)
  const strategies = completeStrategies(experiment, plan, source)
  return { experiment: { ...experiment, models, decision, checks, ...strategies }, source }
}
