import { parseFredCsv } from '../../datasets/macro/fred-csv.js'
import type { DatedSeries } from '../../datasets/macro/dated-series.js'
import { openDataFolder } from '../../datasets/text/data-folder.js'
import { decodeText } from '../../datasets/text/decode-text.js'
import { formatSession, periodIndex } from '../../src/core/calendar.js'
import { columnOf } from '../../src/core/matrix.js'
import { monthStart } from '../../src/core/months.js'
import { positionOf } from '../../src/core/search.js'
import { lastRowOfEach } from '../../src/panel/resample.js'
import { mostProbablePhase, PHASES } from '../../src/regimes/cycle-phases.js'
import { scoreDating, type DatingScore } from '../../src/regimes/dating.js'
import { statesAt, type FilteredStates } from '../../src/regimes/states.js'

/** Recessions dated by the NBER, as FRED has them; what they say of a month was announced 4 to 21 months after it. */
const RECESSIONS = 'USREC'

/** The months of recession, where the data folder holds them; undefined where it does not. @throws DataError for a bad file */
export function readRecessions(root: string): DatedSeries | undefined {
  const folder = openDataFolder(root)
  const name = folder.list().find((file) => file === `${RECESSIONS}.csv` || file.endsWith(`/${RECESSIONS}.csv`))
  if (name === undefined) return undefined
  const file = folder.read(name)
  return parseFredCsv(decodeText(file), file.file, RECESSIONS)
}

/** How well two ways to see a contraction agree with the dates that were settled later. */
export interface RecessionScores {
  /** Of the probability of the phase recession; a month is called so where that is the phase shown, the most probable one. */
  readonly phase: DatingScore
  /** Of the probability of contraction; a month is called so where it is above a half. */
  readonly contraction: DatingScore
  /** First day of each month compared: the positions that recessions are given by. */
  readonly months: readonly string[]
}

/** Compares the probabilities at the last session of each month with what the month turned out to be. */
export function scoreRecessions(
  recessions: DatedSeries,
  {
    dates,
    phases,
    contraction,
  }: { readonly dates: Int32Array; readonly phases: FilteredStates; readonly contraction: Float64Array },
): RecessionScores {
  const lastRows = lastRowOfEach(dates, 'monthly')
  const months = lastRows.map((row) => monthStart(periodIndex(dates[row], 'monthly')))
  const dated = Float64Array.from(months, (month) => {
    const at = positionOf(recessions.valid, month)
    return at < 0 ? NaN : recessions.values[at]
  })
  const recession = columnOf(phases, PHASES.indexOf('recession'))
  const shown = lastRows.map((row) => mostProbablePhase(statesAt(phases, row)) === 'recession')
  const monthly = (values: Float64Array): Float64Array => Float64Array.from(lastRows, (row) => values[row])
  return {
    phase: scoreDating(monthly(recession), dated, shown),
    contraction: scoreDating(monthly(contraction), dated),
    months: months.map(formatSession),
  }
}
