import type { PhaseTable } from '../../datasets/registry/phase-preferences.js'
import { civilOf } from '../../src/core/calendar.js'
import { createMatrix } from '../../src/core/matrix.js'
import type { Panel } from '../../src/panel/panel.js'
import { regimeScores } from '../../src/regimes/phase-preferences.js'
import type { FilteredStates } from '../../src/regimes/states.js'
import { rankInformationCoefficient } from '../../src/risk/information-coefficient.js'
import { forwardRelativeReturns } from '../../src/samples/target.js'

/** Whether a table's preferences ranked what the sectors then did. */
export interface PreferenceSkill {
  /** Sessions ahead. */
  readonly horizon: number
  /** Mean over sessions of Spearman's correlation between preference and relative return; null without sessions. */
  readonly rankIc: number | null
  /** Newey-West t statistic, the horizon as lag. */
  readonly t: number | null
  readonly sessions: number
}

/** Compares preferences with what came, from the year after the table was published: before, nobody could have followed it. */
export function scorePreferences(
  panel: Panel,
  phases: FilteredStates,
  { preferences, published }: PhaseTable,
  horizon: number,
): PreferenceSkill {
  const scores = regimeScores(phases, preferences, panel.sectors)
  const outcome = forwardRelativeReturns(panel, horizon)
  const known = createMatrix(outcome.rows, outcome.cols)
  for (let i = 0; i < known.data.length; i++)
    if (civilOf(panel.dates[Math.floor(i / known.cols)]).year > published) known.data[i] = outcome.data[i]
  const { mean, t, sessions } = rankInformationCoefficient(scores, known, { lag: horizon })
  return { horizon, rankIc: Number.isNaN(mean) ? null : mean, t: Number.isNaN(t) ? null : t, sessions }
}
