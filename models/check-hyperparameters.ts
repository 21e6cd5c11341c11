import { ConfigError } from '../src/core/errors.js'

type Rule = readonly [isValid: (value: number) => boolean, expected: string]

const RANGES = {
  count: [(value) => Number.isSafeInteger(value) && value >= 1, 'a whole number, 1 or more'],
  positive: [(value) => Number.isFinite(value) && value > 0, 'a finite number above 0'],
  notNegative: [(value) => Number.isFinite(value) && value >= 0, 'a finite number, 0 or more'],
  belowOne: [(value) => value >= 0 && value < 1, 'a number from 0 to below 1'],
} as const satisfies Readonly<Record<string, Rule>>

/** What a hyperparameter may be. */
type Range = keyof typeof RANGES

/**
 * Checks every hyperparameter that has a range, in the order of the ranges.
 * @throws ConfigError naming the model and the first that is missing, not a number or out of its range
 */
export function checkHyperparameters<Params extends object>(
  model: string,
  params: Params,
  ranges: Readonly<Record<keyof Params & string, Range>>,
): void {
  for (const [name, range] of Object.entries<Range>(ranges)) {
    const [isValid, expected] = RANGES[range]
    const value: unknown = params[name as keyof Params]
    if (typeof value !== 'number' || !isValid(value))
      throw new ConfigError(`${model}: ${name} is out of range, "${String(value)}", expected ${expected}`)
  }
}
