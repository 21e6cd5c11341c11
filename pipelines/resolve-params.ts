import { nearestName } from '../src/core/nearest.js'
import type { YamlSource, DocumentPath } from './yaml-source.js'

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value
}

/**
 * Complete parameters: the defaults, overridden by what the experiment gives.
 * @param defaults - every parameter there is, with its default
 * @throws ConfigError naming file, line and field for an unknown parameter (with the nearest known one) or a value of another
 *   kind than its default
 */
export function resolveParams<T extends object>(
  defaults: T,
  given: Readonly<Record<string, unknown>>,
  source: YamlSource,
  path: DocumentPath,
): T {
  for (const [key, value] of Object.entries(given)) {
    const known = Object.keys(defaults)
    if (!Object.hasOwn(defaults, key)) {
      const nearest = nearestName(key, known)
      const hint = nearest === undefined ? 'there are no parameters' : `the nearest is "${nearest}"`
      throw source.errorAt([...path, key], `unknown parameter "${key}", ${hint}`)
    }
    const expected = kindOf((defaults as Record<string, unknown>)[key])
    if (kindOf(value) !== expected)
      throw source.errorAt([...path, key], `${JSON.stringify(value)} is a ${kindOf(value)}, expected a ${expected}`)
    if (typeof value === 'number' && !Number.isFinite(value))
      throw source.errorAt([...path, key], `"${value}" is not finite`)
  }
  return { ...defaults, ...given }
}
