import { ConfigError } from '../../src/core/errors.js'

/** Hyperparameters of the multilayer perceptron and of its training. */
export interface MlpParams {
  /** Units of each hidden layer, input side first; each 1 or more. */
  readonly hidden: readonly number[]
  /** Most passes over the training samples, 1 or more. */
  readonly epochs: number
  /** Samples per step of the optimiser, 1 or more; the last batch of an epoch may be smaller. */
  readonly batchSize: number
  /** Step size of Adam, above 0. */
  readonly learningRate: number
  /** Penalty on the squared weights (not on the biases), added to the mean squared error; 0 or more. */
  readonly l2: number
  /** Share of the latest training sessions that decide when to stop, from 0 (no early stopping) to below 1. */
  readonly validationFraction: number
  /** Epochs without improvement after which training ends, 1 or more. */
  readonly patience: number
}

/** Hyperparameters used where an experiment says nothing. */
export const MLP_DEFAULTS: MlpParams = {
  hidden: [16],
  epochs: 6,
  batchSize: 256,
  learningRate: 0.005,
  l2: 1e-4,
  validationFraction: 0.15,
  patience: 2,
}

type Rule = readonly [isValid: (value: unknown) => boolean, expected: string]
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 1
const isNumber = (value: unknown): value is number => Number.isFinite(value)
const COUNT: Rule = [isCount, 'a whole number, 1 or more']
const RULES: Readonly<Record<keyof MlpParams, Rule>> = {
  hidden: [
    (value) => Array.isArray(value) && value.length > 0 && value.every(isCount),
    'a list of whole numbers, each 1 or more',
  ],
  epochs: COUNT,
  batchSize: COUNT,
  learningRate: [(value) => isNumber(value) && value > 0, 'a finite number above 0'],
  l2: [(value) => isNumber(value) && value >= 0, 'a finite number, 0 or more'],
  validationFraction: [(value) => isNumber(value) && value >= 0 && value < 1, 'a number from 0 to below 1'],
  patience: COUNT,
}

/**
 * Checks every hyperparameter.
 * @throws ConfigError naming the first that is missing or out of its range
 */
export function checkMlpParams(params: MlpParams): void {
  for (const name of Object.keys(RULES) as (keyof MlpParams)[]) {
    const [isValid, expected] = RULES[name]
    if (!isValid(params[name]))
      throw new ConfigError(`mlp: ${name} is out of range, "${String(params[name])}", expected ${expected}`)
  }
}
