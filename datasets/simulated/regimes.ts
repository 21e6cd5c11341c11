import { createRandom } from '../../src/core/random.js'
import type { MarketKnobs } from './knobs.js'

type RegimeKnob = NonNullable<MarketKnobs['regimes']>

/** Long-run share of sessions in stress: calm lasts three times as long. */
const STRESS_SHARE = 0.25
/** Volatility in stress; in calm it is such that the mean variance stays what it was. */
const STRESS_VOLATILITY = 1.5
const CALM_VOLATILITY = Math.sqrt((1 - STRESS_SHARE * STRESS_VOLATILITY ** 2) / (1 - STRESS_SHARE))

/**
 * A two-state Markov chain, begun in its stationary distribution.
 * @returns 1 in stress, 0 in calm, at the close of each session; shape [sessions]
 */
export function simulateRegimes(seed: number, sessions: number, knob: RegimeKnob | null): Uint8Array {
  const stress = new Uint8Array(sessions)
  if (knob === null) return stress
  const random = createRandom(seed, 'regimes')
  const leaveStress = 1 / knob.meanLength
  const leaveCalm = (leaveStress * STRESS_SHARE) / (1 - STRESS_SHARE)
  let state = random.uniform() < STRESS_SHARE ? 1 : 0
  for (let t = 0; t < sessions; t++) {
    stress[t] = state
    if (random.uniform() < (state === 1 ? leaveStress : leaveCalm)) state = 1 - state
  }
  return stress
}

/** Multiplier of volatility of each session, ruled by the regime at the close before it; 1 throughout without the knob. */
export function regimeVolatility(stress: Uint8Array, knob: RegimeKnob | null): Float64Array {
  return Float64Array.from(stress, (_, t) => {
    if (knob === null) return 1
    return stress[Math.max(0, t - 1)] === 1 ? STRESS_VOLATILITY : CALM_VOLATILITY
  })
}

/**
 * Expected log return over the next sessions of a sector whose stress tilt is 1. The drift of the two states has a long-run mean
 * of zero, so its expectation decays with the chain's second eigenvalue.
 * @param state - 1 stress, 0 calm, at the close of now
 * @param horizon - sessions, 1 or more
 */
export function expectedRegimeReturn(state: number, knob: RegimeKnob, horizon: number): number {
  const daily = knob.strength / 252
  const now = state === 1 ? daily : (-daily * STRESS_SHARE) / (1 - STRESS_SHARE)
  const persistence = 1 - 1 / knob.meanLength / (1 - STRESS_SHARE)
  return (now * (1 - Math.pow(persistence, horizon))) / (1 - persistence)
}
