import { describe, expect, it } from 'vitest'
import { actorCritic } from '../../../models/actor-critic/actor-critic.js'
import { ACTOR_CRITIC_DEFAULTS } from '../../../models/actor-critic/hyperparameters.js'
import { greedyAsset } from '../../../models/actor-critic/policy.js'
import { ConfigError, ShapeError } from '../../../src/core/errors.js'
import { createRandom } from '../../../src/core/random.js'
import { correlation, mean, standardDeviation } from '../../../src/core/statistics.js'
import {
  meanReward,
  N_REGIMES,
  optimalPolicy,
  regimePath,
  REGIMES,
  regimeSamples,
  type Policy,
} from './planted-regimes.js'

const SESSIONS = 3000
const SEEDS = Array.from({ length: 8 }, (_, i) => i + 1)
const ONE_HOT = Array.from({ length: N_REGIMES }, (_, regime) =>
  Float64Array.from({ length: N_REGIMES }, (_, i) => (i === regime ? 1 : 0)),
)

/** The greedy policy that a seed learns; costs are stated in deviations of the target. */
function learntPolicy(seed: number, isNull = false): Policy {
  const samples = regimeSamples(regimePath(SESSIONS, seed), seed, isNull)
  const switchingCost = REGIMES.cost / standardDeviation(samples.y)
  const params = { ...ACTOR_CRITIC_DEFAULTS, discount: REGIMES.discount, switchingCost, epochs: 10 }
  const { weights, ...shape } = actorCritic.fit(samples, params, { seed })
  const assets = Int32Array.from({ length: N_REGIMES }, (_, i) => i)
  return (regime, held) => greedyAsset(weights, shape, { assets, x: ONE_HOT.map(() => ONE_HOT[regime]) }, held)
}

function randomPolicy(seed: number): Policy {
  const random = createRandom(seed, 'random-policy')
  return () => random.integer(N_REGIMES)
}

function bestNow(worth: readonly number[]): number {
  return worth.indexOf(Math.max(...worth))
}

/** Takes what pays most now, whatever the switch costs. */
const chasing: Policy = (regime) => bestNow(REGIMES.rewards[regime])

/** Takes what pays most now, less the switch: it never pays at once. */
const myopic: Policy = (regime, held) =>
  bestNow(REGIMES.rewards[regime].map((reward, next) => reward - (next === held ? 0 : REGIMES.cost)))

/** Interval of the mean over seeds, plus and minus four standard errors. */
function intervalOf(values: readonly number[]): readonly [number, number] {
  const error = standardDeviation(values) / Math.sqrt(values.length)
  return [mean(values) - 4 * error, mean(values) + 4 * error]
}

describe('on planted regimes with a cost of switching', () => {
  const path = regimePath(20_000, 99)
  const best = meanReward(optimalPolicy(), path)
  const learnt = SEEDS.map((seed) => meanReward(learntPolicy(seed), path))

  it('beats random on every seed, with an interval above 0', () => {
    const leads = learnt.map((reward, i) => reward - meanReward(randomPolicy(SEEDS[i]), path))
    expect(intervalOf(leads)[0]).toBeGreaterThan(0)
    expect(Math.min(...leads)).toBeGreaterThan(0)
  })

  it('comes within a twentieth of the best policy, by value iteration', () => {
    expect(best).toBeGreaterThan(0.5)
    for (const reward of learnt) expect(reward).toBeLessThanOrEqual(best + 1e-9)
    expect(mean(learnt)).toBeGreaterThan(0.95 * best)
  })

  it('looks ahead: it earns more than policies that see one session, whether they count the switch or not', () => {
    for (const policy of [chasing, myopic]) expect(Math.min(...learnt)).toBeGreaterThan(meanReward(policy, path))
  })

  it('where nothing is planted its preferences are worth nothing', () => {
    const found = SEEDS.map((seed) => {
      const samples = regimeSamples(regimePath(SESSIONS, seed), seed, true)
      const state = actorCritic.fit(samples, { ...ACTOR_CRITIC_DEFAULTS, epochs: 4 }, { seed })
      const fresh = regimeSamples(regimePath(SESSIONS, seed + 100), seed + 100, true)
      const scores = actorCritic.predict(state, fresh)
      expect(standardDeviation(scores)).toBeLessThan(0.1)
      return correlation(scores, fresh.y)
    })
    const [low, high] = intervalOf(found)
    expect(low).toBeLessThan(0)
    expect(high).toBeGreaterThan(0)
    expect(Math.abs(mean(found))).toBeLessThan(0.02)
  })
})

describe('actorCritic', () => {
  const samples = regimeSamples(regimePath(200, 1), 1)

  it('scores an asset beyond those of the training by what all share', () => {
    const state = actorCritic.fit(samples, { ...ACTOR_CRITIC_DEFAULTS, epochs: 1 }, { seed: 1 })
    const beyond = { ...samples, assetIndex: samples.assetIndex.map(() => 7) }
    expect(actorCritic.predict(state, beyond).every(Number.isFinite)).toBe(true)
  })

  it('outcomes that overlap do not teach twice: with a horizon of 5 each episode steps five sessions', () => {
    const overlapping = { ...samples, labelEnd: samples.dateIndex.map((date) => date + 5) }
    const messages: string[] = []
    const context = { seed: 1, progress: (message: string) => void messages.push(message) }
    const state = actorCritic.fit(overlapping, { ...ACTOR_CRITIC_DEFAULTS, epochs: 2 }, context)
    expect(messages).toEqual(['epoch 1/2', 'epoch 2/2'])
    expect(state.weights.every(Number.isFinite)).toBe(true)
    expect(state.weights).not.toEqual(
      actorCritic.fit(samples, { ...ACTOR_CRITIC_DEFAULTS, epochs: 2 }, context).weights,
    )
  })

  it('refuses parameters out of range, and samples of another width', () => {
    for (const [name, value] of Object.entries({
      epochs: 0,
      learningRate: 0,
      discount: 1,
      switchingCost: -1,
      entropy: NaN,
      weightDecay: -1,
    }))
      expect(() => actorCritic.check({ ...ACTOR_CRITIC_DEFAULTS, [name]: value }), name).toThrow(ConfigError)
    expect(() => actorCritic.check({ ...ACTOR_CRITIC_DEFAULTS, discount: 1 })).toThrow(
      'actor-critic: discount is out of range, "1", expected a number from 0 to below 1',
    )
    const state = actorCritic.fit(samples, { ...ACTOR_CRITIC_DEFAULTS, epochs: 1 }, { seed: 1 })
    expect(() => actorCritic.predict(state, { ...samples, featureNames: ['one'] })).toThrow(ShapeError)
  })
})
