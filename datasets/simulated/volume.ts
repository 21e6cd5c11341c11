import { createRandom } from '../../src/core/random.js'
import { median } from '../../src/core/statistics.js'
import { MARKET_CALIBRATION, type VolumeCalibration } from './calibration.js'

const SESSIONS_PER_YEAR = 252
/** Middle of the calibration's years 1999, 2008 and 2025, in years after the beginning of 1999. */
const KNOTS = [0.5, 9.5, 26.5] as const

function typicalGrowth(since: 'early' | 'middle'): number {
  const growth: number[] = []
  for (const { volume } of MARKET_CALIBRATION.sectors) {
    const past = volume[since]
    if (past !== null) growth.push(volume.late / past)
  }
  return median(growth)
}

/** Log volume at the knots; a fund too young to have been measured is given the typical growth of the others. */
function knotLevels(volume: VolumeCalibration): readonly [number, number, number] {
  const early = volume.early ?? volume.late / typicalGrowth('early')
  const middle = volume.middle ?? volume.late / typicalGrowth('middle')
  return [Math.log(early), Math.log(middle), Math.log(volume.late)]
}

function interpolate(levels: readonly [number, number, number], years: number): number {
  if (years <= KNOTS[0]) return levels[0]
  if (years >= KNOTS[2]) return levels[2]
  const from = years < KNOTS[1] ? 0 : 1
  return levels[from] + ((levels[from + 1] - levels[from]) * (years - KNOTS[from])) / (KNOTS[from + 1] - KNOTS[from])
}

/**
 * Shares traded: growth as calibrated from the first session on, and an AR(1) of log volume around it that has nothing to do
 * with returns or their volatility.
 * @param name - of the fund; names the stream
 * @param multiples - [sessions] factor by which volume is raised, 1 where it is not
 * @returns whole shares, 1 or more; shape [sessions]
 */
export function simulateVolume(
  seed: number,
  name: string,
  volume: VolumeCalibration,
  multiples: Float64Array,
): Float64Array {
  const random = createRandom(seed, 'volume', name)
  const levels = knotLevels(volume)
  const innovation = volume.deviation * Math.sqrt(1 - volume.autocorrelation ** 2)
  let deviation = volume.deviation * random.normal()
  return multiples.map((multiple, t) => {
    const shares = multiple * Math.exp(interpolate(levels, t / SESSIONS_PER_YEAR) + deviation)
    deviation = volume.autocorrelation * deviation + innovation * random.normal()
    return Math.max(1, Math.round(shares))
  })
}
