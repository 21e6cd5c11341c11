import { ConfigError } from '../../src/core/errors.js'
import { nearestName } from '../../src/core/nearest.js'
import { SIMULATED_SECTORS } from './sectors.js'

/** What may be planted in a simulated market. A knob that is null is off; with all of them off nothing can be forecast. */
export interface MarketKnobs {
  /** Each sector has a slow relative drift: an AR(1) of `halfLife` sessions and annualised deviation `strength`. */
  readonly momentum: { readonly strength: number; readonly halfLife: number } | null
  /** Of each move of the market factor slow sectors take only 1 - `strength` at once, the rest evenly over `lag` sessions. */
  readonly leadLag: { readonly strength: number; readonly lag: number } | null
  /**
   * Stress (mean length `meanLength` sessions, a quarter of the time) raises volatility and drifts defensive sectors by
   * `strength` a year, the others the opposite way; calm drifts so much the other way that nothing remains in the long run.
   */
  readonly regimes: { readonly strength: number; readonly meanLength: number } | null
  /**
   * With probability `rate` per sector and session volume is `multiple` times what it would be, and the sector's log price
   * drifts up by `drift` in all over the next `sessions` sessions.
   */
  readonly volumeShocks: {
    readonly rate: number
    readonly multiple: number
    readonly drift: number
    readonly sessions: number
  } | null
  /** The sector's bars begin at that session (0 = first of the market). */
  readonly lateListing: { readonly sector: string; readonly session: number } | null
  /** The sector has no bar from that session on. */
  readonly death: { readonly sector: string; readonly session: number } | null
  /** From that session on one old share is `ratio` shares: raw prices are divided, volume is multiplied. */
  readonly split: { readonly sector: string; readonly session: number; readonly ratio: number } | null
}

/** A null market: no sector's relative return can be forecast from anything. */
export const NO_KNOBS: MarketKnobs = {
  momentum: null,
  leadLag: null,
  regimes: null,
  volumeShocks: null,
  lateListing: null,
  death: null,
  split: null,
}

/** Every effect at a size that a good model finds in some twenty years; complete bars. */
export const DEFAULT_KNOBS: MarketKnobs = {
  ...NO_KNOBS,
  momentum: { strength: 0.1, halfLife: 120 },
  leadLag: { strength: 0.4, lag: 10 },
  regimes: { strength: 0.15, meanLength: 60 },
  volumeShocks: { rate: 0.01, multiple: 5, drift: 0.03, sessions: 15 },
}

function check(valid: boolean, name: string, value: unknown, expected: string): void {
  if (!valid) throw new ConfigError(`simulateMarket: ${name} is "${String(value)}", expected ${expected}`)
}

function checkWhole(value: number, name: string, least: number): void {
  check(Number.isInteger(value) && value >= least, name, value, `a whole number, ${least} or more`)
}

function checkNumber(value: number, name: string, least: number, most = Infinity): void {
  const range = most === Infinity ? `${least} or more` : `from ${least} to ${most}`
  check(Number.isFinite(value) && value >= least && value <= most, name, value, `a number ${range}`)
}

function checkEvent(event: { sector: string; session: number } | null, name: string, sessions: number): void {
  if (event === null) return
  const ids = SIMULATED_SECTORS.map((sector) => sector.sector)
  if (!ids.includes(event.sector)) {
    const hint = nearestName(event.sector, ids) ?? ''
    check(false, `${name}.sector`, event.sector, `a sector id such as "${hint}"`)
  }
  const inside = Number.isInteger(event.session) && event.session >= 1 && event.session < sessions
  check(inside, `${name}.session`, event.session, `a whole number from 1 to ${sessions - 1}`)
}

/**
 * Refuses knobs that mean nothing.
 * @param sessions - length of the market
 * @throws ConfigError that names the knob, its value and what was expected
 */
export function checkKnobs(knobs: MarketKnobs, sessions: number): void {
  const { momentum, leadLag, regimes, volumeShocks, lateListing, death, split } = knobs
  if (momentum !== null) {
    checkNumber(momentum.strength, 'momentum.strength', 0)
    checkNumber(momentum.halfLife, 'momentum.halfLife', 1)
  }
  if (leadLag !== null) {
    checkNumber(leadLag.strength, 'leadLag.strength', 0, 1)
    checkWhole(leadLag.lag, 'leadLag.lag', 1)
  }
  if (regimes !== null) {
    checkNumber(regimes.strength, 'regimes.strength', 0)
    checkNumber(regimes.meanLength, 'regimes.meanLength', 2)
  }
  if (volumeShocks !== null) {
    checkNumber(volumeShocks.rate, 'volumeShocks.rate', 0, 1)
    checkNumber(volumeShocks.multiple, 'volumeShocks.multiple', 1)
    checkNumber(volumeShocks.drift, 'volumeShocks.drift', -1, 1)
    checkWhole(volumeShocks.sessions, 'volumeShocks.sessions', 1)
  }
  checkEvent(lateListing, 'lateListing', sessions)
  checkEvent(death, 'death', sessions)
  checkEvent(split, 'split', sessions)
  if (split !== null) check(split.ratio > 0 && split.ratio < Infinity, 'split.ratio', split.ratio, 'a number above 0')
  if (lateListing !== null && death !== null && lateListing.sector === death.sector)
    check(death.session > lateListing.session, 'death.session', death.session, 'a session after lateListing.session')
}
