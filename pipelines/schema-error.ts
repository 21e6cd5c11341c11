import type { z } from 'zod'
import type { ConfigError } from '../src/core/errors.js'
import { nearestName } from '../src/core/nearest.js'
import type { DocumentPath, YamlSource } from './yaml-source.js'

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

/** What is wrong with a document, at its line: an unknown key or choice with the nearest one there is. */
export function schemaError(schema: AnySchema, error: z.ZodError, source: YamlSource): ConfigError {
  const issue = firstIssue(error.issues)
  const path = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))
  if (issue.code !== 'unrecognized_keys') return source.errorAt(path, choiceMessage(issue, valueAt(source.value, path)))
  const [key] = issue.keys
  const nearest = nearestName(key, knownKeys(schema, path))
  return source.errorAt(
    [...path, key],
    `unknown key "${key}"${nearest === undefined || nearest === key ? ' here' : `, the nearest is "${nearest}"`}`,
  )
}
