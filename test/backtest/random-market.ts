import type { Market } from '../../src/backtest/simulate.js'
import { createMatrix } from '../../src/core/matrix.js'
import { createRandom } from '../../src/core/random.js'
import type { WeightDecision } from '../../src/decide/weights.js'

/** Random walks of which some list late, some die, and all miss single opening prices. */
export function randomMarket(seed: number, nDates: number, nAssets: number): Market {
  const random = createRandom(seed, 'market')
  const open = createMatrix(nDates, nAssets)
  const close = createMatrix(nDates, nAssets)
  for (let col = 0; col < nAssets; col++) {
    const first = random.uniform() < 0.3 ? random.integer(nDates) : 0
    const last = random.uniform() < 0.3 ? random.integer(nDates) : nDates
    let price = 5 + 200 * random.uniform()
    for (let row = first; row < last; row++) {
      const overnight = price * Math.exp(0.01 * random.normal())
      price = overnight * Math.exp(0.02 * random.normal())
      if (random.uniform() > 0.02) open.data[row * nAssets + col] = overnight
      close.data[row * nAssets + col] = price
    }
  }
  return { open, close }
}

/**
 * Random decisions, the first at row 0: some in full, some with cash left over.
 * @param share - chance that a session decides
 */
export function randomWeights(seed: number, nDates: number, nAssets: number, share = 0.3): WeightDecision[] {
  const random = createRandom(seed, 'weights')
  const decisions: WeightDecision[] = []
  for (let dateIndex = 0; dateIndex < nDates; dateIndex++) {
    if (random.uniform() > share && decisions.length > 0) continue
    const wishes = Float64Array.from({ length: nAssets }, () => (random.uniform() < 0.4 ? 0 : random.uniform()))
    const sum = wishes.reduce((total, wish) => total + wish, 0)
    const used = random.uniform() < 0.5 ? 1 : random.uniform()
    const weights = wishes.map((wish) => (sum > 0 ? (wish * used) / sum : 0))
    decisions.push({ dateIndex, weights, reason: 'random' })
  }
  return decisions
}
