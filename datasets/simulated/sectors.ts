import { MARKET_CALIBRATION, type SectorCalibration } from './calibration.js'

/** Symbol of the simulated benchmark. */
export const SIMULATED_BENCHMARK = 'SIM-MKT'

// Prefixed, so that nobody mistakes a simulated fund for a listed one.
const SYMBOLS: Readonly<Record<string, string>> = {
  'communication-services': 'SIM-COMM',
  'consumer-discretionary': 'SIM-DISC',
  'consumer-staples': 'SIM-STAP',
  energy: 'SIM-ENER',
  financials: 'SIM-FINL',
  'health-care': 'SIM-HLTH',
  industrials: 'SIM-INDU',
  'information-technology': 'SIM-TECH',
  materials: 'SIM-MATL',
  'real-estate': 'SIM-REAL',
  utilities: 'SIM-UTIL',
}
const DEFENSIVE: ReadonlySet<string> = new Set(['consumer-staples', 'health-care', 'utilities'])

/** A sector of the simulated market. */
export interface SimulatedSector {
  readonly symbol: string
  /** Canonical sector id. */
  readonly sector: string
  /** Share of the benchmark while every sector is listed; they add up to 1. */
  readonly weight: number
  /** Loading on the market factor in units of its daily deviation, so a deviation of log returns itself. */
  readonly loading: number
  /** Daily deviation of the sector's own part. */
  readonly own: number
  /** Share of the own part's variance that falls between close and open. */
  readonly ownOvernightShare: number
  /** Direction of the drift in stress: 1 for defensive sectors, negative for the others; they add up to 0. */
  readonly stressTilt: number
  readonly calibration: SectorCalibration
}

/**
 * Loadings and own deviations for which each sector has the calibrated volatility and beta to a benchmark that consists of the
 * sectors themselves: beta_i v_b^2 = l_i L + w_i s_i^2 and v_i^2 = l_i^2 + s_i^2, where L is the benchmark's loading. The
 * calibrated betas are divided by their weighted mean, which is 1 for such a benchmark. Solved by iteration.
 */
function solveSectors(): SimulatedSector[] {
  const { sectors, benchmark } = MARKET_CALIBRATION
  const daily = 1 / Math.sqrt(252)
  const totalWeight = sectors.reduce((sum, sector) => sum + sector.weight, 0)
  const weights = sectors.map((sector) => sector.weight / totalWeight)
  const meanBeta = sectors.reduce((sum, sector, i) => sum + weights[i] * sector.beta, 0)
  const variances = sectors.map((sector) => (sector.volatility * daily) ** 2)
  const benchmarkVariance = (benchmark.volatility * daily) ** 2
  let loadings = sectors.map((sector) => sector.beta * benchmark.volatility * daily)
  for (let iteration = 0; iteration < 100; iteration++) {
    const own = loadings.map((loading, i) => variances[i] - loading * loading)
    const ownVariance = own.reduce((sum, variance, i) => sum + weights[i] * weights[i] * variance, 0)
    const marketLoading = Math.sqrt(benchmarkVariance - ownVariance)
    loadings = sectors.map(
      (sector, i) => ((sector.beta / meanBeta) * benchmarkVariance - weights[i] * own[i]) / marketLoading,
    )
  }
  const others = sectors.length - DEFENSIVE.size
  return sectors.map((calibration, i) => {
    const loading = loadings[i]
    const ownVariance = variances[i] - loading * loading
    const overnight = calibration.overnightShare * variances[i] - benchmark.overnightShare * loading * loading
    return {
      symbol: SYMBOLS[calibration.sector],
      sector: calibration.sector,
      weight: weights[i],
      loading,
      own: Math.sqrt(ownVariance),
      ownOvernightShare: Math.min(0.95, Math.max(0.05, overnight / ownVariance)),
      stressTilt: DEFENSIVE.has(calibration.sector) ? 1 : -DEFENSIVE.size / others,
      calibration,
    }
  })
}

/** The eleven sectors, alphabetically by sector id. */
export const SIMULATED_SECTORS: readonly SimulatedSector[] = solveSectors()
