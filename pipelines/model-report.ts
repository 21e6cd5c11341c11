import { createMatrix, type Matrix } from '../src/core/matrix.js'
import { textTable } from '../src/export/text-table.js'
import type { Forecasts } from '../src/forecast/forecasts.js'
import { hitRate } from '../src/risk/hit-rate.js'
import { rankInformationCoefficient } from '../src/risk/information-coefficient.js'
import type { Target } from '../src/samples/target.js'
import { formatPercent, formatRatio, type Fraction, type Ratio } from '../src/risk/units.js'

/** Skill of one model's scores, out of sample. */
export interface ModelReport {
  /** Mean over sessions of Spearman's correlation across listed sectors. */
  readonly rankIc: Ratio
  /** Its t statistic: Newey-West, the horizon as lag, because labels of neighbouring sessions overlap. */
  readonly rankIcT: Ratio
  /**
   * Share of sector-sessions whose sign of relative return (against the benchmark) was forecast. A target that is centred across
   * sectors forgoes the sectors' common lead over the benchmark, so its ceiling lies below 1.
   */
  readonly hitRate: Fraction
  /** Sessions that the mean is taken over. */
  readonly sessions: number
}

/** What happened, where a model had said something; NaN elsewhere. */
function realised(scores: Matrix, { forwardReturns }: Target): Matrix {
  const out = createMatrix(scores.rows, scores.cols)
  for (let i = 0; i < out.data.length; i++) if (!Number.isNaN(scores.data[i])) out.data[i] = forwardReturns.data[i]
  return out
}

/** Skill of every model, the ensemble last. */
export function modelReports(forecasts: Forecasts, target: Target): Record<string, ModelReport> {
  return Object.fromEntries(
    Object.entries(forecasts.scores).map(([name, scores]) => {
      const outcome = realised(scores, target)
      const ic = rankInformationCoefficient(scores, outcome, { lag: forecasts.horizon })
      return [name, { rankIc: ic.mean, rankIcT: ic.t, hitRate: hitRate(scores, outcome), sessions: ic.sessions }]
    }),
  )
}

/** The models as a table for people. */
export function modelTable(models: Readonly<Record<string, ModelReport>>, simulated: boolean): string {
  const rows = Object.entries(models).map(([name, { rankIc, rankIcT, hitRate: hits, sessions }]) => [
    name,
    formatRatio(rankIc, 4),
    formatRatio(rankIcT),
    formatPercent(hits),
    String(sessions),
  ])
  const header = [simulated ? 'model (simulated)' : 'model', 'rank IC', 't', 'hit rate', 'sessions']
  return textTable(header, rows)
}
