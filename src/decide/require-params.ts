import { ConfigError } from '../core/errors.js'

/**
 * @param what - the step and its parameter: "turnover-cap: most"
 * @throws ConfigError when the value does not lie in [least, most]
 */
export function requireNumber(what: string, value: number, least: number, most: number): void {
  if (!(value >= least && value <= most)) throw new ConfigError(`${what} "${value}", expected ${least} to ${most}`)
}

/** @throws ConfigError when the value does not lie in (0, most] */
export function requirePositive(what: string, value: number, most: number): void {
  if (!(value > 0 && value <= most)) throw new ConfigError(`${what} "${value}", expected above 0, at most ${most}`)
}

/** @throws ConfigError when the value is no whole number of `least` or more */
export function requireWhole(what: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least)
    throw new ConfigError(`${what} "${value}", expected a whole number, ${least} or more`)
}

/** @throws ConfigError when the value is none of the words */
export function requireChoice(what: string, value: string, choices: readonly string[]): void {
  if (!choices.includes(value))
    throw new ConfigError(`${what} "${value}", expected ${choices.map((choice) => `"${choice}"`).join(' or ')}`)
}
