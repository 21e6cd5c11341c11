import { checkHyperparameters } from '../check-hyperparameters.js'

/** Hyperparameters of the actor-critic and of its training. */
export interface ActorCriticParams {
  /** Passes over the training sessions, 1 or more. */
  readonly epochs: number
  /** Step size of Adam at first, above 0; it falls to 0 over the epochs. */
  readonly learningRate: number
  /** Worth of the next period's reward today, from 0 to below 1. */
  readonly discount: number
  /** Cost of a switch, in standard deviations of the target, 0 or more. */
  readonly switchingCost: number
  /** Weight of the policy's entropy in what is maximised, 0 or more: keeps it from being sure too early. */
  readonly entropy: number
  /** Decoupled decay of all weights per unit of learning rate, 0 or more. */
  readonly weightDecay: number
}

/** Hyperparameters used where an experiment says nothing. */
export const ACTOR_CRITIC_DEFAULTS: ActorCriticParams = {
  epochs: 20,
  learningRate: 0.01,
  discount: 0.9,
  switchingCost: 0.05,
  entropy: 0.02,
  weightDecay: 0.02,
}

/**
 * Checks every hyperparameter.
 * @throws ConfigError naming the first that is missing, not a number or out of its range
 */
export function checkActorCriticParams(params: ActorCriticParams): void {
  checkHyperparameters('actor-critic', params, {
    epochs: 'count',
    learningRate: 'positive',
    discount: 'belowOne',
    switchingCost: 'notNegative',
    entropy: 'notNegative',
    weightDecay: 'notNegative',
  })
}
