import { ConfigError } from '../../src/core/errors.js'
import { createRandom } from '../../src/core/random.js'
import type { SymbolBars } from '../../src/panel/bars.js'
import { MARKET_CALIBRATION } from './calibration.js'
import { dailyPrices } from './daily-prices.js'
import { drawEffects } from './effects.js'
import { checkKnobs, type MarketKnobs } from './knobs.js'
import { benchmarkMoves, drawFactor, simulateMoves, type FundMoves } from './moves.js'
import { regimeVolatility } from './regimes.js'
import { SIMULATED_BENCHMARK, SIMULATED_SECTORS } from './sectors.js'
import { simulatedSessions } from './sessions.js'
import { expectedForward, type Listing, type MarketTruth, type SimulationOptions } from './truth.js'
import { simulateVolatility } from './volatility.js'
import { simulateVolume } from './volume.js'

/** Close of every fund before the first session. */
const STARTING_PRICE = 50

/** A market that was made, and what is known about it. */
export interface SimulatedMarket {
  /** Daily bars of the eleven sectors, alphabetically by sector id; raw: not adjusted for a split. */
  readonly bars: readonly SymbolBars[]
  readonly benchmark: SymbolBars
  /** Canonical sector id of each symbol. */
  readonly sectors: Readonly<Record<string, string>>
  readonly truth: MarketTruth
}

function listingsOf(knobs: MarketKnobs, sessions: number): Listing[] {
  return SIMULATED_SECTORS.map(({ sector }) => ({
    first: knobs.lateListing?.sector === sector ? knobs.lateListing.session : 0,
    end: knobs.death?.sector === sector ? knobs.death.session : sessions,
  }))
}

function multiplesOf(truth: MarketTruth, sectorIndex: number): Float64Array {
  const multiples = new Float64Array(truth.dates.length).fill(1)
  const multiple = truth.options.knobs.volumeShocks?.multiple ?? 1
  for (const shock of truth.shocks) if (shock.sectorIndex === sectorIndex) multiples[shock.session] = multiple
  return multiples
}

function fundBars(symbol: string, dates: Int32Array, moves: FundMoves, volume: Float64Array, seed: number): SymbolBars {
  const random = createRandom(seed, 'range', symbol)
  const prices = dailyPrices(STARTING_PRICE, moves.overnight, moves.intraday, moves.deviation, random)
  return { symbol, dates, ...prices, volume, splits: new Float64Array(dates.length) }
}

function applySplit(bars: SymbolBars, session: number, ratio: number): SymbolBars {
  const divided = (prices: Float64Array): Float64Array =>
    prices.map((price, t) => (t >= session ? price / ratio : price))
  const splits = Float64Array.from(bars.splits)
  splits[session] = ratio
  return {
    ...bars,
    open: divided(bars.open),
    high: divided(bars.high),
    low: divided(bars.low),
    close: divided(bars.close),
    volume: bars.volume.map((shares, t) => (t >= session ? Math.max(1, Math.round(shares * ratio)) : shares)),
    splits,
  }
}

function trim(bars: SymbolBars, { first, end }: Listing): SymbolBars {
  return {
    symbol: bars.symbol,
    dates: bars.dates.slice(first, end),
    open: bars.open.slice(first, end),
    high: bars.high.slice(first, end),
    low: bars.low.slice(first, end),
    close: bars.close.slice(first, end),
    volume: bars.volume.slice(first, end),
    splits: bars.splits.slice(first, end),
  }
}

/**
 * Daily bars of eleven sectors and their benchmark, with the calibrated volatilities, betas, correlations, tails and volumes,
 * and with effects of known size planted in them. A pure function of its options: every part is drawn from a stream of its own,
 * so that turning one knob changes no draw of another, and in the order of sessions, so that a shorter market is the beginning of
 * a longer one. Prices are not rounded; volumes are whole and at least 1.
 * @returns symbols begin with `SIM-`; whatever is derived from them must be marked as simulated
 * @throws ConfigError when an option means nothing
 */
export function simulateMarket(options: SimulationOptions): SimulatedMarket {
  const { seed, from, sessions, knobs } = options
  if (!Number.isInteger(seed)) throw new ConfigError(`simulateMarket: seed is "${seed}", expected a whole number`)
  if (!Number.isInteger(sessions) || sessions < 2)
    throw new ConfigError(`simulateMarket: sessions is "${sessions}", expected a whole number, 2 or more`)
  checkKnobs(knobs, sessions)
  const dates = simulatedSessions(from, sessions)
  const listings = listingsOf(knobs, sessions)
  const effects = drawEffects(seed, sessions, knobs)
  const volatility = simulateVolatility(
    seed,
    SIMULATED_SECTORS.map(({ sector }) => sector),
    regimeVolatility(effects.stress, knobs.regimes),
  )
  const factor = drawFactor(seed, volatility)
  const moves = simulateMoves(seed, effects, knobs, factor, volatility)
  const known = {
    ...effects,
    options,
    dates,
    symbols: SIMULATED_SECTORS.map(({ symbol }) => symbol),
    sectorIds: SIMULATED_SECTORS.map(({ sector }) => sector),
    listings,
    slowSymbols: SIMULATED_SECTORS.filter((_, i) => effects.lateShare[i] > 0).map(({ symbol }) => symbol),
    factor: factor.overnight.map((move, t) => move + factor.intraday[t]),
  }
  const truth: MarketTruth = { ...known, drift: expectedForward(known, 1) }
  const bars = SIMULATED_SECTORS.map(({ symbol, sector, calibration }, i) => {
    const volume = simulateVolume(seed, sector, calibration.volume, multiplesOf(truth, i))
    const whole = fundBars(symbol, dates, moves[i], volume, seed)
    const split = knobs.split?.sector === sector ? applySplit(whole, knobs.split.session, knobs.split.ratio) : whole
    return trim(split, listings[i])
  })
  const flat = new Float64Array(sessions).fill(1)
  const benchmark = fundBars(
    SIMULATED_BENCHMARK,
    dates,
    benchmarkMoves(moves, listings),
    simulateVolume(seed, 'market', MARKET_CALIBRATION.benchmark.volume, flat),
    seed,
  )
  return {
    bars,
    benchmark,
    sectors: Object.fromEntries(SIMULATED_SECTORS.map(({ symbol, sector }) => [symbol, sector])),
    truth,
  }
}
