import { createMatrix, type Matrix } from '../core/matrix.js'
import type { Phase } from './cycle-phases.js'
import { PHASES } from './cycle-phases.js'
import { statesAt, type FilteredProbabilities, type FilteredStates } from './states.js'

/** How much each phase favours a sector: 2 strongly, 1, 0 no pattern, -1, -2 strongly disfavoured. By canonical sector id. */
export type PhasePreferences = Readonly<Record<string, Readonly<Record<Phase, number>>>>

/**
 * Expected preference of each sector: its preference in each phase, weighted by the probability of the phase.
 * @param probabilities - [4] in the order of `PHASES`; filtered ones alone may decide
 * @param sectors - canonical ids
 * @returns [nSectors], -2 ... 2; NaN for a sector without preferences, and throughout where the phase is not known
 */
export function phasePreferenceScores(
  probabilities: FilteredProbabilities,
  preferences: PhasePreferences,
  sectors: readonly string[],
): Float64Array {
  return Float64Array.from(sectors, (sector) => {
    if (!Object.hasOwn(preferences, sector)) return NaN
    return PHASES.reduce((sum, phase, i) => sum + probabilities[i] * preferences[sector][phase], 0)
  })
}

/**
 * The same at every session: scores that a decision can rank sectors by, or tilt the benchmark with.
 * @returns nSessions x nSectors
 */
export function regimeScores(
  phases: FilteredStates,
  preferences: PhasePreferences,
  sectors: readonly string[],
): Matrix {
  const scores = createMatrix(phases.rows, sectors.length)
  for (let row = 0; row < phases.rows; row++)
    scores.data.set(phasePreferenceScores(statesAt(phases, row), preferences, sectors), row * sectors.length)
  return scores
}
