import { z } from 'zod'
import { nearestName } from '../src/core/nearest.js'
import { constraints } from '../src/decide/constraints.js'
import { stepNamed } from '../src/decide/decision-step.js'
import { policyOf, type Policy } from '../src/decide/policy.js'
import { selectors } from '../src/decide/selectors.js'
import { weighers } from '../src/decide/weighers.js'
import { EQUAL_WEIGHT } from './portfolio-names.js'
import { located } from './located.js'
import { resolveParams } from './resolve-params.js'
import type { DocumentPath, YamlSource } from './yaml-source.js'

const params = z.record(z.string(), z.unknown())
/** A step by its name, alone or with parameters: `top-k`, or `top-k: { k: 3 }`. */
const step = z.union([z.string(), params.refine((given) => Object.keys(given).length === 1, 'expected one step')])

/** How an experiment says that is decided: the three steps, or the one that matters as `rule`. */
export const policySchema = {
  /** A selection that is weighed equally, or a weighing of all sectors: short for the steps below. */
  rule: z.string().optional(),
  params: params.optional(),
  select: step.optional(),
  weigh: step.optional(),
  constrain: z.array(step).default([]),
}

type GivenStep = z.output<typeof step>
interface GivenPolicy {
  readonly rule?: string | undefined
  readonly params?: Record<string, unknown> | undefined
  readonly select?: GivenStep | undefined
  readonly weigh?: GivenStep | undefined
  readonly constrain: GivenStep[]
}

/** A policy with every parameter, as it is written into a run folder. */
interface CompletePolicy {
  readonly select: Record<string, Record<string, unknown>>
  readonly weigh: Record<string, Record<string, unknown>>
  readonly constrain: Record<string, Record<string, unknown>>[]
}

interface AnyStep {
  readonly name: string
  readonly defaults: unknown
  check(params: unknown): void
}

/** A step as it was given, and where. */
interface PlacedStep {
  readonly name: string
  readonly params: unknown
  readonly nameAt: DocumentPath
  readonly paramsAt: DocumentPath
}

function placed(given: GivenStep, path: DocumentPath): PlacedStep {
  if (typeof given === 'string') return { name: given, params: {}, nameAt: path, paramsAt: path }
  const [name, values] = Object.entries(given)[0]
  const at = [...path, name]
  return { name, params: values, nameAt: at, paramsAt: at }
}

/** One step with every parameter filled in and checked, each fault at its line. */
function complete(
  kind: string,
  steps: readonly AnyStep[],
  { name, params: given, nameAt, paramsAt }: PlacedStep,
  source: YamlSource,
): Record<string, Record<string, unknown>> {
  const step = located(source, nameAt, () => stepNamed(kind, steps, name))
  // A step without a value in YAML, `equal:`, is one without parameters.
  const values = params.safeParse(given ?? {})
  if (!values.success) throw source.errorAt(paramsAt, `${JSON.stringify(given)}, expected parameters by name`)
  const resolved = resolveParams(step.defaults as Record<string, unknown>, values.data, source, paramsAt)
  located(source, paramsAt, () => step.check(resolved))
  return { [name]: resolved }
}

/** The selection and weighing that a rule is short for. */
function stepsOfRule(
  { rule, params: given = {} }: GivenPolicy & { readonly rule: string },
  source: YamlSource,
): Pick<Partial<PlacedSteps>, 'select' | 'weigh'> {
  const nameAt = ['decision', 'rule']
  const step = { name: rule, params: given, nameAt, paramsAt: ['decision', 'params'] }
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

function givenSteps(given: GivenPolicy, source: YamlSource): Partial<PlacedSteps> {
  const { select, weigh } = given
  const own = (['select', 'weigh'] as const).find((key) => given[key] !== undefined)
  if (own === undefined) return stepsOfRule({ ...given, rule: given.rule ?? 'top-k' }, source)
  for (const key of ['rule', 'params'] as const)
    if (given[key] !== undefined)
      throw source.errorAt(['decision', key], `is short for steps, and there is "${own}" too: expected one of them`)
  return {
    ...(select === undefined ? {} : { select: placed(select, ['decision', 'select']) }),
    ...(weigh === undefined ? {} : { weigh: placed(weigh, ['decision', 'weigh']) }),
  }
}

/**
 * The decision of an experiment with every step and parameter spelt out. The strongest three in equal parts when nothing is said;
 * all sectors where a weighing is said alone, and equal parts where a selection is.
 * @throws ConfigError naming file, line and field
 */
export function completePolicy(given: GivenPolicy, source: YamlSource): CompletePolicy {
  const { select, weigh } = givenSteps(given, source)
  const usual = (name: string): PlacedStep => placed(name, ['decision'])
  return {
    select: complete('selection', selectors, select ?? usual('all'), source),
    weigh: complete('weighing', weighers, weigh ?? usual('equal'), source),
    constrain: given.constrain.map((one, i) =>
      complete('constraint', constraints, placed(one, ['decision', 'constrain', i]), source),
    ),
  }
}

/** The policy of an experiment that was read. */
export function policyOfDecision(decision: GivenPolicy): Policy {
  const entry = (given: GivenStep | undefined): readonly [string, object?] => {
    if (given === undefined) throw new Error('bug: an experiment was read without its decision')
    return typeof given === 'string' ? [given] : (Object.entries(given)[0] as [string, object])
  }
  return policyOf(entry(decision.select), entry(decision.weigh), decision.constrain.map(entry))
}
