import { ConfigError, DataError } from '../src/core/errors.js'
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

/** Reads a file that is configuration: that it can not be read is a mistake in what was asked for, not in the data. */
export function asConfig<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw error instanceof DataError ? new ConfigError(error.message) : error
  }
}
