import { z } from 'zod'
import { stepNamed } from '../../src/decide/decision-step.js'
import { located } from '../located.js'
import { resolveParams } from '../resolve-params.js'
import type { DocumentPath, YamlSource } from '../yaml-source.js'

/** Parameters of a step by name. */
export const stepParams = z.record(z.string(), z.unknown())

/** A step by its name, alone or with parameters: `top-k`, or `top-k: { k: 3 }`. */
export const givenStep = z.union([
  z.string(),
  stepParams.refine((given) => Object.keys(given).length === 1, 'expected one step, "name" or { name: { ... } }'),
])
export type GivenStep = z.output<typeof givenStep>

/** A step with every parameter, as it is written into a run folder. */
export type CompleteStep = Record<string, Record<string, unknown>>

interface AnyStep {
  readonly name: string
  readonly defaults: unknown
  check(params: unknown): void
}

/** A step as it was given, and where. */
export interface PlacedStep {
  readonly name: string
  readonly params: unknown
  readonly nameAt: DocumentPath
  readonly paramsAt: DocumentPath
}

/** Where the name and the parameters of a step stand. */
export function placedStep(given: GivenStep, path: DocumentPath): PlacedStep {
  if (typeof given === 'string') return { name: given, params: {}, nameAt: path, paramsAt: path }
  const [name, values] = Object.entries(given)[0]
  const at = [...path, name]
  return { name, params: values, nameAt: at, paramsAt: at }
}

/**
 * One step with every parameter filled in and checked.
 * @param kind - what it is, for messages
 * @throws ConfigError naming file, line and field
 */
export function completeStep(
  kind: string,
  steps: readonly AnyStep[],
  { name, params: given, nameAt, paramsAt }: PlacedStep,
  source: YamlSource,
): CompleteStep {
  const step = located(source, nameAt, () => stepNamed(kind, steps, name))
  // A step without a value in YAML, `equal:`, is one without parameters.
  const values = stepParams.safeParse(given ?? {})
  if (!values.success) throw source.errorAt(paramsAt, `${JSON.stringify(given)}, expected parameters by name`)
  const resolved = resolveParams(step.defaults as Record<string, unknown>, values.data, source, paramsAt)
  located(source, paramsAt, () => step.check(resolved))
  return { [name]: resolved }
}

/** Name and parameters of a step that was read. */
export function entryOf(given: GivenStep): readonly [name: string, params?: object] {
  return typeof given === 'string' ? [given] : (Object.entries(given)[0] as [string, object])
}
