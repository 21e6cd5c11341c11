import { ConfigError } from '../src/core/errors.js'
import { splitAtCommas } from '../src/features/stage-name.js'

/**
 * Names of features between commas; a comma within brackets belongs to a name.
 * @throws ConfigError for an empty name, or brackets that do not match
 */
export function splitFeatureNames(text: string, option: string): string[] {
  const names = splitAtCommas(text)?.map((name) => name.trim())
  if (names === undefined) throw new ConfigError(`--${option} "${text}": brackets do not match`)
  if (names.includes(''))
    throw new ConfigError(`--${option} "${text}": holds an empty name, expected names with commas`)
  return names
}
