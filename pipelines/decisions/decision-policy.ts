import { z } from 'zod'
import { nearestName } from '../../src/core/nearest.js'
import { constraints } from '../../src/decide/constraints.js'
import { policyOf, type Policy } from '../../src/decide/policy.js'
import { selectors } from '../../src/decide/selectors.js'
import { weighers } from '../../src/decide/weighers.js'
import {
  completeStep,
  entryOf,
  givenStep,
  placedStep,
  stepParams,
  type CompleteStep,
  type GivenStep,
  type PlacedStep,
} from './decision-steps.js'
import { EQUAL_WEIGHT } from '../portfolio-names.js'
import type { DocumentPath, YamlSource } from '../yaml-source.js'

/** How an experiment says that is decided: the three steps, or the one that matters as `rule`. */
export const policySchema = {
  /** A selection that is weighed equally, or a weighing of all sectors: short for the steps below. */
  rule: z.string().optional(),
  params: stepParams.optional(),
  select: givenStep.optional(),
  weigh: givenStep.optional(),
  constrain: z.array(givenStep).default([]),
}

interface GivenPolicy {
  readonly rule?: string | undefined
  readonly params?: Record<string, unknown> | undefined
  readonly select?: GivenStep | undefined
  readonly weigh?: GivenStep | undefined
  readonly constrain: GivenStep[]
}

/** A policy with every parameter, as it is written into a run folder. */
interface CompletePolicy {
  readonly select: CompleteStep
  readonly weigh: CompleteStep
  readonly constrain: CompleteStep[]
}

/** The selection and weighing that a rule is short for. */
function stepsOfRule(
  { rule, params: given = {} }: GivenPolicy & { readonly rule: string },
  source: YamlSource,
  path: DocumentPath,
): Pick<Partial<PlacedSteps>, 'select' | 'weigh'> {
  const nameAt = [...path, 'rule']
  const step = { name: rule, params: given, nameAt, paramsAt: [...path, 'params'] }
  if (rule === EQUAL_WEIGHT) return { select: { ...step, name: 'all' } }
  if (selectors.some(({ name }) => name === rule)) return { select: step }
  if (weighers.some(({ name }) => name === rule)) return { weigh: step }
  const known = [EQUAL_WEIGHT, ...selectors.map(({ name }) => name), ...weighers.map(({ name }) => name)]
  throw source.errorAt(nameAt, `decision rule "${rule}" is unknown, the nearest is "${nearestName(rule, known) ?? ''}"`)
}

interface PlacedSteps {
  readonly select: PlacedStep
  readonly weigh: PlacedStep
}

function givenSteps(given: GivenPolicy, source: YamlSource, path: DocumentPath): Partial<PlacedSteps> {
  const { select, weigh } = given
  const own = (['select', 'weigh'] as const).find((key) => given[key] !== undefined)
  if (own === undefined) return stepsOfRule({ ...given, rule: given.rule ?? 'top-k' }, source, path)
  for (const key of ['rule', 'params'] as const)
    if (given[key] !== undefined)
      throw source.errorAt([...path, key], `is short for steps, and there is "${own}" too: expected one of them`)
  return {
    ...(select === undefined ? {} : { select: placedStep(select, [...path, 'select']) }),
    ...(weigh === undefined ? {} : { weigh: placedStep(weigh, [...path, 'weigh']) }),
  }
}

/**
 * The decision of an experiment with every step and parameter spelt out. The strongest three in equal parts when nothing is said;
 * all sectors where a weighing is said alone, and equal parts where a selection is.
 * @param path - where the policy stands in the document
 * @throws ConfigError naming file, line and field
 */
export function completePolicy(
  given: GivenPolicy,
  source: YamlSource,
  path: DocumentPath = ['decision'],
): CompletePolicy {
  const { select, weigh } = givenSteps(given, source, path)
  const usual = (name: string): PlacedStep => placedStep(name, path)
  return {
    select: completeStep('selection', selectors, select ?? usual('all'), source),
    weigh: completeStep('weighing', weighers, weigh ?? usual('equal'), source),
    constrain: given.constrain.map((one, i) =>
      completeStep('constraint', constraints, placedStep(one, [...path, 'constrain', i]), source),
    ),
  }
}

/** The policy of an experiment that was read. */
export function policyOfDecision({ select, weigh, constrain }: GivenPolicy): Policy {
  if (select === undefined || weigh === undefined) throw new Error('bug: an experiment was read without its decision')
  return policyOf(entryOf(select), entryOf(weigh), constrain.map(entryOf))
}
