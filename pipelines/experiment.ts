import type { z } from 'zod'
import { modelOf } from '../models/registry.js'
import { ConfigError } from '../src/core/errors.js'
import { nearestName } from '../src/core/nearest.js'
import { decisionRuleOf } from '../src/decide/decision-rules.js'
import { planStages } from '../src/features/plan.js'
import { stageOf } from '../src/features/stage-families.js'
import { ENSEMBLE } from '../src/forecast/ensemble.js'
import { checkUniverse, featureSources } from './experiment-data.js'
import { experimentSchema, type Experiment } from './experiment-schema.js'
import { checkFeeds } from './feeds/check-feeds.js'
import { located } from './located.js'
import { resolveParams } from './resolve-params.js'
import { withOwnFamily } from './universe-family.js'
import { parseYaml, type DocumentPath, type YamlSource } from './yaml-source.js'

/** An experiment with the place it was read from, for messages about it. */
export interface ParsedExperiment {
  readonly experiment: Experiment
  readonly source: YamlSource
}

type AnySchema = z.core.$ZodType
interface SchemaShape {
  readonly type: string
  readonly shape?: Record<string, AnySchema>
  readonly innerType?: AnySchema
  readonly element?: AnySchema
  readonly valueType?: AnySchema
  readonly options?: readonly AnySchema[]
}

/** Every key that may stand at a place of the document, by walking the schema. */
function knownKeys(schema: AnySchema, path: DocumentPath): string[] {
  const definition = schema._zod.def as SchemaShape
  if (definition.innerType !== undefined) return knownKeys(definition.innerType, path)
  if (definition.options !== undefined) return definition.options.flatMap((option) => knownKeys(option, path))
  if (definition.element !== undefined) return knownKeys(definition.element, path.slice(1))
  if (definition.valueType !== undefined) return path.length === 0 ? [] : knownKeys(definition.valueType, path.slice(1))
  if (definition.shape === undefined) return []
  if (path.length === 0) return Object.keys(definition.shape)
  const next = definition.shape[String(path[0])]
  return next === undefined ? [] : knownKeys(next, path.slice(1))
}

function firstIssue(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue {
  const issue = issues.find((candidate) => candidate.code === 'unrecognized_keys') ?? issues[0]
  if (issue.code === 'invalid_key') return { ...issue, message: issue.issues[0].message }
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return issue
  // Of the alternatives, the one that got furthest says best what is wrong.
  const depth = (list: readonly z.core.$ZodIssue[]): number => Math.max(...list.map((inner) => inner.path.length))
  const best = [...issue.errors].sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0]
  const inner = firstIssue(best)
  return { ...inner, path: [...issue.path, ...inner.path] }
}

/** The value that stands at a place of the document. */
function valueAt(value: unknown, path: DocumentPath): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], value)
}

/** Where one of some words was expected: what was given, and the nearest of them. */
function choiceMessage(issue: z.core.$ZodIssue, given: unknown): string {
  const words = [...issue.message.matchAll(/['"]([^'"]+)['"]/g)].map(([, word]) => word)
  const isChoice = issue.code === 'invalid_value' || issue.code === 'invalid_union'
  if (!isChoice || typeof given !== 'string' || words.length < 2) return issue.message
  return `"${given}" is unknown, expected one of ${words.join(', ')}; the nearest is "${nearestName(given, words) ?? ''}"`
}

function schemaError(error: z.ZodError, source: YamlSource): ConfigError {
  const issue = firstIssue(error.issues)
  const path = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))
  if (issue.code !== 'unrecognized_keys') return source.errorAt(path, choiceMessage(issue, valueAt(source.value, path)))
  const [key] = issue.keys
  const nearest = nearestName(key, knownKeys(experimentSchema, path))
  return source.errorAt(
    [...path, key],
    `unknown key "${key}"${nearest === undefined || nearest === key ? ' here' : `, the nearest is "${nearest}"`}`,
  )
}

function checkWalk({ walkForward: { scheme, trainSessions } }: Experiment, source: YamlSource): void {
  if (scheme === 'expanding' && trainSessions !== undefined)
    throw source.errorAt(
      ['walkForward', 'trainSessions'],
      'has no effect on an expanding scheme: leave it out, or slide',
    )
}

function checkFeatures(experiment: Experiment, source: YamlSource): void {
  const { data, features } = experiment
  const isRaw = data.source === 'simulated' || (data.source === 'csv' && !data.adjusted)
  const sources = featureSources(experiment)
  for (const [i, name] of features.entries())
    located(source, ['features', i], () => {
      planStages([name], sources, stageOf)
      if (sources.includes(name)) return
      const stage = stageOf(name)
      if (stage.width === 'pair')
        throw new ConfigError(`feature "${name}" has a value per pair, expected one per sector`)
      if (isRaw && stage.isLevel === true)
        throw new ConfigError(
          `feature "${name}" is in units of price or shares: adjusting raw data for a split rescales its past, which would tell of the split`,
        )
    })
  located(source, ['features'], () => planStages(features, sources, stageOf))
}

/**
 * Reads an experiment: strict schema, every name checked, every default filled in.
 * @param text - YAML
 * @param file - its name, for messages
 * @throws ConfigError naming file, line and field
 */
export async function parseExperiment(text: string, file: string): Promise<ParsedExperiment> {
  const source = parseYaml(text, file)
  const result = experimentSchema.safeParse(source.value)
  if (!result.success) throw schemaError(result.error, source)
  const experiment = withOwnFamily(result.data, source)
  checkUniverse(experiment, source)
  checkFeeds(experiment, source)
  checkWalk(experiment, source)
  checkFeatures(experiment, source)

  const models: Experiment['models'] = {}
  for (const [name, given] of Object.entries(experiment.models)) {
    if (name === ENSEMBLE) throw source.errorAt(['models', name], `"${ENSEMBLE}" is the ensemble and always there`)
    const model = await modelOf(name).catch((error: unknown) => {
      throw error instanceof ConfigError ? source.errorAt(['models', name], error.message) : error
    })
    const params = resolveParams(model.defaults as object, given, source, ['models', name]) as Record<string, unknown>
    located(source, ['models', name], () => model.check(params, experiment.features))
    models[name] = params
  }
  const rule = located(source, ['decision', 'rule'], () => decisionRuleOf(experiment.decision.rule))
  const path = ['decision', 'params']
  const params = resolveParams(rule.defaults as object, experiment.decision.params, source, path) as Record<
    string,
    unknown
  >
  located(source, path, () => rule.check(params))
  return { experiment: { ...experiment, models, decision: { ...experiment.decision, params } }, source }
}
