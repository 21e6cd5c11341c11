import { createRandom } from '../../src/core/random.js'
import { MARKET_CALIBRATION } from './calibration.js'
import type { PlantedEffects } from './effects.js'
import { expectedReturns } from './expected-returns.js'
import type { MarketKnobs } from './knobs.js'
import { SIMULATED_SECTORS } from './sectors.js'
import type { Listing } from './truth.js'
import type { VolatilityPaths } from './volatility.js'

/** Log moves of one fund; all of shape [sessions]. */
export interface FundMoves {
  readonly overnight: Float64Array
  readonly intraday: Float64Array
  /** Deviation of the intraday move given the volatility of the session. */
  readonly deviation: Float64Array
}

/** Moves of the factor between close and open, and open and close, in units of its mean daily deviation. */
export interface FactorMoves {
  readonly overnight: Float64Array
  readonly intraday: Float64Array
}

/** Deviation of the benchmark over the mean deviation of its sectors, as calibrated. */
const DIVERSIFIED =
  MARKET_CALIBRATION.benchmark.volatility /
  Math.sqrt(252) /
  SIMULATED_SECTORS.reduce((sum, sector) => sum + sector.weight * Math.hypot(sector.loading, sector.own), 0)

/** Draws the market factor: symmetric around 0. */
export function drawFactor(seed: number, volatility: VolatilityPaths): FactorMoves {
  const random = createRandom(seed, 'returns', 'market')
  const share = MARKET_CALIBRATION.benchmark.overnightShare
  const sessions = volatility.market.length
  const overnight = new Float64Array(sessions)
  const intraday = new Float64Array(sessions)
  for (let t = 0; t < sessions; t++) {
    overnight[t] = volatility.market[t] * Math.sqrt(share) * random.normal()
    intraday[t] = volatility.market[t] * Math.sqrt(1 - share) * random.normal()
  }
  return { overnight, intraday }
}

/**
 * Moves of every sector: a common drift, what the effects planted up to the session before, the factor times the loading, and
 * the sector's own part. Without effects all have the same expected log return and are symmetric around it, whatever their beta
 * and volatility; then even the order of sectors cannot be forecast.
 */
export function simulateMoves(
  seed: number,
  effects: PlantedEffects,
  knobs: MarketKnobs,
  factor: FactorMoves,
  volatility: VolatilityPaths,
): FundMoves[] {
  const { benchmark } = MARKET_CALIBRATION
  const total = factor.overnight.map((move, t) => move + factor.intraday[t])
  const planted = expectedReturns(effects, total, knobs, 1)
  const shocks = knobs.volumeShocks
  // Shocks lift all sectors equally often; the market as a whole keeps its drift.
  const drift = benchmark.logDrift / 252 - (shocks === null ? 0 : shocks.rate * shocks.drift)
  return SIMULATED_SECTORS.map((sector, i) => {
    const random = createRandom(seed, 'returns', sector.sector)
    const share = sector.calibration.overnightShare
    const loading = sector.loading * (1 - effects.lateShare[i])
    const overnightOwn = sector.own * Math.sqrt(sector.ownOvernightShare)
    const intradayOwn = sector.own * Math.sqrt(1 - sector.ownOvernightShare)
    const overnight = new Float64Array(total.length)
    const intraday = new Float64Array(total.length)
    const deviation = new Float64Array(total.length)
    for (let t = 0; t < total.length; t++) {
      const expected = drift + (t === 0 ? 0 : planted.data[(t - 1) * planted.cols + i])
      const own = volatility.own[i][t]
      overnight[t] = share * expected + loading * factor.overnight[t] + overnightOwn * own * random.normal()
      intraday[t] = (1 - share) * expected + loading * factor.intraday[t] + intradayOwn * own * random.normal()
      const common = loading * Math.sqrt(1 - benchmark.overnightShare) * volatility.market[t]
      deviation[t] = Math.hypot(common, intradayOwn * own)
    }
    return { overnight, intraday, deviation }
  })
}

/**
 * Moves of the benchmark: the weighted average of the simple returns of the sectors listed at both closes, rebalanced to the
 * weights at every close. The open is the same average from close to open.
 */
export function benchmarkMoves(moves: readonly FundMoves[], listings: readonly Listing[]): FundMoves {
  const sessions = moves[0].overnight.length
  const overnight = new Float64Array(sessions)
  const intraday = new Float64Array(sessions)
  const deviation = new Float64Array(sessions)
  for (let t = 0; t < sessions; t++) {
    let weights = 0
    let toOpen = 0
    let toClose = 0
    let spread = 0
    for (const [i, { weight }] of SIMULATED_SECTORS.entries()) {
      // Nothing precedes session 0: whoever is listed there counts.
      if (Math.max(0, t - 1) < listings[i].first || t >= listings[i].end) continue
      weights += weight
      toOpen += weight * Math.expm1(moves[i].overnight[t])
      toClose += weight * Math.expm1(moves[i].overnight[t] + moves[i].intraday[t])
      spread += weight * moves[i].deviation[t]
    }
    overnight[t] = Math.log1p(toOpen / weights)
    intraday[t] = Math.log1p(toClose / weights) - overnight[t]
    deviation[t] = (spread / weights) * DIVERSIFIED
  }
  return { overnight, intraday, deviation }
}
