import { ConfigError } from '../src/core/errors.js'
import type { DocumentPath, YamlSource } from './yaml-source.js'

/** Runs a check and gives its ConfigError the line of the value that is wrong. */
export function located<T>(source: YamlSource, path: DocumentPath, check: () => T): T {
  try {
    return check()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    // The field stands before the message already.
    const field = `${path.at(-1)}: `
    throw source.errorAt(path, error.message.startsWith(field) ? error.message.slice(field.length) : error.message)
  }
}
