import { createMatrix, type Matrix } from '../../src/core/matrix.js'
import { createRandom, shuffle } from '../../src/core/random.js'
import type { MarketKnobs } from './knobs.js'
import { simulateRegimes } from './regimes.js'
import { SIMULATED_SECTORS } from './sectors.js'
import { autoregressivePath } from './volatility.js'

/** How many sectors react late when lead-lag is on. */
const SLOW_SECTORS = 4

/** A burst of volume that is followed by a drift. */
export interface VolumeShock {
  /** Session of the burst; the drift begins with the next one. */
  readonly session: number
  /** Column of the sector. */
  readonly sectorIndex: number
}

/** What is planted, before any return is drawn. Every part is drawn from its own stream. */
export interface PlantedEffects {
  /** sessions x sectors, daily log drift of the next session; 0 without momentum. */
  readonly momentum: Matrix
  /** [sectors], share of a market move that arrives late; 0 for prompt sectors. */
  readonly lateShare: Float64Array
  /** [sessions], 1 in stress, at the close of the session. */
  readonly stress: Uint8Array
  /** In the order of sessions, then columns. */
  readonly shocks: readonly VolumeShock[]
}

function drawMomentum(seed: number, sessions: number, knob: MarketKnobs['momentum']): Matrix {
  const n = SIMULATED_SECTORS.length
  const momentum = createMatrix(sessions, n, 0)
  if (knob === null) return momentum
  const paths = SIMULATED_SECTORS.map(({ sector }) =>
    autoregressivePath(sessions, knob.halfLife, seed, 'momentum', sector),
  )
  // Taking out the mean of n paths leaves (n - 1) / n of the variance.
  const scale = (knob.strength / 252) * Math.sqrt(n / (n - 1))
  for (let t = 0; t < sessions; t++) {
    const centre = paths.reduce((sum, path) => sum + path[t], 0) / n
    for (let i = 0; i < n; i++) momentum.data[t * n + i] = scale * (paths[i][t] - centre)
  }
  return momentum
}

function drawLateShare(seed: number, knob: MarketKnobs['leadLag']): Float64Array {
  const lateShare = new Float64Array(SIMULATED_SECTORS.length)
  if (knob === null) return lateShare
  const order = shuffle(
    SIMULATED_SECTORS.map((_, i) => i),
    createRandom(seed, 'slow'),
  )
  for (const i of order.slice(0, SLOW_SECTORS)) lateShare[i] = knob.strength
  return lateShare
}

function drawShocks(seed: number, sessions: number, knob: MarketKnobs['volumeShocks']): VolumeShock[] {
  if (knob === null) return []
  const shocks: VolumeShock[] = []
  for (const [sectorIndex, { sector }] of SIMULATED_SECTORS.entries()) {
    const random = createRandom(seed, 'shocks', sector)
    for (let session = 0; session < sessions; session++)
      if (random.uniform() < knob.rate) shocks.push({ session, sectorIndex })
  }
  return shocks.sort((a, b) => a.session - b.session || a.sectorIndex - b.sectorIndex)
}

/** Draws what the knobs plant. */
export function drawEffects(seed: number, sessions: number, knobs: MarketKnobs): PlantedEffects {
  return {
    momentum: drawMomentum(seed, sessions, knobs.momentum),
    lateShare: drawLateShare(seed, knobs.leadLag),
    stress: simulateRegimes(seed, sessions, knobs.regimes),
    shocks: drawShocks(seed, sessions, knobs.volumeShocks),
  }
}
