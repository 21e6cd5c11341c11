import type { z } from 'zod'
import { quoted } from '../datasets/text/quoted.js'
import type { ConfigError } from '../src/core/errors.js'
import { nearestName } from '../src/core/nearest.js'
import { counted } from './feature-text.js'
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

/** Whether a message is ours: those of the library begin with a capital letter. */
function isOwn({ message }: z.core.$ZodIssue): boolean {
  return !/^[A-Z]/.test(message)
}

/** Whether an alternative is of another kind altogether than what was given, so that its complaint helps nobody. */
function isOtherKind([{ code, path }]: readonly z.core.$ZodIssue[]): boolean {
  return path.length === 0 && (code === 'invalid_type' || code === 'invalid_value')
}

function firstIssue(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue {
  const issue = issues.find((candidate) => candidate.code === 'unrecognized_keys') ?? issues[0]
  if (issue.code === 'invalid_key') return { ...issue, message: issue.issues[0].message }
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return issue
  // Of the alternatives, the one that got furthest says best what is wrong.
  const depth = (list: readonly z.core.$ZodIssue[]): number => Math.max(...list.map((inner) => inner.path.length))
  const [best] = [...issue.errors].sort(
    (a, b) => depth(b) - depth(a) || Number(isOtherKind(a)) - Number(isOtherKind(b)) || a.length - b.length,
  )
  if (isOwn(issue) && isOtherKind(best)) return issue
  const inner = firstIssue(best)
  return { ...inner, path: [...issue.path, ...inner.path] }
}

/** The value that stands at a place of the document. */
function valueAt(value: unknown, path: DocumentPath): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], value)
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys with values',
  record: 'keys with values',
}

function shown(given: unknown): string {
  if (Array.isArray(given)) return KINDS.array
  return typeof given === 'object' ? KINDS.object : quoted(`${given as string | number | boolean}`)
}

/** What was given and what was expected, where one of some words was: with the nearest of them. */
function choiceProblem(given: unknown, words: readonly string[]): string {
  if (words.length === 1) return `${shown(given)}, expected "${words[0]}"`
  if (typeof given !== 'string') return `${shown(given)}, expected one of ${words.join(', ')}`
  return `"${given}" is unknown, expected one of ${words.join(', ')}; the nearest is "${nearestName(given, words) ?? ''}"`
}

/** What is expected of a number, or of a number of things. */
function boundText(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  if (issue.code === 'too_small')
    return issue.inclusive === false ? `above ${issue.minimum}` : `${issue.minimum} or more`
  return `${issue.inclusive === false ? 'below' : 'at most'} ${issue.maximum}`
}

/** What is wrong with a value, in our words. */
function problemOf(issue: z.core.$ZodIssue, given: unknown): string {
  const absent = given === undefined ? 'is missing' : given === null ? 'is empty' : undefined
  if (absent !== undefined) return isOwn(issue) ? `${absent}, ${issue.message}` : absent
  if (isOwn(issue)) return issue.message
  switch (issue.code) {
    case 'invalid_type':
      return `${shown(given)}, expected ${KINDS[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return choiceProblem(given, issue.values.map(String))
    case 'invalid_union':
      return 'options' in issue ? choiceProblem(given, issue.options.map(String)) : issue.message
    case 'too_small':
    case 'too_big':
      if (Array.isArray(given)) return `${given.length} in the list, expected ${boundText(issue)}`
      if (typeof given === 'string') return `${counted(given.length, 'character')}, expected ${boundText(issue)}`
      return `${shown(given)}, expected ${boundText(issue)}`
    default:
      return issue.message
  }
}

/**
 * What is wrong with a document, at its line and in our words, the schema's own where it has some: an unknown key or choice with the
 * nearest one there is.
 */
export function schemaError(schema: AnySchema, error: z.ZodError, source: YamlSource): ConfigError {
  const issue = firstIssue(error.issues)
  const path = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))
  if (path.length === 0 && (source.value === null || source.value === undefined))
    return source.errorAt([], 'the file is empty')
  if (issue.code !== 'unrecognized_keys') return source.errorAt(path, problemOf(issue, valueAt(source.value, path)))
  const [key] = issue.keys
  const nearest = nearestName(key, knownKeys(schema, path))
  return source.errorAt(
    [...path, key],
    `unknown key "${key}"${nearest === undefined || nearest === key ? ' here' : `, the nearest is "${nearest}"`}`,
  )
}
