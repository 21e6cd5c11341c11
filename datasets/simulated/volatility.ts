import { createRandom } from '../../src/core/random.js'

/** Log-normal stochastic volatility: the log of volatility is an AR(1). */
export interface VolatilityProcess {
  /** Stationary deviation of log volatility; kurtosis of returns is 3 exp(4 deviation^2). */
  readonly deviation: number
  /** Sessions after which half of a disturbance is left. */
  readonly halfLife: number
}

// Deviation and half-life fit the calibrated kurtosis and the autocorrelation of absolute returns at 5 and 21 sessions,
// which is about (exp(d^2 phi^lag) - 1) / (pi / 2 exp(d^2) - 1).
const MARKET: VolatilityProcess = { deviation: 0.57, halfLife: 33 }
const OWN: VolatilityProcess = { deviation: 0.5, halfLife: 80 }
/** Correlation of each sector's own log volatility with the market's: crises are everywhere at once. */
const COMMON = 0.6

/** One stationary, standardised AR(1) path of the given half-life; shape [length]. */
export function autoregressivePath(
  length: number,
  halfLife: number,
  seed: number,
  ...labels: readonly string[]
): Float64Array {
  const random = createRandom(seed, ...labels)
  const persistence = Math.pow(0.5, 1 / halfLife)
  const innovation = Math.sqrt(1 - persistence * persistence)
  const path = new Float64Array(length)
  let value = random.normal()
  for (let t = 0; t < length; t++) {
    path[t] = value
    value = persistence * value + innovation * random.normal()
  }
  return path
}

/** Multipliers of volatility whose mean square is 1. */
export interface VolatilityPaths {
  /** [sessions], of the market factor. */
  readonly market: Float64Array
  /** Per sector, [sessions], of its own part. */
  readonly own: readonly Float64Array[]
}

/**
 * Volatility through time, independent of every return: no asymmetry between rises and falls, because a skewed market would
 * make the order of high and low betas predictable.
 * @param names - one per sector; each names its stream
 * @param scale - [sessions] further multiplier for all, such as that of a regime
 */
export function simulateVolatility(seed: number, names: readonly string[], scale: Float64Array): VolatilityPaths {
  const length = scale.length
  const market = autoregressivePath(length, MARKET.halfLife, seed, 'volatility', 'market')
  const own = names.map((name) => {
    const path = autoregressivePath(length, OWN.halfLife, seed, 'volatility', name)
    return path.map((value, t) => {
      const mixed = COMMON * market[t] + Math.sqrt(1 - COMMON * COMMON) * value
      return scale[t] * Math.exp(OWN.deviation * mixed - OWN.deviation ** 2)
    })
  })
  return {
    market: market.map((value, t) => scale[t] * Math.exp(MARKET.deviation * value - MARKET.deviation ** 2)),
    own,
  }
}
