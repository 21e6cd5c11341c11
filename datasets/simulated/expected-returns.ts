import { createMatrix, type Matrix } from '../../src/core/matrix.js'
import type { PlantedEffects } from './effects.js'
import type { MarketKnobs } from './knobs.js'
import { expectedRegimeReturn } from './regimes.js'
import { SIMULATED_SECTORS } from './sectors.js'

/**
 * What the planted effects add to each sector's log return over the next sessions, in expectation given everything up to the
 * close of t. For a horizon of 1 it is exactly the drift that the simulation adds to session t + 1: the simulation calls this.
 * Shocks yet to come are left out: they are equally likely everywhere.
 * @param factor - [sessions], moves of the market factor; only its sessions up to t enter row t
 * @param horizon - sessions, 1 or more
 * @returns sessions x sectors, log return; no NaN
 */
export function expectedReturns(
  effects: PlantedEffects,
  factor: Float64Array,
  knobs: MarketKnobs,
  horizon: number,
): Matrix {
  const sessions = factor.length
  const n = SIMULATED_SECTORS.length
  const out = createMatrix(sessions, n, 0)
  const { momentum, leadLag, regimes, volumeShocks } = knobs
  if (momentum !== null) {
    const persistence = Math.pow(0.5, 1 / momentum.halfLife)
    const reach = (1 - Math.pow(persistence, horizon)) / (1 - persistence)
    for (let k = 0; k < out.data.length; k++) out.data[k] += reach * effects.momentum.data[k]
  }
  if (regimes !== null) {
    const expected = [expectedRegimeReturn(0, regimes, horizon), expectedRegimeReturn(1, regimes, horizon)]
    for (let t = 0; t < sessions; t++)
      for (let i = 0; i < n; i++) out.data[t * n + i] += SIMULATED_SECTORS[i].stressTilt * expected[effects.stress[t]]
  }
  if (leadLag !== null)
    for (let t = 0; t < sessions; t++) {
      let pending = 0
      // A move `age` sessions ago arrives in equal parts over lag sessions; lag - age of these parts are still to come.
      for (let age = 0; age < leadLag.lag && age <= t; age++)
        pending += (factor[t - age] * Math.min(horizon, leadLag.lag - age)) / leadLag.lag
      for (let i = 0; i < n; i++) out.data[t * n + i] += SIMULATED_SECTORS[i].loading * effects.lateShare[i] * pending
    }
  if (volumeShocks !== null)
    for (const { session, sectorIndex } of effects.shocks)
      for (let age = 0; age < volumeShocks.sessions && session + age < sessions; age++) {
        const share = Math.min(horizon, volumeShocks.sessions - age) / volumeShocks.sessions
        out.data[(session + age) * n + sectorIndex] += volumeShocks.drift * share
      }
  return out
}
