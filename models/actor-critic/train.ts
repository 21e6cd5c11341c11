import { createRandom, type Random } from '../../src/core/random.js'
import type { FitContext } from '../../src/forecast/model.js'
import { adamStep, createAdamMoments } from '../lstm/adam.js'
import type { ActorCriticParams } from './hyperparameters.js'
import { addLinearGradient, constantAt, linearOf, weightCount, type LinearShape } from './linear.js'
import { NOTHING, preferences, softmax, type Choices } from './policy.js'

/** One session of training: what could be chosen, and what came of each choice. */
export interface Step extends Choices {
  /** [nChoices], target in standard deviations. */
  readonly rewards: Float64Array
  /** Mean features of the session, [nFeatures]. */
  readonly market: Float64Array
  /** Position of the first step at which this one's outcome is known; none where that is the number of steps. */
  readonly next: number
}

/** Parameters that learn, with their optimiser. */
interface Learner {
  readonly weights: Float64Array
  readonly gradients: Float64Array
  readonly update: (learningRate: number) => void
}

function createLearner(shape: LinearShape, weightDecay: number): Learner {
  const n = weightCount(shape)
  const weights = new Float64Array(n)
  const gradients = new Float64Array(n)
  const moments = createAdamMoments(n)
  const decay = new Float64Array(n).fill(weightDecay)
  const update = (learningRate: number): void => {
    adamStep(weights, gradients, decay, moments, learningRate)
    gradients.fill(0)
  }
  return { weights, gradients, update }
}

/** Value of a session, whatever is held. */
function marketValue(weights: Float64Array, shape: LinearShape, market: Float64Array): number {
  const at = constantAt(shape)
  let value = weights[at]
  for (let f = 0; f < market.length; f++) value += weights[at + 1 + f] * market[f]
  return value
}

/** What holding an asset adds to the value of a session; nothing where the asset can not be chosen there. */
function heldValue(weights: Float64Array, shape: LinearShape, step: Choices, held: number): number {
  const i = step.assets.indexOf(held)
  return i < 0 ? 0 : linearOf(weights, shape, step.x[i], held)
}

function draw(probabilities: Float64Array, random: Random): number {
  let left = random.uniform()
  for (let i = 0; i < probabilities.length - 1; i++) {
    left -= probabilities[i]
    if (left < 0) return i
  }
  return probabilities.length - 1
}

/**
 * Worth of each choice: its reward, less the cost of leaving what is held, and the discounted value of the session that follows.
 */
function worthOf(
  critic: Learner,
  shape: LinearShape,
  step: Step,
  following: Step | undefined,
  held: number,
  params: ActorCriticParams,
): Float64Array {
  const canStay = step.assets.includes(held)
  const later = following === undefined ? 0 : marketValue(critic.weights, shape, following.market)
  return step.rewards.map((reward, i) => {
    const asset = step.assets[i]
    const cost = canStay && asset !== held ? params.switchingCost : 0
    const kept = following === undefined ? 0 : heldValue(critic.weights, shape, following, asset)
    return reward - cost + params.discount * (later + kept)
  })
}

/** Gradients of the critic: half the squared error of temporal difference, what follows taken as given. */
function learnValue(
  { gradients, weights }: Learner,
  shape: LinearShape,
  step: Step,
  held: number,
  target: number,
): void {
  const at = constantAt(shape)
  const value = marketValue(weights, shape, step.market) + heldValue(weights, shape, step, held)
  const error = value - target
  gradients[at] += error
  for (let f = 0; f < step.market.length; f++) gradients[at + 1 + f] += error * step.market[f]
  const i = step.assets.indexOf(held)
  if (i >= 0) addLinearGradient(gradients, shape, step.x[i], held, error)
}

/** Gradients of the actor: minus those of expected worth and of entropy, summed over all choices. */
function learnPolicy(
  { gradients }: Learner,
  shape: LinearShape,
  step: Step,
  held: number,
  probabilities: Float64Array,
  worth: Float64Array,
  entropyWeight: number,
): void {
  const expected = probabilities.reduce((sum, probability, i) => sum + probability * worth[i], 0)
  const entropy = probabilities.reduce((sum, p) => sum - (p > 0 ? p * Math.log(p) : 0), 0)
  for (const [i, asset] of step.assets.entries()) {
    const p = probabilities[i]
    const gradient = p * (worth[i] - expected) - (p > 0 ? entropyWeight * p * (Math.log(p) + entropy) : 0)
    addLinearGradient(gradients, shape, step.x[i], asset, -gradient)
    if (asset === held) gradients[constantAt(shape)] -= gradient
  }
}

/**
 * Advantage actor-critic by one-step temporal differences, on policy, in the order of time. An outcome takes a horizon to be known, so
 * an episode goes from horizon to horizon, and there is one for each session of the first of them. What is held next is drawn from the
 * policy; as every choice's outcome is known and the market does not depend on it, the policy's gradient is summed over all choices
 * in place of the one drawn, which leaves its expectation and takes most of the noise.
 * @returns weights of the actor
 * @see Sutton and Barto (2018), Reinforcement Learning, sections 13.5 and 13.2 (the sum over actions); Moody and Saffell (2001), IEEE
 *   Transactions on Neural Networks 12(4), for the reward less its switching cost
 */
export function trainActorCritic(
  steps: readonly Step[],
  shape: LinearShape,
  params: ActorCriticParams,
  { seed, progress }: FitContext,
): Float64Array {
  const actor = createLearner(shape, params.weightDecay)
  const critic = createLearner(shape, params.weightDecay)
  const random = createRandom(seed, 'actor-critic')
  const episodes = Math.max(1, Math.min(steps[0].next, steps.length))
  for (let epoch = 0; epoch < params.epochs; epoch++) {
    const learningRate = params.learningRate * (1 - epoch / params.epochs)
    for (let start = 0; start < episodes; start++) {
      let held = NOTHING
      for (let at = start; at < steps.length; at = steps[at].next) {
        const step = steps[at]
        const probabilities = softmax(preferences(actor.weights, shape, step, held))
        const worth = worthOf(critic, shape, step, steps[step.next], held, params)
        const expected = probabilities.reduce((sum, probability, i) => sum + probability * worth[i], 0)
        learnValue(critic, shape, step, held, expected)
        learnPolicy(actor, shape, step, held, probabilities, worth, params.entropy)
        critic.update(learningRate)
        actor.update(learningRate)
        held = step.assets[draw(probabilities, random)]
      }
    }
    progress?.(`epoch ${epoch + 1}/${params.epochs}`)
  }
  return actor.weights
}
