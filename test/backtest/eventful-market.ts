import type { BacktestOptions } from '../../src/backtest/backtest-options.js'
import type { Market } from '../../src/backtest/simulate.js'
import { createMatrix } from '../../src/core/matrix.js'
import { createRandom } from '../../src/core/random.js'
import type { WeightDecision } from '../../src/decide/weights.js'

/** A market in which a ledger has everything to look at. */
export type FullMarket = Required<Market>

/**
 * Raw prices with splits, distributions, volumes (some of them 0), late listings, deaths, single missing sessions and opening prices.
 * @param volatility - standard deviation of the log return of half a session
 */
export function eventfulMarket(seed: number, nDates: number, nAssets: number, volatility = 0.02): FullMarket {
  const random = createRandom(seed, 'eventful')
  const matrix = (fill = NaN): FullMarket['open'] => createMatrix(nDates, nAssets, fill)
  const market = {
    dates: new Int32Array(nDates),
    open: matrix(),
    close: matrix(),
    volume: matrix(),
    volatility: matrix(),
    splits: matrix(0),
    distributions: matrix(0),
  }
  let date = 10_000
  for (let row = 0; row < nDates; row++) {
    date += 1 + (random.uniform() < 0.2 ? 1 + random.integer(3) : 0)
    market.dates[row] = date
  }
  for (let asset = 0; asset < nAssets; asset++) {
    const first = random.uniform() < 0.3 ? random.integer(nDates) : 0
    const end = random.uniform() < 0.3 ? first + random.integer(nDates) : nDates
    let price = Math.exp(3 + random.normal())
    for (let row = first; row < Math.min(end, nDates); row++) {
      const cell = row * nAssets + asset
      if (random.uniform() < 0.03) {
        const ratio = [2, 1.5, 1.231, 0.25][random.integer(4)]
        market.splits.data[cell] = ratio
        price /= ratio
      }
      if (random.uniform() < 0.05) market.distributions.data[cell] = price * 0.02 * random.uniform()
      price *= Math.exp(volatility * random.normal())
      const open = price
      price *= Math.exp(volatility * random.normal())
      if (random.uniform() < 0.01) continue
      if (random.uniform() > 0.02) market.open.data[cell] = open
      market.close.data[cell] = price
      market.volume.data[cell] = random.uniform() < 0.05 ? 0 : Math.round(20_000 * random.uniform())
      market.volatility.data[cell] = row - first < 3 ? NaN : volatility * (0.5 + random.uniform())
    }
  }
  return market
}

/** Decisions that go short and borrow, up to a gross exposure of 2; the first at row 0. */
export function longShortWeights(seed: number, nDates: number, nAssets: number): WeightDecision[] {
  const random = createRandom(seed, 'long-short')
  const decisions: WeightDecision[] = []
  for (let dateIndex = 0; dateIndex < nDates; dateIndex += 1 + random.integer(6)) {
    const raw = Float64Array.from({ length: nAssets }, () => (random.uniform() < 0.3 ? 0 : random.normal()))
    const gross = raw.reduce((sum, value) => sum + Math.abs(value), 0)
    const wanted = 2 * random.uniform()
    decisions.push({ dateIndex, weights: raw.map((x) => (gross > 0 ? (x * wanted) / gross : 0)), reason: 'random' })
  }
  return decisions
}

/** The account that {@link longShortWeights} needs. */
export const MARGIN_ACCOUNT = { margin: { initial: 0.5, maintenance: 0.25 } }

/** Options of every kind, of a cash account, by a seed. */
export function randomOptions(seed: number): BacktestOptions {
  const random = createRandom(seed, 'options')
  const some = <T>(...choices: readonly T[]): T => choices[random.integer(choices.length)]
  const participation = some(undefined, 0.05, 0.5)
  return {
    fill: some('open', 'close'),
    costBps: some(0, 5, 50),
    capital: some(1000, 100_000, 1_000_000),
    costs: {
      perShare: some(0, 0.01),
      minPerOrder: some(0, 1, 20),
      halfSpreadBps: some(0, 3),
      impact: some(0, 1),
      ...(participation === undefined ? {} : { maxParticipation: participation }),
    },
    lot: some(0, 0.001, 1, 10),
    cashRate: some(0, 0.03),
    debitRate: some(0, 0.06),
    borrowRate: some(0, 0.02),
    reinvest: some(true, false),
    delisting: { after: some(1, 2, 5), return: some(0, -0.3, -1) },
  }
}
