import { ConfigError } from '../core/errors.js'
import { columnOf, matrixOver } from '../core/matrix.js'
import { expandingFilter } from './expanding-filter.js'

/** When the states are estimated. */
export interface TurbulenceOptions {
  readonly seed: number
  /** Sessions of history before the first estimate. */
  readonly minSessions?: number
  /** Sessions between estimates. */
  readonly refitSessions?: number
}

const DEFAULTS = { minSessions: 504, refitSessions: 252 } as const

/**
 * Probability that the market is in the turbulent one of two states, given what is known at each session: what a constraint can brake
 * on. A hidden Markov model with the lesser variance first is estimated again as history grows, each time on the past alone.
 * @param returns - of the benchmark, per session, NaN = missing; [nSessions]
 * @returns [nSessions], 0 ... 1; NaN before the first estimate
 * @throws ConfigError when a number of sessions is not 1 or more
 * @see Hamilton and Susmel (1994), Journal of Econometrics 64; Kritzman, Page and Turkington (2012), Financial Analysts Journal 68(3)
 */
export function turbulenceProbability(returns: Float64Array, given: TurbulenceOptions): Float64Array {
  const { seed, minSessions, refitSessions } = { ...DEFAULTS, ...given }
  for (const [name, value] of Object.entries({ minSessions, refitSessions }))
    if (!Number.isSafeInteger(value) || value < 1)
      throw new ConfigError(`turbulenceProbability: ${name} "${value}", expected a whole number, 1 or more`)
  const refits: number[] = []
  for (let row = minSessions; row < returns.length; row += refitSessions) refits.push(row)
  const observations = matrixOver(returns.length, 1, returns)
  return columnOf(expandingFilter(observations, refits, { nStates: 2, seed, orderBy: 'variance' }), 1)
}
