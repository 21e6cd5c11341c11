import { checkHyperparameters } from '../check-hyperparameters.js'

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

/**
 * Checks every hyperparameter.
 * @throws ConfigError naming the first that is missing, not a number or out of its range
 */
export function checkLstmParams(params: LstmParams): void {
  checkHyperparameters('lstm', params, {
    window: 'count',
    hidden: 'count',
    epochs: 'count',
    batchSize: 'count',
    learningRate: 'positive',
    weightDecay: 'notNegative',
    clipNorm: 'positive',
    validationFraction: 'belowOne',
    patience: 'count',
  })
}
