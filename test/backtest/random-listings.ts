import type { Market } from '../../src/backtest/simulate.js'
import { createMatrix } from '../../src/core/matrix.js'
import { createRandom } from '../../src/core/random.js'
import type { WeightDecision } from '../../src/decide/weights.js'

/**
 * Random walks; every asset but the first may be listed late or die early.
 * @param volatility - standard deviation of the log return of half a session
 */
export function randomListings(seed: number, nDates: number, nAssets: number, volatility = 0.02): Market {
  const random = createRandom(seed, 'market')
  const open = createMatrix(nDates, nAssets)
  const close = createMatrix(nDates, nAssets)
  for (let asset = 0; asset < nAssets; asset++) {
    const first = asset > 0 && random.uniform() < 0.4 ? random.integer(nDates) : 0
    const end = asset > 0 && random.uniform() < 0.4 ? first + 1 + random.integer(nDates) : nDates
    let price = Math.exp(3 + random.normal())
    for (let row = first; row < Math.min(end, nDates); row++) {
      price *= Math.exp(volatility * random.normal())
      open.data[row * nAssets + asset] = price
      price *= Math.exp(volatility * random.normal())
      close.data[row * nAssets + asset] = price
    }
  }
  return { open, close }
}

/** Decisions at about every third session; weights of a few random assets, part of it cash now and then. */
export function sparseWeights(seed: number, nDates: number, nAssets: number): WeightDecision[] {
  const random = createRandom(seed, 'weights')
  const decisions: WeightDecision[] = []
  for (let dateIndex = random.integer(5); dateIndex < nDates; dateIndex += 1 + random.integer(5)) {
    const raw = Float64Array.from({ length: nAssets }, () => (random.uniform() < 0.5 ? random.uniform() : 0))
    const total = raw.reduce((sum, value) => sum + value, 0)
    const share = random.uniform() < 0.5 ? 1 : random.uniform()
    const weights = raw.map((value) => (total > 0 ? (share * value) / total : 0))
    decisions.push({ dateIndex, weights, reason: 'random' })
  }
  return decisions
}
