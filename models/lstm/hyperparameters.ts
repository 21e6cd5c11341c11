import { ConfigError } from '../../src/core/errors.js'

/** Hyperparameters of the LSTM and of its training. */
export interface LstmParams {
  /** Sessions that one sequence holds, 1 or more. */
  readonly window: number
  /** Units of the recurrent layer, 1 or more. */
  readonly hidden: number
  /** Most passes over the training samples, 1 or more. */
  readonly epochs: number
  /** Sequences per step of the optimiser, 1 or more; the last batch of an epoch may be smaller. */
  readonly batchSize: number
  /** Step size of Adam, above 0. */
  readonly learningRate: number
  /** Decoupled decay of the weights (not of the biases) per unit of learning rate, 0 or more. */
  readonly weightDecay: number
  /** Largest Euclidean norm of the whole gradient; longer ones are shortened to it. Above 0. */
  readonly clipNorm: number
  /** Share of the latest training sessions that decide when to stop, from 0 (no early stopping) to below 1. */
  readonly validationFraction: number
  /** Epochs without improvement after which training ends, 1 or more. */
  readonly patience: number
}

/** Hyperparameters used where an experiment says nothing. */
export const LSTM_DEFAULTS: LstmParams = {
  window: 20,
  hidden: 16,
  epochs: 8,
  batchSize: 64,
  learningRate: 0.002,
  weightDecay: 0,
  clipNorm: 1,
  validationFraction: 0.15,
  patience: 2,
}

type Rule = readonly [isValid: (value: number) => boolean, expected: string]
const COUNT: Rule = [(value) => Number.isSafeInteger(value) && value >= 1, 'a whole number, 1 or more']
const POSITIVE: Rule = [(value) => Number.isFinite(value) && value > 0, 'a finite number above 0']
const RULES: Readonly<Record<keyof LstmParams, Rule>> = {
  window: COUNT,
  hidden: COUNT,
  epochs: COUNT,
  batchSize: COUNT,
  learningRate: POSITIVE,
  weightDecay: [(value) => Number.isFinite(value) && value >= 0, 'a finite number, 0 or more'],
  clipNorm: POSITIVE,
  validationFraction: [(value) => value >= 0 && value < 1, 'a number from 0 to below 1'],
  patience: COUNT,
}

/**
 * Checks every hyperparameter.
 * @throws ConfigError naming the first that is missing, not a number or out of its range
 */
export function checkLstmParams(params: LstmParams): void {
  for (const name of Object.keys(RULES) as (keyof LstmParams)[]) {
    const [isValid, expected] = RULES[name]
    const value: unknown = params[name]
    if (typeof value !== 'number' || !isValid(value))
      throw new ConfigError(`lstm: ${name} is out of range, "${String(value)}", expected ${expected}`)
  }
}
