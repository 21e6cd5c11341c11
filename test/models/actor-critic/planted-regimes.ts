import { createRandom } from '../../../src/core/random.js'
import type { Samples } from '../../../src/samples/samples.js'

/**
 * A Markov decision process: the market's regime moves by itself, each regime pays its own asset, and a switch costs. The third regime
 * passes at once, so that going there and back costs more than it pays: whoever looks one step ahead loses.
 */
export const REGIMES = {
  /** From row to column. */
  transition: [
    [0.9, 0.05, 0.05],
    [0.05, 0.9, 0.05],
    [0.45, 0.45, 0.1],
  ],
  /** Mean reward of each asset (column) in each regime (row); noise of deviation 1 comes on top. */
  rewards: [
    [1, 0, 0],
    [0, 1, 0],
    [0.4, 0.4, 1],
  ],
  cost: 1.2,
  discount: 0.9,
}

export const N_REGIMES = 3

/** The regimes of a number of sessions. */
export function regimePath(sessions: number, seed: number): Int32Array {
  const random = createRandom(seed, 'regime-path')
  const path = new Int32Array(sessions)
  let regime = 0
  for (let t = 0; t < sessions; t++) {
    path[t] = regime
    let left = random.uniform()
    const row: readonly number[] = REGIMES.transition[regime]
    regime = row.findIndex((probability) => (left -= probability) < 0)
    if (regime < 0) regime = N_REGIMES - 1
  }
  return path
}

/** Supervised rows: the regime as an indicator each, the same for every asset, and the asset's reward. */
export function regimeSamples(path: Int32Array, seed: number, isNull = false): Samples {
  const random = createRandom(seed, 'regime-rewards')
  const nSamples = path.length * N_REGIMES
  const dateIndex = Int32Array.from({ length: nSamples }, (_, i) => Math.floor(i / N_REGIMES))
  const assetIndex = dateIndex.map((_, i) => i % N_REGIMES)
  return {
    x: Float64Array.from({ length: nSamples * N_REGIMES }, (_, i) =>
      path[Math.floor(i / N_REGIMES ** 2)] === i % N_REGIMES ? 1 : 0,
    ),
    y: Float64Array.from({ length: nSamples }, (_, i) => {
      const expected = isNull ? 0 : REGIMES.rewards[path[dateIndex[i]]][assetIndex[i]]
      return expected + random.normal()
    }),
    dateIndex,
    assetIndex,
    labelEnd: dateIndex.map((date) => date + 1),
    nSamples,
    window: 1,
    featureNames: ['regime_0', 'regime_1', 'regime_2'],
  }
}

/** What to hold next, from the regime and what is held now. */
export type Policy = (regime: number, held: number) => number

/** Mean expected reward of a policy along a path, less what its switches cost. */
export function meanReward(policy: Policy, path: Int32Array): number {
  let held = 0
  let sum = 0
  for (const regime of path) {
    const next = policy(regime, held)
    sum += REGIMES.rewards[regime][next] - (next === held ? 0 : REGIMES.cost)
    held = next
  }
  return sum / path.length
}

/** The best policy there is, by value iteration. */
export function optimalPolicy(): Policy {
  const { transition, rewards, cost, discount } = REGIMES
  let values = Array.from({ length: N_REGIMES }, () => new Array<number>(N_REGIMES).fill(0))
  const worth = (regime: number, held: number, next: number): number =>
    rewards[regime][next] -
    (next === held ? 0 : cost) +
    discount * transition[regime].reduce((sum, probability, to) => sum + probability * values[to][next], 0)
  const choices = [0, 1, 2]
  for (let pass = 0; pass < 500; pass++)
    values = choices.map((regime) =>
      choices.map((held) => Math.max(...choices.map((next) => worth(regime, held, next)))),
    )
  return (regime, held) => {
    const all = choices.map((next) => worth(regime, held, next))
    return all.indexOf(Math.max(...all))
  }
}
